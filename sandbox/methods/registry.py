"""Where a method of the Bot API says its name."""

from collections.abc import Callable
from typing import Any, TypeVar

from sandbox.params import Params
from sandbox.world import World

Handler = Callable[[World, Params], Any]  # the result as JSON, or an awaitable of it; raises Refused
Named = TypeVar("Named", bound=Handler)
METHODS: dict[str, Handler] = {}  # Telegram reads names without regard to case


def method(name: str) -> Callable[[Named], Named]:
    def add(handler: Named) -> Named:
        METHODS[name.lower()] = handler
        return handler

    return add
