"""What the lease says where it is not to be had."""


class Taken(Exception):
    """Another living process holds the lease."""
