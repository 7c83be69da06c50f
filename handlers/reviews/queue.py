"""What waits for the clerk (待审核), and one assignment as the clerk decides about it."""

from handlers.ask import Ask
from handlers.extensions.queue import waiting_for_me
from handlers.inputs import Page, TaskNo, Version
from handlers.registry import CLERK, command
from handlers.tasks.conflict import changed
from handlers.tasks.pick import share
from plan.assignment import Assignment
from plan.nudge import owing
from plan.reply import Button, Reply, Row, paged, pairs
from plan.texts import render
from plan.values import Duty, State
from storage import assignments, directives, evidence, feedback, reports


@command(
    "review", "审核", "等待我处理的：报完成的任务、延期申请、批示、意见", who=CLERK | {Duty.LEADER},
    words=("待审核",), menu=6, example="/review 2.2.4",
    card=lambda view: f"/review {view.task.code}" if Duty.CLERK in view.me.duties else "",
)  # fmt: skip
async def review(ask: Ask, page: Page = 0, number: TaskNo = "", seen: Version | None = None) -> Reply:
    if number:
        assignment, _ = await share(ask, number, "/review")
        return await sheet(
            ask, assignment, note=await changed(ask, assignment) if seen not in (None, assignment.version) else ""
        )
    waiting = await assignments.under_review(ask.db) if Duty.CLERK in ask.me.duties else []
    others = await _others(ask)
    shown, turn, pages = paged(waiting, page, "/review")
    text = render(
        "reviews", today=ask.today, calendar=ask.bureau.calendar, shares=shown, total=len(waiting), pages=pages,
        zone=ask.zone, others=others, reviews=Duty.CLERK in ask.me.duties,
    )  # fmt: skip
    tasks = pairs(Button(assignment.code, f"/review {assignment.id}") for assignment in shown)
    return Reply(text, (*tasks, *([turn] if turn else []), *pairs(Button(label, line) for label, _, line in others)))


async def _others(ask: Ask) -> list[tuple[str, int, str]]:
    """What else waits for this person: its name, how many, the command that shows them."""
    leads = [post.id for post in ask.me.posts if post.duty is Duty.LEADER]
    found = [
        ("延期申请", len(await waiting_for_me(ask)), "/extensions"),
        ("批示待确认", len(await directives.unanswered(ask.db, leads)) if leads else 0, "/directives"),
        ("投诉建议", await feedback.waiting(ask.db) if Duty.CLERK in ask.me.duties else 0, "/feedback"),
    ]
    return [one for one in found if one[1]]


async def sheet(ask: Ask, one: Assignment, *, note: str = "", toast: str = "", undo: bool = False) -> Reply:
    """One unit's share with what may be decided about it now."""
    report = await reports.last(ask.db, one.id, ask.zone)
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


def _decisions(assignment: Assignment) -> tuple[Row, ...]:
    line = f"{assignment.id} v{assignment.version}"
    if assignment.state is State.SUBMITTED:
        return ((Button("通过销号", f"/close {line}"), Button("退回", f"/return {line}")),)
    if assignment.open:
        return ((Button("免办", f"/waive {line}"),),)
    return ((Button("重新办理", f"/reopen {line}"),),)
