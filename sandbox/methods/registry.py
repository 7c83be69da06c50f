"""Register the methods of the Bot API by name."""

from collections.abc import Callable
from typing import Any, TypeVar

from sandbox.params import Params
from sandbox.world import World

Handler = Callable[[World, Params], Any]  # returns JSON, or an awaitable of it; raises Refused
Named = TypeVar("Named", bound=Handler)
METHODS: dict[str, Handler] = {}  # by lower-case name, since Telegram ignores case


def method(name: str) -> Callable[[Named], Named]:
    def add(handler: Named) -> Named:
        METHODS[name.lower()] = handler
        return handler

    return add
