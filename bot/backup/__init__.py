"""Backups: one file with a consistent copy of the database and the evidence that it names; made, kept, restored."""
