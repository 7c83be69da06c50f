"""Tests of bulletins: draft by the clerk, sign-off by the leader, sending to groups, correction."""
