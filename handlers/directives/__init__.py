"""Directives (批示): written by leaders, acknowledged by units."""
