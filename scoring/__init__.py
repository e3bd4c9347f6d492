"""Transparent scores from recorded facts: batch work that sits on the graph."""
