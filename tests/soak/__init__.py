"""`make soak`: real processes under random traffic and faults, and whether the books balance afterwards."""
