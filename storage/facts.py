"""What an administrator asks of a database, in a few looks that also fit an older or a newer schema."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TypeVar

import sqlalchemy as sa

from storage import workdays
from storage.health import Health
from storage.health import parsed as health_of
from storage.integrity import HELD
from storage.records import HEALTH, RESTORED
from storage.restored import Restored
from storage.restored import parsed as restored_of
from storage.schema import PROGRAM, events, evidence, inbox, outbox, plans, runs, settings, versions
from storage.settings import BUREAU, Own

T = TypeVar("T")
RECENT = timedelta(days=7)
MOST = 5000


@dataclass(frozen=True)
class Queue:
    """What waits: how many, and since when the oldest. `oldest` is aware, None where nothing waits."""

    count: int
    oldest: datetime | None


@dataclass(frozen=True)
class FailedRun:
    schedule: str
    nominal: datetime
    attempts: int
    error: str


@dataclass(frozen=True)
class Facts:
    """`held` is since when a bot has the database open. `letters` are those that could have gone out by now; `failed`,
    `unclear` and `poison` those of the last days; `digests` those of the files of evidence; `bureau` the bureau's
    settings; `latest` the moment that lies furthest ahead. None is what could not be read."""

    schema: int | None
    plan: str | None
    health: Health | None
    restored: Restored | None
    held: datetime | None
    updates: Queue | None
    answers: Queue | None
    letters: Queue | None
    failed: int | None
    unclear: int | None
    runs: list[FailedRun] | None
    poison: list[tuple[int, str]] | None
    latest: datetime | None
    evidence: int | None
    digests: list[str] | None
    bureau: Own


def read(db: sa.Connection, now: datetime) -> Facts:
    """On a connection without a transaction, which an error would end. `now` is in the bureau's time zone."""
    bureau = _tried(lambda: _settings(db, BUREAU)) or {}
    program = _tried(lambda: _settings(db, PROGRAM)) or {}
    return Facts(
        schema=_tried(lambda: db.scalar(sa.select(sa.func.coalesce(sa.func.max(versions.c.number), 0)))),
        plan=_tried(lambda: db.scalar(sa.select(plans.c.title).where(plans.c.current))),
        health=health_of(program[HEALTH]) if HEALTH in program else None,
        restored=restored_of(program[RESTORED]) if RESTORED in program else None,
        held=datetime.fromisoformat(program[HELD]) if HELD in program else None,
        updates=_tried(lambda: _inbox(db, "new")),
        answers=_tried(lambda: _inbox(db, "handled")),
        letters=_tried(lambda: _letters(db, now, bureau)),
        failed=_tried(lambda: _recent(db, "failed", now)),
        unclear=_tried(lambda: _recent(db, "unclear", now)),
        runs=_tried(lambda: _failed_runs(db)),
        poison=_tried(lambda: _poison(db, now)),
        latest=_tried(lambda: _latest(db)),
        evidence=_tried(lambda: _evidence(db)),
        digests=_tried(lambda: list(db.scalars(sa.select(evidence.c.sha256).distinct()))),
        bureau=bureau,
    )


def _tried(look: Callable[[], T]) -> T | None:
    """None where this schema has no such table or column."""
    try:
        return look()
    except (sa.exc.OperationalError, sa.exc.ProgrammingError):
        return None


def _settings(db: sa.Connection, owner: int) -> dict[str, str]:
    rows = db.execute(sa.select(settings.c.name, settings.c.value).where(settings.c.owner == owner))
    return {row.name: row.value for row in rows}


def _inbox(db: sa.Connection, state: str) -> Queue:
    waiting = sa.select(sa.func.count(), sa.func.min(inbox.c.received_at)).where(inbox.c.state == state)
    return Queue(*db.execute(waiting).one())


def _letters(db: sa.Connection, now: datetime, bureau: Own) -> Queue:
    """Not those that wait for the hours to open, nor digests of earlier mornings, which the next one says."""
    calendar, midnight = workdays.calendar_in(dict(sorted(bureau.items()))), datetime.combine(now, time.min, now.tzinfo)
    columns = (outbox.c.rule, outbox.c.due_at, outbox.c.created_at)
    waiting = sa.select(*columns).where(outbox.c.state == "waiting", outbox.c.due_at <= now)
    rows = db.execute(waiting.order_by(outbox.c.due_at).limit(MOST)).all()
    since = [
        row.rule.speaks_at(at, at, calendar)
        for row in rows if not row.rule.is_of_its_day or row.created_at >= midnight
        for at in (row.due_at.astimezone(now.tzinfo),)
    ]  # fmt: skip
    overdue = [moment for moment in since if moment <= now]
    return Queue(len(overdue), min(overdue, default=None))


def _recent(db: sa.Connection, state: str, now: datetime) -> int:
    mine = (outbox.c.state == state, outbox.c.created_at >= now - RECENT)
    return int(db.execute(sa.select(sa.func.count()).select_from(outbox).where(*mine)).scalar_one())


def _failed_runs(db: sa.Connection) -> list[FailedRun]:
    """Those that no later one has made up for."""
    later = runs.alias()
    done = sa.exists().where(
        later.c.schedule == runs.c.schedule, later.c.state == "done", later.c.nominal > runs.c.nominal
    )
    columns = (runs.c.schedule, runs.c.nominal, runs.c.attempts, sa.func.coalesce(runs.c.error, ""))
    return [FailedRun(*row) for row in db.execute(sa.select(*columns).where(runs.c.state == "failed", ~done))]


def _poison(db: sa.Connection, now: datetime) -> list[tuple[int, str]]:
    """Of the last days: those before have been seen to, or nobody will."""
    mine = (inbox.c.state == "poison", inbox.c.received_at >= now - RECENT)
    query = sa.select(inbox.c.id, inbox.c.error).where(*mine).order_by(inbox.c.id)
    return [(row.id, row.error or "") for row in db.execute(query)]


def _latest(db: sa.Connection) -> datetime | None:
    done = sa.select(sa.func.max(runs.c.nominal)).where(runs.c.state == "done")
    moments = [db.scalar(done), db.scalar(sa.select(events.c.at).order_by(events.c.id.desc()).limit(1))]
    return max((moment.astimezone(UTC) for moment in moments if moment), default=None)


def _evidence(db: sa.Connection) -> int:
    """In bytes; the same content counts once."""
    files = sa.select(sa.func.max(evidence.c.size).label("size")).group_by(evidence.c.sha256).subquery()
    return int(db.execute(sa.select(sa.func.coalesce(sa.func.sum(files.c.size), 0))).scalar_one())
