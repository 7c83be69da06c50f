"""Files that came with what was said (成果材料): they wait with their sender for the report that they belong to."""

from collections.abc import Sequence
from datetime import datetime

from handlers.ask import Ask
from plan.assignment import Assignment
from plan.evidence import KeptFile
from plan.quota import Quota, Used
from plan.refusal import Refusal
from plan.values import OVER, State, Status
from storage import evidence, reports
from storage.database import Connection
from storage.reports import Report

NOT_HERE = "这项任务不上机，请按纸质渠道报送材料。"


async def keep(ask: Ask, assignment: Assignment) -> int:
    """How many files of this person wait for his report on `one`, with those that have come just now."""
    if ask.files:
        check(assignment)
        await store(ask.db, ask.me.id, ask.files, ask.now, ask.bureau.quota, assignment.id)
    count = await evidence.waiting(ask.db, ask.me.id, assignment.id)
    check_count(ask, count)
    return count


async def store(
    db: Connection, person_id: int, files: Sequence[KeptFile], now: datetime, quota: Quota,
    assignment_id: int | None = None,
) -> None:  # fmt: skip
    """Keep the rows of files whose bytes are on disk. Raises OverQuota, which rolls them back."""
    await evidence.wait(db, person_id, files, now, assignment_id)
    if files:
        quota.check(await _used(db, person_id, now), files[-1].name)


async def foresee(db: Connection, person_id: int, name: str, size: int | None, now: datetime, quota: Quota) -> None:
    """Raise OverQuota before anything is fetched, where the announced size alone says that it can't be kept."""
    quota.check(await _used(db, person_id, now), name, size or 0)


async def _used(db: Connection, person_id: int, now: datetime) -> Used:
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return Used(await evidence.sent_since(db, person_id, midnight), await evidence.total(db))


def check(assignment: Assignment) -> None:
    """Raises Refusal where no file is taken."""
    if assignment.restricted:
        raise Refusal(NOT_HERE)
    if assignment.state in OVER:
        raise Refusal(f"{assignment.code} {assignment.state.label}，不再接收材料。")


def check_count(ask: Ask, count: int) -> None:
    """Raises OverQuota where a report would have too many files."""
    ask.bureau.quota.check_count(count, came=bool(ask.files))


async def standing(ask: Ask, assignment: Assignment) -> Report | None:
    """The last report, where the assignment is still in the state that it made."""
    report = await reports.last(ask.db, assignment.id, ask.zone)
    return report if report and (report.status is Status.DONE) == (assignment.state is State.SUBMITTED) else None
