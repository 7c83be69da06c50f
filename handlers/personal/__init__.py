"""A person's own settings and reminders, and the help."""
