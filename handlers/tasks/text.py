"""The sentence of the plan from which a task comes (原文), with its section and item."""

from handlers.ask import Ask
from handlers.inputs import TaskNo
from handlers.messages import code_and_title
from handlers.registry import command
from handlers.tasks.pick import find_task
from plan.reply import Button, Reply
from storage import plans


@command("text", "原文", "一项任务在工作要点里的原文", example="/text 2.2.4")
async def text(ask: Ask, number: TaskNo) -> Reply:
    task = await find_task(ask, number)
    place = await plans.place_of(ask.db, task.id)
    back = ((Button("返回", f"/task {task.code}"), Button("本板块", f"/plan {task.section_id}")),)
    if task.restricted:
        return Reply(f"{code_and_title(task)}\n这项任务不在手机上显示内容，请按纸质文件办理。", back)
    sentence = task.sentence or "导入的工作要点里没有单列原文，以任务名称为准。"
    return Reply(f"{task.code} {task.title}\n{place}\n\n原文：{sentence}", back)
