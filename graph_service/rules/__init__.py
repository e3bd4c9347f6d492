"""Dated rules that the service and the jobs share."""
