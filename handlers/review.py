"""What waits for the clerk (待审核), and one assignment as the clerk decides about it."""

from handlers.ask import Ask
from handlers.courtesy import CHANGED
from handlers.inputs import Page, TaskNo, Version
from handlers.registry import CLERK, command
from handlers.shares import share
from plan.assignment import Assignment
from plan.nudge import owing
from plan.reply import Button, Reply, Row, paged, pairs
from plan.texts import render
from plan.values import State
from storage import assignments, events, evidence, reports


@command(
    "review", "审核", "审核单位报完成的任务：销号或退回", who=CLERK, words=("待审核",), menu=6,
    example="/review 2.2.4", card=lambda view: f"/review {view.task.code}",
)  # fmt: skip
async def review(ask: Ask, page: Page = 0, number: TaskNo = "", seen: Version | None = None) -> Reply:
    if number:
        one, _ = await share(ask, number, "/review")
        return await sheet(ask, one, note=CHANGED if seen not in (None, one.version) else "")
    waiting = await assignments.under_review(ask.db)
    shown, turn, pages = paged(waiting, page, "/review")
    text = render(
        "reviews", today=ask.today, calendar=ask.bureau.calendar, shares=shown, total=len(waiting), pages=pages,
        zone=ask.zone,
    )  # fmt: skip
    return Reply(text, (*pairs(Button(one.code, f"/review {one.id}") for one in shown), *([turn] if turn else [])))


async def sheet(ask: Ask, one: Assignment, *, note: str = "", toast: str = "", undo: bool = False) -> Reply:
    """One unit's share with what may be decided about it now."""
    report = await events.last_report(ask.db, one.id, ask.zone)
    new_year = ask.now.replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
    files = 0 if one.restricted else await evidence.count(ask.db, [one.id])
    text = render(
        "review", today=ask.today, calendar=ask.bureau.calendar, one=one, report=report, note=note, files=files,
        owed=owing(one),
        count=await reports.count(ask.db, one.id, new_year),
    )  # fmt: skip
    look = ((Button("材料", f"/evidence {one.id}"),),) if files else ()
    return Reply(text, (*_decisions(one), *look, (Button("返回", "/review"), *_undo(one, undo=undo))), toast=toast)


def _undo(one: Assignment, *, undo: bool) -> Row:
    return (Button("撤销", f"/undo {one.id} v{one.version}"),) if undo else ()


def _decisions(one: Assignment) -> tuple[Row, ...]:
    line = f"{one.id} v{one.version}"
    if one.state is State.SUBMITTED:
        return ((Button("通过销号", f"/close {line}"), Button("退回", f"/return {line}")),)
    if one.open:
        return ((Button("免办", f"/waive {line}"),),)
    return ((Button("重新办理", f"/reopen {line}"),),)
