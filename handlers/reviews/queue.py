"""The queue of what waits for a decision (待审核), and the page on which the clerk decides about an assignment."""

from handlers.ask import Ask
from handlers.extensions.queue import waiting_for_me
from handlers.inputs import Page, TaskNo, Version
from handlers.messages import keyboard
from handlers.registry import CLERK, command
from handlers.reports.confirmation import reached_for_review
from handlers.tasks.conflict import conflict_note
from handlers.tasks.pick import pick_assignment, share_labels
from plan.assignment import Assignment
from plan.nudge import awaits_unit
from plan.reply import Button, Reply, Row, paged, pairs
from plan.values import Duty, State
from storage import assignments, directives, evidence, feedback, reports


@command(
    "review", "审核", "等待我处理的：报完成的任务、延期申请、批示、意见", who=CLERK | {Duty.LEADER},
    words=("待审核",), menu=6, example="/review 2.2.4",
    card=lambda view: f"/review {view.task.code}" if Duty.CLERK in view.me.duties else "",
)  # fmt: skip
async def review(ask: Ask, page: Page = 0, number: TaskNo = "", seen: Version | None = None) -> Reply:
    if number:
        assignment, _ = await pick_assignment(ask, number)
        note = await conflict_note(ask, assignment) if seen not in (None, assignment.version) else ""
        return await review_page(ask, assignment, note=note)
    waiting = await assignments.under_review(ask.db) if Duty.CLERK in ask.me.duties else []
    others = await _others(ask)
    page_items, page_row, page_label = paged(waiting, page, "/review")
    names = await share_labels(ask, page_items)
    text = ask.render(
        "review_queue", shares=list(zip(page_items, names, strict=True)), total=len(waiting), pages=page_label,
        zone=ask.zone, others=others, reviews=Duty.CLERK in ask.me.duties,
    )  # fmt: skip
    tasks = pairs(Button(name, f"/review {assignment.id}") for assignment, name in zip(page_items, names, strict=True))
    return Reply(text, keyboard(*tasks, page_row, *pairs(Button(label, line) for label, _, line in others)))


async def _others(ask: Ask) -> list[tuple[str, int, str]]:
    """Return what else waits for this person: the label, the number, and the command that lists them."""
    leader_posts = [post.id for post in ask.me.posts if post.duty is Duty.LEADER]
    counts = [
        ("延期申请", len(await waiting_for_me(ask)), "/extensions"),
        ("批示待确认", len(await directives.unanswered(ask.db, leader_posts)) if leader_posts else 0, "/directives"),
        ("投诉建议", await feedback.waiting(ask.db) if Duty.CLERK in ask.me.duties else 0, "/feedback"),
    ]
    return [(label, count, line) for label, count, line in counts if count]


async def review_page(
    ask: Ask, assignment: Assignment, *, note: str = "", toast: str = "", undo: bool = False
) -> Reply:
    """Return an assignment with its last report, and buttons for the decisions that are possible now."""
    report = await reports.last(ask.db, assignment.id, ask.zone)
    new_year = ask.now.replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
    files = 0 if assignment.restricted else await evidence.count(ask.db, [assignment.id])
    text = ask.render(
        "review_page", assignment=assignment, report=report, note=note, files=files,
        reached=await reached_for_review(ask, assignment, report) if report else "",
        owed=awaits_unit(assignment), count=await reports.count(ask.db, assignment.id, new_year),
    )  # fmt: skip
    evidence_row = (Button("材料", f"/evidence {assignment.id}"),) if files else ()
    undo_button = (Button("撤销", f"/undo {assignment.id} v{assignment.version}"),) if undo else ()
    foot = (Button("返回", "/review"), *undo_button)
    return Reply(text, keyboard(*_decisions(assignment), evidence_row, foot), toast=toast)


def _decisions(assignment: Assignment) -> tuple[Row, ...]:
    line = f"{assignment.id} v{assignment.version}"
    if assignment.state is State.SUBMITTED:
        return ((Button("通过销号", f"/close {line}"), Button("退回", f"/return {line}")),)
    if assignment.open:
        return ((Button("免办", f"/waive {line}"),),)
    return ((Button("重新办理", f"/reopen {line}"),),)
