"""The clerk releases a unit from its assignment (免办), with a reason."""

from handlers.ask import Ask
from handlers.inputs import TaskNo, Version, Words
from handlers.messages import code_and_title, view_task
from handlers.registry import CLERK, command
from handlers.reviews.decision import assignment_to_decide, conflict_reply, record_decision
from plan.assignment import Assignment
from plan.reply import Reply
from plan.values import State


@command(
    "waive", "免办", "免除一个单位的承办任务，须写明理由", who=CLERK, writes=True, example="/waive 2.2.4 已并入其他任务"
)
async def waive(ask: Ask, number: TaskNo, seen: Version | None = None, reason: Words = "") -> Reply:
    before = await assignment_to_decide(ask, number, "/waive", lambda assignment: assignment.open)
    done_note = f"已免办：{before.code} {before.unit}。"
    if reply := await conflict_reply(ask, before, seen, done_note if before.state is State.WAIVED else ""):
        return reply
    if not reason.strip():
        before.waive("?")  # Raises Refusal before the person is asked for a reason in vain.
        line = f"/waive {before.id} v{before.version}"
        return Reply(f"请回复 {before.code} {before.unit} 免办的理由。", question=line)
    reason_text, after = reason.strip(), before.waive(reason)
    return await record_decision(
        ask, "waive", before, after, done_note, reason=reason_text, letter=lambda saved: _letter(saved, reason_text)
    )


def _letter(assignment: Assignment, reason: str) -> Reply:
    text = f"无需再办理：{code_and_title(assignment)}\n{assignment.unit}"
    return Reply(
        text if assignment.restricted else f"{text}已获免办，理由：{reason}。", ((view_task(assignment.code),),)
    )
