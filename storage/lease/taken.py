"""The error for a lease that another process holds."""


class Taken(Exception):
    """Another living process holds the lease."""
