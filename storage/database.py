"""The protocol of a database: work runs in a read or in one write transaction, through a connection.

`storage.async_database.AsyncDatabase` is the database of the bot, on SQLite or PostgreSQL.
`storage.sync_database.SyncDatabase` is the one of simulations and of most tests.
"""

from collections.abc import Awaitable, Callable
from typing import Any, Protocol, TypeVar

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

Connection = AsyncConnection
Row = sa.Row[*tuple[Any, ...]]
T = TypeVar("T")
Work = Callable[[Connection], Awaitable[T]]
AfterWrite = Callable[[BaseException | None], None]


class Database(Protocol):
    """Both implementations pass the same tests (`tests/storage`).

    `after_write` is called after each transaction, with the error that ended it, or None.
    """

    after_write: AfterWrite

    async def read(self, work: Work[T]) -> T:
        """Run `work` on a read-only connection, also while a write is in progress.

        Each statement sees one consistent state; two statements may see different ones. Writing raises DBAPIError.
        """
        ...

    async def write(self, work: Work[T]) -> T:
        """Run `work` in one transaction: commit when it returns, roll back when it raises. Writes run one at a time."""
        ...

    async def close(self) -> None:
        """Close all connections."""
        ...


def ignore_outcome(_error: BaseException | None) -> None:
    """Serve as `after_write` while nobody watches the writes."""
