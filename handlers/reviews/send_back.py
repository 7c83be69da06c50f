"""The clerk sends back an unfinished assignment (退回), with one of five reasons; the unit is told at once."""

from handlers.ask import Ask
from handlers.inputs import ReasonWord, Stamp, TaskNo, Version, Words
from handlers.messages import code_and_title, view_task
from handlers.preview import Preview
from handlers.registry import CLERK, command
from handlers.reviews.decision import assignment_to_decide, conflict_note_if, conflict_reply, record_decision
from handlers.tell_unit import to_unit
from plan.assignment import Assignment
from plan.reply import Button, Reply, pairs
from plan.undo import sent_back
from plan.values import ReturnReason, State
from storage import events

SHORT_LABELS = {ReturnReason.TARGET: "未对应目标"}
"""Labels for buttons, which hold six characters, where the reason's own is longer."""


@command(
    "return", "退回", "审核未通过，退回并说明原因", who=CLERK, writes=True, example="/return 2.2.4 缺成果材料",
)  # fmt: skip
async def send_back(
    ask: Ask, number: TaskNo, seen: Version | None = None, reason: ReasonWord | None = None, confirmed: Stamp = "",
    words: Words = "",
) -> Reply:  # fmt: skip
    """Send back at once for a reason without words. Words are previewed; without a reason they are 其他."""
    reason = reason or (ReturnReason.OTHER if words else None)
    before = await assignment_to_decide(ask, number, _is_submitted)
    done_note = f"已退回：{before.code} {before.unit}。"
    is_previewed = bool(words) and _is_submitted(before)
    if not is_previewed and (
        reply := await conflict_reply(ask, before, seen, done_note if before.state is State.ACTIVE else "")
    ):
        return reply
    after = sent_back(before, await events.before_last_report(ask.db, before.id))
    line = f"/return {before.id} v{before.version}"
    if reason is None:
        return _reason_choice(before, line)
    if reason is ReturnReason.OTHER and not words:
        return Reply(f"请回复退回 {before.code} {before.unit} 的原因。", question=f"{line} other")
    if is_previewed:
        preview = _preview(before, f"{line} {reason.value}", reason, words)
        if reply := preview.unless(ask, confirmed, await conflict_note_if(ask, before, seen)):
            return reply
    reason_text = "：".join(part for part in (reason.label, words) if part)
    note = done_note if before.restricted else f"{done_note}原因：{reason_text}。"
    return await record_decision(
        ask, "return", before, after, note, reason=reason_text, letter=lambda saved: _letter(saved, reason_text)
    )


def _is_submitted(assignment: Assignment) -> bool:
    return assignment.state is State.SUBMITTED


def _preview(assignment: Assignment, line: str, reason: ReturnReason, words: str) -> Preview:
    heading = f"将退回 {assignment.unit}（{assignment.state.label}），请确认"
    return Preview(
        line, words, heading, f"退回原因：{reason.label}", "确认退回",
        back=f"/review {assignment.id}", about=code_and_title(assignment), receivers=(to_unit(assignment),),
        hides_words=assignment.restricted,
    )  # fmt: skip


def _reason_choice(assignment: Assignment, line: str) -> Reply:
    buttons = [Button(SHORT_LABELS.get(reason, reason.label), f"{line} {reason.value}") for reason in ReturnReason]
    return Reply(
        f"为什么退回 {assignment.code} {assignment.unit}？请选择原因，或直接回复文字。",
        (*pairs(buttons), (Button("返回", f"/review {assignment.id}"),)),
        question=line,
    )


def _letter(assignment: Assignment, reason: str) -> Reply:
    reason_line = "" if assignment.restricted else f"\n退回原因：{reason}。"
    text = f"请补充后重新汇报：{code_and_title(assignment)}\n{assignment.unit}{reason_line}"
    return Reply(
        text, ((Button("汇报", f"/progress {assignment.id} v{assignment.version}"), view_task(assignment.code)),)
    )
