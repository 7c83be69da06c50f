"""The questions of a report: the status, the percent and the reason, and the evidence (成果材料)."""

from handlers.ask import Ask
from plan import reported_value
from plan.assignment import Assignment
from plan.reply import Button, Reply, Row, pairs
from plan.values import Draft, Status
from storage import evidence, plans

PERCENTS = (10, 20, 30, 40, 50, 60, 80, 90)


async def status_form(ask: Ask, assignment: Assignment) -> Reply:
    """Ask for a report: a button for each status and for repeating the last report; a text answer is a report too."""
    line = f"/progress {assignment.id} v{assignment.version}"
    waiting = await evidence.waiting(ask.db, ask.me.id, assignment.id)
    target = reported_value.measure(await plans.targets_of(ask.db, assignment.task_id))
    text = ask.render(
        "report_form", assignment=assignment, waiting=waiting,
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


async def reason_form(ask: Ask, assignment: Assignment, status: Status) -> Reply:
    """Ask for the percent and the reason of a status that is behind or stuck (滞后、有困难)."""
    line = f"/progress {assignment.id} v{assignment.version}"
    waiting = await evidence.waiting(ask.db, ask.me.id, assignment.id)
    text = f"{_received(waiting)}请回复 {assignment.code} 的进度和原因，例如：40% 数据尚未报齐\n也可以只点百分比。"
    buttons = [Button(f"{percent}%", f"{line} {status.value} {percent}") for percent in PERCENTS]
    return Reply(text, (*pairs(buttons), _foot(line, assignment, waiting)), question=f"{line} {status.value}")


async def evidence_form(ask: Ask, assignment: Assignment) -> Reply:
    """Ask for the evidence of a status that is done; a text answer becomes the report's text."""
    line = f"{assignment.id} v{assignment.version}"
    waiting = await evidence.waiting(ask.db, ask.me.id, assignment.id)
    text = f"请发送 {assignment.code} 的成果材料（照片或文件），发完点“提交”；没有材料可直接点“提交”。"
    if waiting:
        text = f"{_received(waiting)}请继续发送，发完点“提交”。"
    buttons = ((Button("提交", f"/submit {line}"),), _foot(f"/progress {line}", assignment, waiting))
    return Reply(text, buttons, question=f"/progress {line} {Status.DONE.value}")


def _received(waiting: int) -> str:
    return f"已收到 {waiting} 份材料。" if waiting else ""


def _foot(back: str, assignment: Assignment, waiting: int) -> Row:
    drop = (Button("清空材料", f"/discard {assignment.id}"),) if waiting else ()
    return (Button("返回", back), *drop)
