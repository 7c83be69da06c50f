"""Texts about a recorded report: the confirmation, the letter to the clerks, and the line on the card."""

from handlers.ask import Ask, View
from handlers.messages import code_and_title
from handlers.tasks.card import on_card
from plan import reported_value
from plan.assignment import Assignment
from plan.format import percent
from plan.letter_kinds import SUBMITTED
from plan.reply import Button, Reply
from plan.values import Duty, Role, State
from storage import evidence, people, plans, reports
from storage.outbox import letters
from storage.reports import Report


async def report_note(
    ask: Ask, assignment: Assignment, value: float | None, files: int, *, basis: str = "", verb: str = "已记录"
) -> str:
    """Return the confirmation of a report, such as `已记录：按序时 60%，完成 650/1000家，材料 2 份。`

    A status that was not stated stands apart, behind its `basis`: `已记录：60%。` and `按进度判定为：按序时。`
    """
    if assignment.restricted:
        return f"{verb}：{assignment.unit}的汇报。"
    parts = [percent(assignment).strip() if basis else status_text(assignment)]
    if value is not None:
        parts.append(f"完成 {await value_text(ask, assignment, value)}")
    if files:
        parts.append(f"材料 {files} 份")
    assert assignment.status is not None
    note = f"{verb}：{'，'.join(part for part in parts if part)}。"
    return f"{note}\n{basis}：{assignment.status.label}。" if basis else note


def status_text(assignment: Assignment) -> str:
    """Return the status that was reported last, with the percent that was stated: `按序时 60%`."""
    assert assignment.status is not None
    return f"{assignment.status.label}{percent(assignment)}"


async def last_report_note(ask: Ask, assignment: Assignment) -> str:
    """Return the confirmation of the last report again, for a repeated tap on its button."""
    report = await reports.last(ask.db, assignment.id, ask.zone)
    assert report is not None
    return await report_note(ask, assignment, report.value, await evidence.in_report(ask.db, report.id))


def nudge_answer(assignment: Assignment) -> str:
    """Return the report's text as the answer to the nudges that wait for one."""
    return "：".join(part for part in (status_text(assignment), assignment.words) if part)


async def tell_clerks(ask: Ask, assignment: Assignment, files: int, *, lacks_value: bool) -> None:
    """Queue a letter to all other clerks that the assignment waits for their review, with what was left out."""
    attachment = f"，附成果材料 {files} 份" if files else "，没有附成果材料"
    parts = (attachment, "，没有填写完成数量" if lacks_value else "")
    details = "" if assignment.restricted else "".join(parts)
    text = f"请审核：{code_and_title(assignment)}\n{assignment.unit}已报完成{details}。"
    reply = Reply(text, ((Button("审核", f"/review {assignment.id}"), Button("待审核", "/review")),))
    receivers = [clerk for clerk in await people.holders(ask.db, (Duty.CLERK,), ask.today) if clerk.id != ask.me.id]
    await letters.tell(ask.db, SUBMITTED, f"{assignment.id}:{assignment.version}", reply, receivers, ask.now)


@on_card
async def value_line(ask: Ask, view: View) -> list[str]:
    """Return the value reached by the own assignment, or without one by the leading unit's if it may be read."""
    leads = [assignment for assignment in view.readable if assignment.role is Role.LEAD]
    reporting = [assignment for assignment in ([view.own] if view.own else leads) if assignment.value is not None]
    return [f"完成 {await value_text(ask, assignment, assignment.value or 0)}" for assignment in reporting[:1]]


async def value_text(ask: Ask, assignment: Assignment, value: float) -> str:
    """Return the value with the task's target, such as `650/1000家`.

    The target belongs to the leading unit: for a city or a supporting unit only the value is returned.
    """
    target = reported_value.measure(await plans.targets_of(ask.db, assignment.task_id))
    return reported_value.value_text(value, target, whole=assignment.role is Role.LEAD)


async def reached_for_review(ask: Ask, assignment: Assignment, report: Report) -> str:
    """Return the value on the clerk's page, with a note where a finished assignment was submitted without one. Empty
    where the assignment is not responsible for a numeric target, and has no value."""
    if assignment.value is not None:
        text = await value_text(ask, assignment, assignment.value)
        is_older = report.value is None and assignment.state is State.SUBMITTED
        return f"{text}（报结时未填写）" if is_older else text
    target = reported_value.measure(await plans.targets_of(ask.db, assignment.task_id))
    return "未填写" if target and assignment.role is Role.LEAD and assignment.state is State.SUBMITTED else ""
