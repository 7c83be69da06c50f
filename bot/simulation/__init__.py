"""Simulate a year in seconds: the real bot over a temporary database, invented people, and a clock that jumps."""
