"""The clerk closes a finished assignment (销号), or reopens one that was closed or waived (重新办理)."""

from handlers.ask import Ask
from handlers.inputs import TaskNo, Version
from handlers.messages import code_and_title, view_task
from handlers.registry import CLERK, command
from handlers.reviews.decision import assignment_to_decide, conflict_reply, record_decision
from plan import cities
from plan.assignment import Assignment
from plan.refusal import Refusal
from plan.reply import Button, Reply
from plan.values import OVER, State
from storage import assignments


@command("close", "销号", "审核通过，任务办结", who=CLERK, words=("办结",), writes=True)
async def close(ask: Ask, number: TaskNo, seen: Version | None = None) -> Reply:
    before = await assignment_to_decide(ask, number, lambda assignment: assignment.state is State.SUBMITTED)
    done_note = f"已销号：{before.code} {before.unit}。"
    if reply := await conflict_reply(ask, before, seen, done_note if before.state is State.CLOSED else ""):
        return reply
    if open_cities := cities.open_cities(before, await assignments.of_task(ask.db, before.task_id)):
        names = "、".join(city.unit for city in open_cities[:3]) + ("等" if len(open_cities) > 3 else "")
        raise Refusal(
            f"还有 {len(open_cities)} 个市未办结（{names}），不能销号。", Button("各市", f"/cities {before.code}")
        )
    return await record_decision(ask, "close", before, before.close(), done_note)


@command("reopen", "重新办理", "撤回办结或免办，任务继续办理", who=CLERK, writes=True)
async def reopen(ask: Ask, number: TaskNo, seen: Version | None = None) -> Reply:
    before = await assignment_to_decide(ask, number, lambda assignment: not assignment.open)
    done_note = f"已重新办理：{before.code} {before.unit}。"
    if reply := await conflict_reply(ask, before, seen, "" if before.state in OVER else done_note):
        return reply
    return await record_decision(ask, "reopen", before, before.reopen(), done_note, letter=_letter)


def _letter(assignment: Assignment) -> Reply:
    """Return the letter to the unit of a reopened assignment."""
    text = f"请继续办理：{code_and_title(assignment)}\n{assignment.unit}"
    return Reply(
        text if assignment.restricted else f"{text}\n此前的办结或免办已撤回。", ((view_task(assignment.code),),)
    )
