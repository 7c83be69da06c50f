"""The commands of `duban`, each in its own file."""
