"""A report as others read it: its reporter at once, the clerks who review it, the card."""

from handlers.ask import Ask, View
from handlers.tasks.card import on_card
from plan import reported_value
from plan.assignment import Assignment
from plan.format import named
from plan.letter_kinds import SUBMITTED
from plan.reply import Button, Reply
from plan.values import Duty, Role
from storage import evidence, people, plans, reports
from storage.outbox import letters


async def recorded(ask: Ask, one: Assignment, value: float | None, files: int) -> str:
    """`已记录：按序时 60%，完成 650/1000家，材料 2 份。`"""
    if one.restricted:
        return f"已记录：{one.unit}的汇报。"
    assert one.status is not None
    parts = [f"已记录：{one.status.label} {one.percent}%"]
    if value is not None:
        parts.append(f"完成 {await _reached(ask, one, value)}")
    if files:
        parts.append(f"材料 {files} 份")
    return "，".join(parts) + "。"


async def recorded_before(ask: Ask, assignment: Assignment) -> str:
    """Once more, of what has not changed since."""
    report = await reports.last(ask.db, assignment.id, ask.zone)
    assert report is not None
    return await recorded(ask, assignment, report.value, await evidence.in_report(ask.db, report.id))


def answer(one: Assignment) -> str:
    """A report answers the nudges that wait for one."""
    assert one.status is not None
    return "：".join(part for part in (f"{one.status.label} {one.percent}%", one.words) if part)


async def tell_clerks(ask: Ask, one: Assignment, files: int) -> None:
    came = f"，附成果材料 {files} 份" if files else ""
    text = f"请审核：{one.code} {named(one.title, 40, restricted=one.restricted)}\n{one.unit}已报完成{came}。"
    reply = Reply(text, ((Button("审核", f"/review {one.id}"), Button("待审核", "/review")),))
    to = [clerk for clerk in await people.holders(ask.db, (Duty.CLERK,), ask.today) if clerk.id != ask.me.id]
    await letters.tell(ask.db, SUBMITTED, f"{one.id}:{one.version}", reply, to, ask.now)


@on_card
async def reached_(ask: Ask, view: View) -> list[str]:
    """My own share's number, else the lead's that I may read."""
    leads = [assignment for assignment in view.readable if assignment.role is Role.LEAD]
    said = [assignment for assignment in ([view.own] if view.own else leads) if assignment.value is not None]
    return [f"完成 {await _reached(ask, one, one.value or 0)}" for one in said[:1]]


async def _reached(ask: Ask, assignment: Assignment, value: float) -> str:
    """The target is the whole task's: a city or a supporting unit has no part of it for its own."""
    target = reported_value.measure(await plans.targets_of(ask.db, assignment.task_id))
    return reported_value.worded(value, target, whole=assignment.role is Role.LEAD)
