"""The program's version."""

from importlib.metadata import PackageNotFoundError, version


def _version() -> str:
    try:
        return version("duban")
    except PackageNotFoundError:  # run from a folder that was never installed
        return "0"


VERSION = _version()
