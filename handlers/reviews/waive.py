"""The clerk lets a unit off (免办), with a reason."""

from handlers.ask import Ask
from handlers.inputs import TaskNo, Version, Words
from handlers.messages import code_and_title, view_task
from handlers.registry import CLERK, command
from handlers.reviews.decision import decide, stale, to_decide
from plan.assignment import Assignment
from plan.reply import Reply
from plan.values import State


@command(
    "waive", "免办", "免除一个单位的承办任务，须写明理由", who=CLERK, writes=True, example="/waive 2.2.4 已并入其他任务"
)
async def waive(ask: Ask, number: TaskNo, seen: Version | None = None, reason: Words = "") -> Reply:
    before = await to_decide(ask, number, "/waive", lambda assignment: assignment.open)
    done = f"已免办：{before.code} {before.unit}。"
    if reply := await stale(ask, before, seen, done if before.state is State.WAIVED else ""):
        return reply
    if not reason.strip():
        before.waive("?")  # refused at once where it can't be
        line = f"/waive {before.id} v{before.version}"
        return Reply(f"请回复 {before.code} {before.unit} 免办的理由。", question=line)
    why, after = reason.strip(), before.waive(reason)
    return await decide(ask, "waive", before, after, done, reason=why, letter=lambda saved: _letter(saved, why))


def _letter(one: Assignment, why: str) -> Reply:
    text = f"无需再办理：{code_and_title(one)}\n{one.unit}"
    return Reply(text if one.restricted else f"{text}已获免办，理由：{why}。", ((view_task(one.code),),))
