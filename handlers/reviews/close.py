"""The clerk closes what a unit has finished (销号), and opens again what was closed by mistake (重新办理)."""

from handlers.ask import Ask
from handlers.inputs import TaskNo, Version
from handlers.messages import code_and_title, view_task
from handlers.registry import CLERK, command
from handlers.reviews.decision import decide, stale, to_decide
from plan import cities
from plan.assignment import Assignment
from plan.refusal import Refusal
from plan.reply import Button, Reply
from plan.values import OVER, State
from storage import assignments


@command("close", "销号", "审核通过，任务办结", who=CLERK, words=("办结",), writes=True)
async def close(ask: Ask, number: TaskNo, seen: Version | None = None) -> Reply:
    before = await to_decide(ask, number, "/close", lambda assignment: assignment.state is State.SUBMITTED)
    done = f"已销号：{before.code} {before.unit}。"
    if reply := await stale(ask, before, seen, done if before.state is State.CLOSED else ""):
        return reply
    if left := cities.in_the_way(before, await assignments.of_task(ask.db, before.task_id)):
        names = "、".join(one.unit for one in left[:3]) + ("等" if len(left) > 3 else "")
        raise Refusal(f"还有 {len(left)} 个市未办结（{names}），不能销号。", Button("各市", f"/cities {before.code}"))
    return await decide(ask, "close", before, before.close(), done)


@command("reopen", "重新办理", "撤回办结或免办，任务继续办理", who=CLERK, writes=True)
async def reopen(ask: Ask, number: TaskNo, seen: Version | None = None) -> Reply:
    before = await to_decide(ask, number, "/reopen", lambda assignment: not assignment.open)
    done = f"已重新办理：{before.code} {before.unit}。"
    if reply := await stale(ask, before, seen, "" if before.state in OVER else done):
        return reply
    return await decide(ask, "reopen", before, before.reopen(), done, letter=_letter)


def _letter(one: Assignment) -> Reply:
    text = f"请继续办理：{code_and_title(one)}\n{one.unit}"
    return Reply(text if one.restricted else f"{text}\n此前的办结或免办已撤回。", ((view_task(one.code),),))
