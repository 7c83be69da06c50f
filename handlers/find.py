"""Finding tasks by number, by words of the title, or by unit."""

from handlers.ask import Ask
from handlers.inputs import Page, Words
from handlers.registry import command
from plan.reply import MOST_BYTES, Button, Reply, paged, pairs
from plan.texts import render
from storage import plans


@command("find", "查找", "按编号、任务名称或单位查找", words=("搜索",), menu=4, example="/find 专利导航")
async def find(ask: Ask, page: Page = 0, words: Words = "") -> Reply:
    words = " ".join(words.split())
    if not words:
        return Reply("请回复要查找的编号、任务名称或单位，例如：专利导航", question="/find")
    tasks = await plans.search(ask.db, words[:50])
    if not tasks:
        return Reply(f"没有找到“{words[:50]}”。请换一个词，或按板块查看。", ((Button("查看计划", "/plan"),),))
    line = "/find"
    shown, turn, pages = paged(tasks, page, line)
    turn = tuple(button for one in turn if (button := _turn(one, words)))
    text = render(
        "tasks", today=ask.today, calendar=ask.bureau.calendar, tasks=shown, total=len(tasks), pages=pages,
        title=f"查找“{words[:50]}”",
    )  # fmt: skip
    return Reply(text, (*pairs(Button(task.code, f"/task {task.code}") for task in shown), *([turn] if turn else [])))


def _turn(button: Button, words: str) -> Button | None:
    """The words must fit behind the button; longer ones find so little that one page holds it."""
    line = f"{button.line} {words}"
    return Button(button.label, line) if len(line.encode()) <= MOST_BYTES else None
