"""The exception that ends a command of the command line."""


class Fault(Exception):
    """Its message is one sentence for the administrator; the program prints it and ends with status 1."""
