"""What the bot sends by itself: one file per schedule. Every module of this package is loaded."""

import importlib
import pkgutil
from functools import cache

from schedules.registry import SCHEDULES


@cache
def load() -> None:
    """Import every module of this package once, so that its declarations are registered."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")


__all__ = ["SCHEDULES", "load"]
