"""Queries for `duban doctor`, each on its own, so that they also work on an older or a newer schema."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TypeVar

import sqlalchemy as sa

from storage import workdays
from storage.heartbeat import Heartbeat
from storage.heartbeat import parsed as parsed_heartbeat
from storage.integrity import HELD
from storage.record_loss import RecordLoss
from storage.record_loss import parsed as parsed_loss
from storage.records import HEARTBEAT, RECORD_LOSS
from storage.schema import PROGRAM, events, evidence, inbox, outbox, plans, runs, settings, versions
from storage.settings import BUREAU, Own

T = TypeVar("T")
RECENT = timedelta(days=7)
MOST = 5000
"""Waiting letters that are looked at; an outbox with more is in trouble anyway."""


@dataclass(frozen=True)
class Queue:
    """How many wait, and since when the oldest does. `oldest` is aware, None if nothing waits."""

    count: int
    oldest: datetime | None


@dataclass(frozen=True)
class FailedRun:
    schedule: str
    nominal: datetime
    attempts: int
    error: str


@dataclass(frozen=True)
class DatabaseFacts:
    """What the queries have found; None stands for what could not be read.

    `held` is since when a bot has had the database open. `letters` are those that are overdue now. `failed` and
    `unclear` count letters, `poison` lists updates, all of the last seven days. `latest` is the last moment at which
    anything happened. `evidence` is the size of the files in bytes, `digests` are their SHA-256 digests. `bureau` holds
    the bureau's settings.
    """

    schema: int | None
    plan: str | None
    heartbeat: Heartbeat | None
    record_loss: RecordLoss | None
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


def read(db: sa.Connection, now: datetime) -> DatabaseFacts:
    """Run all queries, on a connection in autocommit mode, because an error would end a transaction.

    `now` is in the bureau's time zone.
    """
    bureau = _or_none(lambda: _settings(db, BUREAU)) or {}
    program = _or_none(lambda: _settings(db, PROGRAM)) or {}
    return DatabaseFacts(
        schema=_or_none(lambda: db.scalar(sa.select(sa.func.coalesce(sa.func.max(versions.c.number), 0)))),
        plan=_or_none(lambda: db.scalar(sa.select(plans.c.title).where(plans.c.current))),
        heartbeat=parsed_heartbeat(program[HEARTBEAT]) if HEARTBEAT in program else None,
        record_loss=parsed_loss(program[RECORD_LOSS]) if RECORD_LOSS in program else None,
        held=datetime.fromisoformat(program[HELD]) if HELD in program else None,
        updates=_or_none(lambda: _inbox(db, "new")),
        answers=_or_none(lambda: _inbox(db, "handled")),
        letters=_or_none(lambda: _letters(db, now, bureau)),
        failed=_or_none(lambda: _recent(db, "failed", now)),
        unclear=_or_none(lambda: _recent(db, "unclear", now)),
        runs=_or_none(lambda: _failed_runs(db)),
        poison=_or_none(lambda: _poison(db, now)),
        latest=_or_none(lambda: _latest(db)),
        evidence=_or_none(lambda: _evidence(db)),
        digests=_or_none(lambda: list(db.scalars(sa.select(evidence.c.sha256).distinct()))),
        bureau=bureau,
    )


def _or_none(query: Callable[[], T]) -> T | None:
    """Return the result, or None if this schema has no such table or column."""
    try:
        return query()
    except (sa.exc.OperationalError, sa.exc.ProgrammingError):
        return None


def _settings(db: sa.Connection, owner: int) -> dict[str, str]:
    rows = db.execute(sa.select(settings.c.name, settings.c.value).where(settings.c.owner == owner))
    return {row.name: row.value for row in rows}


def _inbox(db: sa.Connection, state: str) -> Queue:
    waiting = sa.select(sa.func.count(), sa.func.min(inbox.c.received_at)).where(inbox.c.state == state)
    return Queue(*db.execute(waiting).one())


def _letters(db: sa.Connection, now: datetime, bureau: Own) -> Queue:
    """Return the overdue letters, without those in quiet hours, and without digests of earlier days.

    An earlier digest is not sent any more, because the next one contains what it said.
    """
    calendar, midnight = workdays.calendar_in(dict(sorted(bureau.items()))), datetime.combine(now, time.min, now.tzinfo)
    columns = (outbox.c.rule, outbox.c.due_at, outbox.c.created_at)
    waiting = sa.select(*columns).where(outbox.c.state == "waiting", outbox.c.due_at <= now)
    rows = db.execute(waiting.order_by(outbox.c.due_at).limit(MOST)).all()
    since = [
        row.rule.sendable_at(at, at, calendar)
        for row in rows if not row.rule.is_of_its_day or row.created_at >= midnight
        for at in (row.due_at.astimezone(now.tzinfo),)
    ]  # fmt: skip
    overdue = [moment for moment in since if moment <= now]
    return Queue(len(overdue), min(overdue, default=None))


def _recent(db: sa.Connection, state: str, now: datetime) -> int:
    recent = (outbox.c.state == state, outbox.c.created_at >= now - RECENT)
    return int(db.execute(sa.select(sa.func.count()).select_from(outbox).where(*recent)).scalar_one())


def _failed_runs(db: sa.Connection) -> list[FailedRun]:
    """Return the failed runs of schedules that have not succeeded since."""
    later = runs.alias()
    done = sa.exists().where(
        later.c.schedule == runs.c.schedule, later.c.state == "done", later.c.nominal > runs.c.nominal
    )
    columns = (runs.c.schedule, runs.c.nominal, runs.c.attempts, sa.func.coalesce(runs.c.error, ""))
    return [FailedRun(*row) for row in db.execute(sa.select(*columns).where(runs.c.state == "failed", ~done))]


def _poison(db: sa.Connection, now: datetime) -> list[tuple[int, str]]:
    """Return recent updates that could not be handled, with their errors."""
    recent = (inbox.c.state == "poison", inbox.c.received_at >= now - RECENT)
    query = sa.select(inbox.c.id, inbox.c.error).where(*recent).order_by(inbox.c.id)
    return [(row.id, row.error or "") for row in db.execute(query)]


def _latest(db: sa.Connection) -> datetime | None:
    done = sa.select(sa.func.max(runs.c.nominal)).where(runs.c.state == "done")
    moments = [db.scalar(done), db.scalar(sa.select(events.c.at).order_by(events.c.id.desc()).limit(1))]
    return max((moment.astimezone(UTC) for moment in moments if moment), default=None)


def _evidence(db: sa.Connection) -> int:
    """Return the size of all evidence in bytes. Files of the same content are stored once."""
    files = sa.select(sa.func.max(evidence.c.size).label("size")).group_by(evidence.c.sha256).subquery()
    return int(db.execute(sa.select(sa.func.coalesce(sa.func.sum(files.c.size), 0))).scalar_one())
