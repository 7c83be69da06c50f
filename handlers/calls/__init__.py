"""Calls (电话): the clerk's phone list, and what came of a call."""
