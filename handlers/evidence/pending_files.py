"""Files that a person has sent (成果材料) and that wait for the report to which they belong."""

from collections.abc import Sequence
from datetime import datetime

from handlers.ask import Ask
from plan.assignment import Assignment
from plan.evidence import StoredFile
from plan.evidence_quota import Quota, Used
from plan.refusal import Refusal
from plan.values import OVER, State, Status
from storage import evidence, reports
from storage.database import Connection
from storage.reports import Report

ON_PAPER_ONLY = "这项任务不上机，请按纸质渠道报送材料。"


async def add(ask: Ask, assignment: Assignment) -> int:
    """Store the files of this message for the assignment; return how many of the person's files wait for it."""
    if ask.files:
        check_accepts_files(assignment)
        await store(ask.db, ask.me.id, ask.files, ask.now, ask.bureau.quota, assignment.id)
    count = await evidence.waiting(ask.db, ask.me.id, assignment.id)
    check_count(ask, count)
    return count


async def store(
    db: Connection, person_id: int, files: Sequence[StoredFile], now: datetime, quota: Quota,
    assignment_id: int | None = None,
) -> None:  # fmt: skip
    """Insert the rows of files whose bytes are on disk. Raises OverQuota, which rolls them back."""
    await evidence.wait(db, person_id, files, now, assignment_id)
    if files:
        quota.check(await _used(db, person_id, now), files[-1].name)


async def foresee(db: Connection, person_id: int, name: str, size: int | None, now: datetime, quota: Quota) -> None:
    """Raise OverQuota if the announced size of a file exceeds what may still be stored; checked before its download."""
    quota.check(await _used(db, person_id, now), name, size or 0)


async def _used(db: Connection, person_id: int, now: datetime) -> Used:
    """Return what the person has sent since midnight, and what is stored altogether."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return Used(await evidence.sent_since(db, person_id, midnight), await evidence.total(db))


def check_accepts_files(assignment: Assignment) -> None:
    """Raise Refusal if the assignment accepts no files."""
    if assignment.restricted:
        raise Refusal(ON_PAPER_ONLY)
    if assignment.state in OVER:
        raise Refusal(f"{assignment.code} {assignment.state.label}，不再接收材料。")


def check_count(ask: Ask, count: int) -> None:
    """Raise OverQuota if a report would have more files than allowed."""
    ask.bureau.quota.check_count(count, came=bool(ask.files))


async def current_report(ask: Ask, assignment: Assignment) -> Report | None:
    """Return the last report, if the assignment is still in the state that it led to."""
    report = await reports.last(ask.db, assignment.id, ask.zone)
    return report if report and (report.status is Status.DONE) == (assignment.state is State.SUBMITTED) else None
