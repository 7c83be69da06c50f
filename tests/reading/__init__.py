"""Papers arrive and are read: rules as tables of values, and whole documents of each form."""
