"""The clerk releases a unit from its assignment (免办), with a reason."""

from handlers.ask import Ask
from handlers.inputs import Stamp, TaskNo, Version, Words
from handlers.messages import code_and_title, view_task
from handlers.preview import Preview
from handlers.registry import CLERK, command
from handlers.reviews.decision import assignment_to_decide, conflict_note_if, conflict_reply, record_decision
from handlers.tell_unit import to_unit
from plan.assignment import Assignment
from plan.reply import Reply
from plan.values import State


@command(
    "waive", "免办", "免除一个单位的承办任务，须写明理由", who=CLERK, writes=True, example="/waive 2.2.4 已并入其他任务"
)
async def waive(
    ask: Ask, number: TaskNo, seen: Version | None = None, confirmed: Stamp = "", reason: Words = ""
) -> Reply:
    before = await assignment_to_decide(ask, number, lambda assignment: assignment.open)
    done_note = f"已免办：{before.code} {before.unit}。"
    is_previewed = bool(reason) and before.open
    if not is_previewed and (
        reply := await conflict_reply(ask, before, seen, done_note if before.state is State.WAIVED else "")
    ):
        return reply
    after, line = before.waive(reason or "?"), f"/waive {before.id} v{before.version}"  # refused before it asks
    if not reason:
        return Reply(f"请回复 {before.code} {before.unit} 免办的理由。", question=line)
    if is_previewed:
        preview = _preview(before, line, reason)
        if reply := preview.unless(ask, confirmed, await conflict_note_if(ask, before, seen)):
            return reply
    return await record_decision(
        ask, "waive", before, after, done_note, reason=reason, letter=lambda saved: _letter(saved, reason)
    )


def _preview(assignment: Assignment, line: str, reason: str) -> Preview:
    return Preview(
        line, reason, f"将免除 {assignment.unit} 的承办任务（{assignment.state.label}），请确认", "理由", "确认免办",
        back=f"/review {assignment.id}", about=code_and_title(assignment), receivers=(to_unit(assignment),),
        hides_words=assignment.restricted,
    )  # fmt: skip


def _letter(assignment: Assignment, reason: str) -> Reply:
    text = f"无需再办理：{code_and_title(assignment)}\n{assignment.unit}"
    return Reply(
        text if assignment.restricted else f"{text}已获免办，理由：{reason}。", ((view_task(assignment.code),),)
    )
