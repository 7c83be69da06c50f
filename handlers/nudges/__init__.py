"""Nudges (催办): sent by clerks, leaders and heads, answered by units, and listed in order of time."""
