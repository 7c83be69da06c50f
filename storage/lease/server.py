"""The lease of a PostgreSQL database: an advisory lock of a separate connection, watched by a separate thread.

The server releases the lock when the connection breaks. From then on this process writes nothing (`check`), because
another one may have taken over. It asks for the lock twice a second, and continues once it has it. If another process
has the lock, the lease is lost.
"""

import asyncio
import logging
import threading
from collections.abc import Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import make_url

from storage import postgres
from storage.lease.taken import Taken

T = TypeVar("T")
log = logging.getLogger(__name__)
CHECK_EVERY, ANSWER_WITHIN, PAUSE = 5.0, 10.0, 0.5
"""Seconds."""
HELD = sa.text(
    "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    " AND (classid::bigint << 32) + objid::bigint = :key)"
)
_locks: set["ServerLock"] = set()
"""The locks of this process that are not released."""


class ServerLock:
    def __init__(self, url: str) -> None:
        """Take the lock. Raises Taken or OSError."""
        self.url = url
        self.is_held = False
        self.lost: Future[None] = Future()
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        taken: Future[None] = Future()
        # The thread is a daemon, because a lease that is not released must not keep the process alive.
        self._thread = threading.Thread(target=self._run, args=(taken,), name="lease", daemon=True)
        self._thread.start()
        taken.result()
        _locks.add(self)

    def release(self) -> None:
        _locks.discard(self)
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(ANSWER_WITHIN)

    def _run(self, taken: "Future[None]") -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._keep(taken))

    async def _keep(self, taken: "Future[None]") -> None:
        engine = None
        try:
            engine = postgres.engine(make_url(self.url), poolclass=sa.NullPool, isolation_level="AUTOCOMMIT")
            connection = await _locked(engine)
        except BaseException as error:
            taken.set_exception(_as_os_error(error))
            if engine is not None:
                await engine.dispose()
            return
        self.is_held = True
        taken.set_result(None)
        while await self._watch(connection):
            self.is_held = False
            log.warning("the connection that holds the lease is gone: nothing is written until it is back")
            again = await self._again(engine)
            if again is None:
                break
            connection, self.is_held = again, True
            log.warning("the lease is back")
        self.is_held = False
        await engine.dispose()

    async def _watch(self, connection: Any) -> bool:
        """Wait until the connection ends. Return True if it broke, False if it was closed by `release`."""
        raw = (await connection.get_raw_connection()).driver_connection
        ended = asyncio.Event()
        raw.add_termination_listener(lambda _: ended.set())
        while not (ended.is_set() or raw.is_closed()):
            await _first_of(ended, self._stop, within=CHECK_EVERY)
            if self._stop.is_set():
                await connection.close()
                return False
            try:
                await raw.fetchval("SELECT 1", timeout=ANSWER_WITHIN)
            except Exception:
                break
        self.is_held = False
        raw.terminate()
        await connection.invalidate()
        await connection.close()
        return True

    async def _again(self, engine: Any) -> Any:
        """Take the lock again, and return its connection; None if another process has it, or on `release`."""
        while not self._stop.is_set():
            try:
                return await _locked(engine)
            except Taken:
                log.error("another process has taken over this database")
                self.lost.set_result(None)
                return None
            except Exception as error:
                log.info("the lease is not back: %s", postgres.first_line(error))
            await _first_of(self._stop, within=PAUSE)
        return None


def check(url: str) -> None:
    """Raise ConnectionError while the connection that holds this process's lease is broken."""
    if any(lock.url == url and not lock.is_held for lock in _locks):
        raise ConnectionError("the lease of the database is not held at the moment")


async def until_lost(lock: ServerLock | None) -> None:
    await (asyncio.Future() if lock is None else asyncio.shield(asyncio.wrap_future(lock.lost)))


def held(url: str) -> bool:
    """Look for the lock among those of the server, without taking it."""

    async def query() -> bool:
        engine = postgres.engine(make_url(url), readonly=True, poolclass=sa.NullPool)
        try:
            async with engine.connect() as connection:
                return bool((await connection.execute(HELD, {"key": postgres.LEASE})).scalar_one())
        finally:
            await engine.dispose()

    try:
        return _in_a_thread(query())
    except (ImportError, ValueError, sa.exc.SQLAlchemyError) as error:
        raise _as_os_error(error) from None


async def _locked(engine: Any) -> Any:
    """Open a connection and take the lock with it. Raises Taken."""
    connection = await engine.connect()
    try:
        got = (await connection.exec_driver_sql(f"SELECT pg_try_advisory_lock({postgres.LEASE})")).scalar_one()
    except BaseException:
        await connection.invalidate()
        await connection.close()
        raise
    if not got:
        await connection.close()
        raise Taken
    return connection


async def _first_of(*events: asyncio.Event, within: float) -> None:
    waiting = [asyncio.ensure_future(event.wait()) for event in events]
    await asyncio.wait(waiting, timeout=within, return_when=asyncio.FIRST_COMPLETED)
    for task in waiting:
        task.cancel()


def _as_os_error(error: BaseException) -> BaseException:
    """Return an OSError for the errors of the driver and of SQLAlchemy; callers handle no others."""
    if isinstance(error, ValueError):  # From parsing the URL, a part of which the message may quote.
        return OSError(postgres.UNREADABLE_URL)
    if isinstance(error, ImportError | sa.exc.SQLAlchemyError):
        return OSError(postgres.first_line(error))
    return error


def _in_a_thread(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine in a new thread, because an event loop may be running in this one, and return its result."""
    result: Future[T] = Future()

    def run() -> None:
        try:
            result.set_result(asyncio.run(work))
        except BaseException as error:
            result.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    return result.result()
