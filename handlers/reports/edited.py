"""Offer to correct one's last report, after the message in which it was written has been edited."""

import re

from handlers.ask import Ask
from handlers.inputs import read
from handlers.messages import view_task
from handlers.registry import REGISTRY
from handlers.reports.amend import COMMAND
from handlers.reverse import UNDO_PERIOD
from plan.assignment import Assignment
from plan.refusal import Refusal
from plan.reply import Button, Reply
from plan.words.normal import normal
from storage import assignments, events, reports

NUMBER = re.compile(r"\s*(\d+(?:\.\d+)+)(?![\d.%％])[\s，,。；;：:、]*")


async def correction_of(ask: Ask, written: str, understood: str) -> Reply | None:
    """Return what corrects the report that the edited message was, with one button.

    `written` is the new text; `understood` is the report that it means, after the task's number, or empty. Return None
    if the message is not the person's last report, or names another task now. Raises Refusal if the report can't be
    corrected any more.
    """
    last = await reports.last_of_person(ask.db, ask.me.id)
    assignment = await assignments.get(ask.db, last[0]) if last and last[1] == ask.message_id else None
    if assignment is None or (text := _without_number(assignment, written, understood)) is None:
        return None
    if not await _is_correctable(ask, assignment):
        raise Refusal(f"{assignment.code} 的汇报已不能更正，修改没有记录。", view_task(assignment.code))
    line = f"{COMMAND} {assignment.id} v{assignment.version} {text}"
    shown = "" if assignment.restricted else f"\n更正为：{text}"
    return Reply(f"您修改了 {assignment.code} 的汇报，尚未更正。{shown}", ((Button(_label(text), line),),))


def _without_number(assignment: Assignment, written: str, understood: str) -> str | None:
    """Return the report without the number of its task; None if the text begins with another number or is empty."""
    text = normal(written, lambda number: number == assignment.code)
    match = NUMBER.match(text.text)
    if match and match[1] != assignment.code:
        return None
    number, _, rest = understood.partition(" ")
    words = text.as_written(match.end() if match else 0, len(text.text))
    return (rest if number == assignment.code else words).strip() or None


async def _is_correctable(ask: Ask, assignment: Assignment) -> bool:
    """Return whether the report is the person's last change, within ten minutes, and nothing has changed since."""
    change = await events.last_change(ask.db, ask.me.id, ask.sent_at - UNDO_PERIOD, assignment.id)
    return change is not None and change.action == "report" and change.version == assignment.version


def _label(text: str) -> str:
    """Return `更正为：70%`, by the percent or the status that the text begins with."""
    try:
        values = read(REGISTRY.commands["progress"].params, f"1.1 {text}", "")
    except Refusal:
        return "更正"
    percent, status = values.get("percent"), values.get("status")
    said = f"{percent}%" if percent is not None else status.label if status else ""
    return f"更正为：{said}" if said else "更正"
