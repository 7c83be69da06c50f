"""Values that the readers of this process compute once and reuse until the database changes."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from storage.database import Connection

T = TypeVar("T")
OPTION = "reader_cache"


def options() -> dict[str, Any]:
    """Return the execution options of an engine whose connections share a new, empty cache."""
    return {OPTION: {}}


async def cached(db: Connection, name: str, mark: object, compute: Callable[[], Awaitable[T]]) -> T:
    """Return the cached value of `name`, computed anew if `mark` differs from the one it was computed under.

    A write transaction does not use the cache: what it has written, and with it `mark`, may yet be rolled back.
    """
    cache = db.sync_connection.get_execution_options().get(OPTION) if db.sync_connection else None
    if cache is None:
        return await compute()
    if name not in cache or cache[name][0] != mark:
        cache[name] = (mark, await compute())
    value: T = cache[name][1]
    return value
