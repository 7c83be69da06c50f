"""The questions of a report: the status, the percent and the reason, and the evidence (成果材料)."""

from handlers.ask import Ask
from handlers.reports.write import Measured
from plan import reported_value
from plan.assignment import Assignment
from plan.reply import SLOT, Button, Reply, Row, pairs
from plan.targets import Target
from plan.values import Draft, Status
from storage import evidence, plans

PERCENTS = (10, 20, 30, 40, 50, 60, 80, 90)
FOR_WORDS = (Status.ON_PACE, Status.BEHIND, Status.STUCK, Status.DONE)


async def status_form(ask: Ask, assignment: Assignment) -> Reply:
    """Ask for a report: a button for each status and for repeating the last report; a text answer is a report too."""
    line = f"/progress {assignment.id} v{assignment.version}"
    waiting = await evidence.waiting(ask.db, ask.me.id, assignment.id)
    target = reported_value.measure(await plans.targets_of(ask.db, assignment.task_id))
    text = ask.render("report_form", assignment=assignment, waiting=waiting, example=_example(target, 0.65))
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


async def words_form(ask: Ask, assignment: Assignment, words: str) -> Reply:
    """Ask for the status of a report that has only words; the buttons carry the words, and nothing is stored."""
    line = f"/progress {assignment.id} v{assignment.version}"
    waiting = await evidence.waiting(ask.db, ask.me.id, assignment.id)
    text = ask.render("report_status", assignment=assignment, waiting=waiting, words=words)
    buttons = pairs(Button(status.label, f"{line} {status.value} {words}") for status in FOR_WORDS)
    foot = _foot(f"/task {assignment.code}", assignment, waiting)
    return Reply(text, (*buttons, foot), question=f"{line} {SLOT} {words}")


async def reason_form(ask: Ask, assignment: Assignment, status: Status) -> Reply:
    """Ask for the percent and the reason of a status that is behind or stuck (滞后、有困难)."""
    line = f"/progress {assignment.id} v{assignment.version}"
    waiting = await evidence.waiting(ask.db, ask.me.id, assignment.id)
    text = f"{_received(waiting)}请回复 {assignment.code} 的进度和原因，例如：40% 数据尚未报齐\n也可以只点百分比。"
    buttons = [Button(f"{percent}%", f"{line} {status.value} {percent}") for percent in PERCENTS]
    return Reply(text, (*pairs(buttons), _foot(line, assignment, waiting)), question=f"{line} {status.value}")


async def evidence_form(ask: Ask, report: Measured, command: str = "") -> Reply:
    """Ask for the evidence, and for the value, of a status that is done; a text answer is added to the report's text.

    `command` replaces the commands of a new report, where an earlier one is amended.
    """
    assignment, words = report.before, report.entered.words
    line = f"{assignment.id} v{assignment.version}"
    waiting = await evidence.waiting(ask.db, ask.me.id, assignment.id)
    text = ask.render(
        "report_evidence", assignment=assignment, waiting=waiting, words=words,
        example=_example(report.target, 1) if report.lacks_value else "",
    )  # fmt: skip
    submit = f"{command} {line} yes {Status.DONE.value}" if command else f"/submit {line} yes"
    back = f"{command or '/progress'} {line}"
    rows = ((Button("提交", f"{submit} {words}".strip()),), _foot(back, assignment, waiting))
    return Reply(text, rows, question=f"{command or '/progress'} {line} {Status.DONE.value} {words}".strip())


def _example(target: Target | None, share: float) -> str:
    """Return a value for the target as people write it: `650家` for 0.65 of it."""
    return f"{reported_value.plain(round((target.value or 0) * share) or 1)}{target.unit}" if target else ""


def _received(waiting: int) -> str:
    return f"已收到 {waiting} 份材料。" if waiting else ""


def _foot(back: str, assignment: Assignment, waiting: int) -> Row:
    drop = (Button("清空材料", f"/discard {assignment.id}"),) if waiting else ()
    return (Button("返回", back), *drop)
