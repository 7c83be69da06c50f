"""What was handed in (成果材料): a task's files as a list, and one of them on a tap."""

import re

from handlers.ask import Ask, View
from handlers.inputs import Id, Page, TaskNo
from handlers.messages import keyboard, view_task
from handlers.registry import command
from handlers.tasks.card import on_card
from handlers.tasks.pick import task_of
from plan.format import short_day
from plan.permission import may_read_orders
from plan.refusal import Refusal
from plan.reply import Button, File, Reply, paged, pairs
from storage import assignments, evidence

KEPT_BY_TELEGRAM = re.compile(r"[\w .,()+=@#%!~-]{1,60}")
"""Telegram puts a space for 《》（）& and the like in the name of a file that a bot sends: such a name is also said."""


@command(
    "evidence", "材料", "查看一项任务的成果材料", words=("成果材料", "附件"), example="/evidence 2.2.4",
    card=lambda view: f"/evidence {view.task.code}" if view.files else "",
)  # fmt: skip
async def evidence_(ask: Ask, number: TaskNo, id: Id | None = None, page: Page = 0) -> Reply:
    """Of the whole task by its number, of one share by its id: what this reader may not read is not there."""
    task = await task_of(ask, number)
    if task.restricted:
        raise Refusal("这项任务不上机，请查阅纸质材料。")
    shares = [
        assignment
        for assignment in await assignments.of_task(ask.db, task.id)
        if "." in number or assignment.id == int(number)
    ]
    readable = [assignment.id for assignment in shares if may_read_orders(ask.me.posts, assignment.path)]
    files = await evidence.of(ask.db, readable, ask.zone)
    if id is not None:
        return _sent(ask, task.code, next((one for one in files if one.id == id), None))
    page_items, page_row, page_label = paged([*enumerate(files, 1)], page, f"/evidence {number}")
    text = ask.render("evidence", code=task.code, files=page_items, total=len(files),
        pages=page_label,
    )  # fmt: skip
    buttons = pairs(Button(f"第{n}份", f"/evidence {number} {one.id}") for n, one in page_items)
    return Reply(text, keyboard(*buttons, page_row, (Button("返回", f"/task {task.code}"),)))


def _sent(ask: Ask, code: str, one: evidence.Evidence | None) -> Reply:
    if one is None:
        raise Refusal("没有这份材料。", view_task(code))
    caption = f"{code} {one.unit} {short_day(one.at.date(), ask.today)}"
    if not KEPT_BY_TELEGRAM.fullmatch(one.name):
        caption = f"{one.name}\n{caption}"
    return Reply(caption, files=(File(one.sha256, one.name, one.kind),))


@on_card
async def handed_in(_ask: Ask, view: View) -> list[str]:
    return [f"成果材料 {view.files} 份"] if view.files else []
