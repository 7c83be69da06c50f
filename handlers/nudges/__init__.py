"""Nudges (催办): sent by the clerk, answered by units, and their chain."""
