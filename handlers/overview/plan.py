"""The plan (计划): its sections, and the tasks of one section."""

from handlers.ask import Ask
from handlers.inputs import Id, Page
from handlers.messages import NO_PLAN, keyboard
from handlers.registry import command
from plan import labels
from plan.refusal import Refusal
from plan.reply import Button, Reply, paged, pairs
from storage import plans


@command("plan", "计划", "按板块查看全年工作要点", words=("工作要点",), menu=2)
async def plan(ask: Ask, section: Id | None = None, page: Page = 0) -> Reply:
    current = await plans.current(ask.db)
    if current is None:
        raise Refusal(NO_PLAN)
    if section is not None:
        return await _section_page(ask, section, page)
    headings = await plans.headings(ask.db)
    total = sum(heading.count for heading in headings)
    page_items, page_row, page_label = paged(headings, page, "/plan")
    text = ask.render(
        "plan_headings", plan=current, headings=page_items, total=total,
        pages=page_label,
    )  # fmt: skip
    buttons = pairs(
        Button(labels.of_section(heading.no, heading.title), f"/plan {heading.id}") for heading in page_items
    )
    return Reply(text, keyboard(*buttons, page_row))


async def _section_page(ask: Ask, id: int, page: int) -> Reply:
    section, tasks = await plans.section(ask.db, id), await plans.tasks_of_section(ask.db, id)
    if section is None or not tasks:  # A button of an earlier import of the plan.
        raise Refusal("计划已更新，请重新打开。", Button("查看计划", "/plan"))
    page_items, page_row, page_label = paged(tasks, page, f"/plan {id}")
    text = ask.render(
        "task_list", tasks=page_items, total=len(tasks), pages=page_label,
        title=f"{section.no} {section.title}",
    )  # fmt: skip
    buttons = pairs(Button(task.code, f"/task {task.code}") for task in page_items)
    return Reply(text, keyboard(*buttons, page_row, (Button("返回", "/plan"),)))
