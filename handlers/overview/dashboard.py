"""The dashboard (总览): counts, lights and latest reports; and the tasks behind one count, or of one section."""

from typing import Annotated

from pydantic import BeforeValidator

from handlers.ask import Ask
from handlers.inputs import Input, Page
from handlers.messages import NO_PLAN, keyboard
from handlers.overview.lists import assignments_page
from handlers.registry import command
from plan import progress_class
from plan.permission import WHOLE_PLAN, readable_paths
from plan.refusal import Refusal
from plan.reply import Button, Reply, pairs, window
from storage import plans, reports
from storage import progress_counts as counted

FILTERS = {"红黄灯": "lights", "待签收": "pending", "待审核": "review"}
TITLES = {"lights": "红黄灯任务", "pending": "待签收任务", "review": "待审核任务"}
SECTION = r"s\d{1,18}"
Filter = Annotated[
    str,
    BeforeValidator(lambda word: FILTERS.get(word, word)),
    Input("内容", "红黄灯", "|".join((*FILTERS, *FILTERS.values(), SECTION))),
]
LINKS = {"按单位": "/units", "按领导": "/leaders", "按板块": "/sections", "逾期": "/overdue", "未反馈": "/missing"}


@command("board", "总览", "全局进度、红黄绿灯和最近进展", words=("进展", "看板"), menu=7)
async def board(ask: Ask, view: Filter = "", page: Page = 0) -> Reply:
    plan = await plans.current(ask.db)
    if plan is None:
        raise Refusal(NO_PLAN)
    sees_whole_plan, paths = bool(ask.me.duties & WHOLE_PLAN), readable_paths(ask.me.posts)
    if view and sees_whole_plan:
        return await _tasks_page(ask, view, page)
    if view in TITLES:
        return await assignments_page(ask, view, TITLES[view], counted.below(paths), page, f"/board {view}")
    counts = await (
        counted.of_plan(ask.db, ask.today) if sees_whole_plan else counted.of_places(ask.db, ask.today, paths)
    )
    text = ask.render(
        "overview", plan=plan, scope="" if sees_whole_plan else "本单位",
        counts=counts, recent=await reports.recent(ask.db, paths, ask.zone),
    )  # fmt: skip
    buttons = [Button(label, f"/board {name}") for label, name in FILTERS.items()]
    links = [
        Button(label, line) for label, line in LINKS.items() if sees_whole_plan or label not in ("按领导", "按板块")
    ]
    return Reply(text, pairs([*buttons, *links]))


async def _tasks_page(ask: Ask, view: str, page: int) -> Reply:
    """Return a page of the whole plan's tasks; a task with thirteen cities is one row."""
    section = await plans.section(ask.db, int(view[1:])) if view.startswith("s") else None
    if section is None and view not in TITLES:
        raise Refusal("计划已更新，请重新打开。", Button("总览", "/board"))
    name, section_id = ("all", section.id) if section else (view, None)
    total = await counted.count_tasks(ask.db, ask.today, name, section_id)
    first, page_row, page_label = window(total, page, f"/board {view}")
    listed = await counted.tasks(ask.db, ask.today, name, first, section_id)
    text = ask.render(
        "tasks_by_class", total=total, pages=page_label,
        title=f"{section.no} {section.title}" if section else TITLES[view],
        tasks=progress_class.tasks(listed, ask.today, ask.bureau.calendar, ask.bureau.limits),
    )  # fmt: skip
    codes = dict.fromkeys(assignment.code for assignment in listed)
    foot = keyboard(page_row, (Button("返回", "/sections" if section else "/board"),))
    return Reply(text, (*pairs(Button(code, f"/task {code}") for code in codes), *foot))
