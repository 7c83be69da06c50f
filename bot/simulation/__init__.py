"""A year in seconds: the real bot over a database of its own, invented people, and a clock that leaps."""
