"""The clerk sends back what is not finished (退回), with one of five reasons; the unit is told at once."""

from handlers.ask import Ask
from handlers.inputs import ReasonWord, TaskNo, Version, Words
from handlers.messages import code_and_title, view_task
from handlers.registry import CLERK, command
from handlers.reviews.decision import decide, stale, to_decide
from plan.assignment import Assignment
from plan.reply import Button, Reply, pairs
from plan.values import ReturnReason, State

LABELS = {ReturnReason.TARGET: "未对应目标"}
"""A button holds six characters."""


@command(
    "return", "退回", "审核未通过，退回并说明原因", who=CLERK, writes=True, example="/return 2.2.4 缺成果材料",
)  # fmt: skip
async def send_back(
    ask: Ask, number: TaskNo, seen: Version | None = None, reason: ReasonWord | None = None, words: Words = ""
) -> Reply:
    before = await to_decide(ask, number, "/return", lambda assignment: assignment.state is State.SUBMITTED)
    done = f"已退回：{before.code} {before.unit}。"
    if reply := await stale(ask, before, seen, done if before.state is State.ACTIVE else ""):
        return reply
    after = before.send_back()
    line = f"/return {before.id} v{before.version}"
    if reason is None:
        return _reasons(before, line)
    if reason is ReturnReason.OTHER and not words.strip():
        return Reply(f"请回复退回 {before.code} {before.unit} 的原因。", question=f"{line} other")
    why = "：".join(part for part in (reason.label, words.strip()) if part)
    note = done if before.restricted else f"{done}原因：{why}。"
    return await decide(ask, "return", before, after, note, reason=why, letter=lambda saved: _letter(saved, why))


def _reasons(one: Assignment, line: str) -> Reply:
    buttons = [Button(LABELS.get(reason, reason.label), f"{line} {reason.value}") for reason in ReturnReason]
    return Reply(f"为什么退回 {one.code} {one.unit}？", (*pairs(buttons), (Button("返回", f"/review {one.id}"),)))


def _letter(one: Assignment, why: str) -> Reply:
    reason = "" if one.restricted else f"\n退回原因：{why}。"
    text = f"请补充后重新汇报：{code_and_title(one)}\n{one.unit}{reason}"
    return Reply(text, ((Button("汇报", f"/progress {one.id} v{one.version}"), view_task(one.code)),))
