"""Make, keep and restore backups: one file with a consistent copy of the database and the evidence that it names."""
