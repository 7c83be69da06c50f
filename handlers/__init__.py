"""What people ask: one file per command, in a sub-package per subject. Every module here is discovered."""

import importlib
import pkgutil
from functools import cache

from handlers.registry import REGISTRY


@cache
def load() -> None:
    """Import every module of this package, once, so that all commands are declared."""
    for module in pkgutil.walk_packages(__path__, f"{__name__}."):
        importlib.import_module(module.name)


__all__ = ["REGISTRY", "load"]
