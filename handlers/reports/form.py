"""The questions of a report: how it stands, how far and why, and what shows that it is done."""

from handlers.ask import Ask
from plan import reported_value
from plan.assignment import Assignment
from plan.reply import Button, Reply, Row, pairs
from plan.values import Draft, Status
from storage import evidence, plans

PERCENTS = (10, 20, 30, 40, 50, 60, 80, 90)


async def form(ask: Ask, assignment: Assignment) -> Reply:
    """Four statuses by one tap each, or the last report again; or the next words are the report."""
    line = f"/progress {assignment.id} v{assignment.version}"
    waiting = await evidence.waiting(ask.db, ask.me.id, assignment.id)
    target = reported_value.measure(await plans.targets_of(ask.db, assignment.task_id))
    text = ask.render("report", one=assignment, waiting=waiting,
        example=f"{reported_value.plain(round((target.value or 0) * 0.65) or 1)}{target.unit}" if target else "",
    )  # fmt: skip
    drafts = (*Draft,) if assignment.repeatable else ()
    return Reply(
        text,
        (
            *pairs(Button(status.label, f"{line} {status.value}") for status in Status),
            *pairs(Button(draft.label, f"{line} {draft.value}") for draft in drafts),
            _foot(f"/task {assignment.code}", assignment, waiting),
        ),
        question=line,
    )


async def details(ask: Ask, one: Assignment, status: Status) -> Reply:
    """Behind or stuck: how far, and why, in the person's own words."""
    line = f"/progress {one.id} v{one.version}"
    waiting = await evidence.waiting(ask.db, ask.me.id, one.id)
    text = f"{_received(waiting)}请回复 {one.code} 的进度和原因，例如：40% 数据尚未报齐\n也可以只点百分比。"
    buttons = [Button(f"{percent}%", f"{line} {status.value} {percent}") for percent in PERCENTS]
    return Reply(text, (*pairs(buttons), _foot(line, one, waiting)), question=f"{line} {status.value}")


async def materials(ask: Ask, one: Assignment) -> Reply:
    """Done: what shows it. Words answer this too, and are the report's."""
    line = f"{one.id} v{one.version}"
    waiting = await evidence.waiting(ask.db, ask.me.id, one.id)
    text = f"请发送 {one.code} 的成果材料（照片或文件），发完点“提交”；没有材料可直接点“提交”。"
    if waiting:
        text = f"{_received(waiting)}请继续发送，发完点“提交”。"
    buttons = ((Button("提交", f"/submit {line}"),), _foot(f"/progress {line}", one, waiting))
    return Reply(text, buttons, question=f"/progress {line} {Status.DONE.value}")


def _received(waiting: int) -> str:
    return f"已收到 {waiting} 份材料。" if waiting else ""


def _foot(back: str, one: Assignment, waiting: int) -> Row:
    drop = (Button("清空材料", f"/discard {one.id}"),) if waiting else ()
    return (Button("返回", back), *drop)
