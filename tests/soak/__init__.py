"""`make soak`: run the real program under random traffic and faults, then check that nothing was lost or doubled."""
