"""The lease of a PostgreSQL database: an advisory lock of a connection of its own, watched by a thread of its own.

The server frees the lock when the connection is gone. While it is gone, this process writes nothing (`check`): another
one may have taken over. The lock is asked for again twice a second; where it is still free, the process goes on, where
somebody else has it, the lease is lost.
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
BEAT, ANSWER_WITHIN, PAUSE = 5.0, 10.0, 0.5
HELD = sa.text(
    "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    " AND (classid::bigint << 32) + objid::bigint = :key)"
)
_locks: set["ServerLock"] = set()
"""Those of this process, until they are released."""


class ServerLock:
    def __init__(self, url: str) -> None:
        """Raises Taken or OSError."""
        self.url = url
        self.is_held = False
        self.lost: Future[None] = Future()
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        taken: Future[None] = Future()
        # A daemon: a lease that is not released must not keep the process alive.
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
            taken.set_exception(_as_told(error))
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
        """Return once it is gone: True where it was lost, False where it was to be released."""
        raw = (await connection.get_raw_connection()).driver_connection
        ended = asyncio.Event()
        raw.add_termination_listener(lambda _: ended.set())
        while not (ended.is_set() or raw.is_closed()):
            await _first_of(ended, self._stop, within=BEAT)
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
        """The connection with the lock; None where another process has it, or it was to be released."""
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
    """Raise ConnectionError where this process holds the lease by a connection that is gone."""
    if any(lock.url == url and not lock.is_held for lock in _locks):
        raise ConnectionError("the lease of the database is not held at the moment")


async def until_lost(lock: ServerLock | None) -> None:
    await (asyncio.Future() if lock is None else asyncio.shield(asyncio.wrap_future(lock.lost)))


def held(url: str) -> bool:
    """Look among the server's locks, without asking for one."""

    async def look() -> bool:
        engine = postgres.engine(make_url(url), readonly=True, poolclass=sa.NullPool)
        try:
            async with engine.connect() as connection:
                return bool((await connection.execute(HELD, {"key": postgres.LEASE})).scalar_one())
        finally:
            await engine.dispose()

    try:
        return _in_a_thread(look())
    except (ImportError, ValueError, sa.exc.SQLAlchemyError) as error:
        raise _as_told(error) from None


async def _locked(engine: Any) -> Any:
    """A connection that has the lock. Raises Taken."""
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


def _as_told(error: BaseException) -> BaseException:
    """As OSError what its callers know only as that."""
    if isinstance(error, ValueError):  # from reading the address, of which its words may quote a part
        return OSError(postgres.UNREADABLE)
    if isinstance(error, ImportError | sa.exc.SQLAlchemyError):
        return OSError(postgres.first_line(error))
    return error


def _in_a_thread(work: Coroutine[Any, Any, T]) -> T:
    """Its result: a loop of the caller may be running already."""
    result: Future[T] = Future()

    def run() -> None:
        try:
            result.set_result(asyncio.run(work))
        except BaseException as error:
            result.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    return result.result()
