"""Files that came with what was said (成果材料): they wait with their sender for the report that they belong to."""

from handlers.ask import Ask
from plan.assignment import Assignment
from plan.evidence import MOST_FILES
from plan.refusal import Refusal
from plan.values import OVER, State, Status
from storage import events, evidence
from storage.events import Report

NOT_HERE = "这项任务不上机，请按纸质渠道报送材料。"


async def keep(ask: Ask, one: Assignment) -> int:
    """How many files of this person wait for his report on `one`, with those that have come just now."""
    if ask.files:
        check(one)
        await evidence.wait(ask.db, ask.me.id, ask.files, ask.now, one.id)
    count = await evidence.waiting(ask.db, ask.me.id, one.id)
    room(count)
    return count


def check(one: Assignment) -> None:
    """Raises Refusal where no file is taken."""
    if one.restricted:
        raise Refusal(NOT_HERE)
    if one.state in OVER:
        raise Refusal(f"{one.code} {one.state.label}，不再接收材料。")


def room(count: int) -> None:
    if count > MOST_FILES:
        raise Refusal(f"每次汇报最多附{MOST_FILES}份材料，超出的这份没有保存。")


async def standing(ask: Ask, one: Assignment) -> Report | None:
    """The last report, where the assignment is still in the state that it made."""
    report = await events.last_report(ask.db, one.id, ask.zone)
    return report if report and (report.status is Status.DONE) == (one.state is State.SUBMITTED) else None
