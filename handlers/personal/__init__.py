"""A person's own settings and reminders."""
