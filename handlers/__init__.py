"""The commands that people use, one file each, in a sub-package per subject. All modules here are discovered."""

import importlib
import pkgutil
from functools import cache

from handlers.registry import REGISTRY


@cache
def load() -> None:
    """Import every module of this package, so that all commands are in the registry."""
    for module in pkgutil.walk_packages(__path__, f"{__name__}."):
        importlib.import_module(module.name)


__all__ = ["REGISTRY", "load"]
