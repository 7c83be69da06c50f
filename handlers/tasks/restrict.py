"""Restrict a task (不上机): from then on, messages contain only its number and unit; or release it again."""

from handlers.ask import Ask
from handlers.inputs import TaskNo
from handlers.registry import CLERK, command
from handlers.tasks.card import task_card
from handlers.tasks.pick import find_task
from plan.reply import Reply
from plan.values import Duty
from storage import events, plans
from storage.outbox import pending

NOTE = "已设为不上机：今后的消息、图表和文件只显示编号和单位。此前已发出的消息请自行删除。"


@command(
    "restrict",
    "不上机",
    "任务内容不再在手机上显示",
    who=CLERK,
    writes=True,
    card=lambda view: "" if view.task.restricted else f"/restrict {view.task.code}",
)
async def restrict(ask: Ask, number: TaskNo) -> Reply:
    return await _mark(ask, number, NOTE, restricted=True)


@command(
    "release",
    "恢复上机",
    "任务内容恢复在手机上显示",
    who=CLERK,
    writes=True,
    card=lambda view: f"/release {view.task.code}" if view.task.restricted else "",
)
async def release(ask: Ask, number: TaskNo) -> Reply:
    return await _mark(ask, number, "已恢复显示任务内容。", restricted=False)


async def _mark(ask: Ask, number: str, note: str, *, restricted: bool) -> Reply:
    """Set the mark; letters that still wait for delivery lose the task's content."""
    task = await find_task(ask, number)
    if task.restricted != restricted:
        await plans.restrict(ask.db, task.id, restricted=restricted)
        after = {"restricted": restricted}
        post = ask.post_of(Duty.CLERK)
        await events.happened(ask.db, "restrict", ask.now, ask.me, after, task_id=task.id, post=post)
        if restricted:
            await pending.say_less(ask.db, task.code)
    return await task_card(ask, await plans.of_share(ask.db, task.id), note=note, toast="已保存")
