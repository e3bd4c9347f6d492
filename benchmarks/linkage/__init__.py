"""Linkage against known truth, beside Splink's own published settings on the same records."""
