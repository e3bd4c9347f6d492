"""Which records are one person: prepared, blocked, compared, weighed, guarded."""
