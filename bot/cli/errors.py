"""What ends a command of the command line."""


class Fault(Exception):
    """One sentence for the administrator; the program ends with 1."""
