"""What the bot says by itself: one file per schedule. Every file here is found by itself."""

import importlib
import pkgutil
from functools import cache

from schedules.registry import SCHEDULES


@cache
def load() -> None:
    """Imports every file of this room, so that its declarations are known: once."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")


__all__ = ["SCHEDULES", "load"]
