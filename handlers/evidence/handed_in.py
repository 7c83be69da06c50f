"""The files handed in for a task (成果材料): a list, and each of them on a tap."""

import re

from handlers.ask import Ask, View
from handlers.inputs import Id, Page, TaskNo
from handlers.messages import keyboard, view_task
from handlers.registry import command
from handlers.tasks.card import on_card
from handlers.tasks.pick import find_task
from plan.format import short_day
from plan.permission import may_read_directives
from plan.refusal import Refusal
from plan.reply import Button, File, Reply, paged, pairs
from storage import assignments, evidence

PLAIN_NAME = re.compile(r"[\w .,()+=@#%!~-]{1,60}")
"""A file name that Telegram keeps. It replaces 《》（）& and the like by spaces, so the caption repeats other names."""


@command(
    "evidence", "材料", "查看一项任务的成果材料", words=("成果材料", "附件"), example="/evidence 2.2.4",
    card=lambda view: f"/evidence {view.task.code}" if view.files else "",
)  # fmt: skip
async def evidence_(ask: Ask, number: TaskNo, id: Id | None = None, page: Page = 0) -> Reply:
    """List the files that the person may read, of a task by its number or of one assignment by its id."""
    task = await find_task(ask, number)
    if task.restricted:
        raise Refusal("这项任务不上机，请查阅纸质材料。")
    candidates = [
        assignment
        for assignment in await assignments.of_task(ask.db, task.id)
        if "." in number or assignment.id == int(number)
    ]
    readable = [assignment.id for assignment in candidates if may_read_directives(ask.me.posts, assignment.path)]
    files = await evidence.of(ask.db, readable, ask.zone)
    if id is not None:
        return _file_reply(ask, task.code, next((file for file in files if file.id == id), None))
    page_items, page_row, page_label = paged([*enumerate(files, 1)], page, f"/evidence {number}")
    text = ask.render(
        "evidence_list", code=task.code, files=page_items, total=len(files),
        pages=page_label,
    )  # fmt: skip
    buttons = pairs(Button(f"第{n}份", f"/evidence {number} {file.id}") for n, file in page_items)
    return Reply(text, keyboard(*buttons, page_row, (Button("返回", f"/task {task.code}"),)))


def _file_reply(ask: Ask, code: str, file: evidence.Evidence | None) -> Reply:
    """Return the file itself. Raises Refusal if there is none."""
    if file is None:
        raise Refusal("没有这份材料。", view_task(code))
    caption = f"{code} {file.unit} {short_day(file.at.date(), ask.today)}"
    if not PLAIN_NAME.fullmatch(file.name):
        caption = f"{file.name}\n{caption}"
    return Reply(caption, files=(File(file.sha256, file.name, file.kind),))


@on_card
async def card_line(_ask: Ask, view: View) -> list[str]:
    return [f"成果材料 {view.files} 份"] if view.files else []
