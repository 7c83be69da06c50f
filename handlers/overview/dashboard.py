"""The whole at a glance (总览): counts, lights, the latest reports; then the tasks of one kind, of one section."""

from typing import Annotated

from pydantic import BeforeValidator

from handlers.ask import Ask
from handlers.inputs import Input, Page
from handlers.messages import NO_PLAN
from handlers.overview.lists import shares_page
from handlers.registry import command
from plan import progress_class
from plan.permission import WHOLE_PLAN, readable
from plan.refusal import Refusal
from plan.reply import Button, Reply, pairs, window
from plan.texts import render
from storage import plans, reports
from storage import progress_counts as counted

VIEWS = {"红黄灯": "lights", "待签收": "pending", "待审核": "review"}
TITLES = {"lights": "红黄灯任务", "pending": "待签收任务", "review": "待审核任务"}
SECTION = r"s\d{1,18}"
View = Annotated[
    str,
    BeforeValidator(lambda word: VIEWS.get(word, word)),
    Input("内容", "红黄灯", "|".join((*VIEWS, *VIEWS.values(), SECTION))),
]
ELSEWHERE = {"按单位": "/units", "按领导": "/leaders", "按板块": "/sections", "逾期": "/overdue", "未反馈": "/missing"}


@command("board", "总览", "全局进度、红黄绿灯和最近进展", words=("进展", "看板"), menu=7)
async def board(ask: Ask, view: View = "", page: Page = 0) -> Reply:
    plan = await plans.current(ask.db)
    if plan is None:
        raise Refusal(NO_PLAN)
    whole, places = bool(ask.me.duties & WHOLE_PLAN), readable(ask.me.posts)
    if view and whole:
        return await _tasks(ask, view, page)
    if view in TITLES:
        return await shares_page(ask, view, TITLES[view], counted.below(places), page, f"/board {view}")
    counts = await (counted.of_plan(ask.db, ask.today) if whole else counted.of_places(ask.db, ask.today, places))
    text = render(
        "board", today=ask.today, calendar=ask.bureau.calendar, plan=plan, scope="" if whole else "本单位",
        counts=counts, recent=await reports.recent(ask.db, places, ask.zone),
    )  # fmt: skip
    buttons = [Button(label, f"/board {name}") for label, name in VIEWS.items()]
    links = [Button(label, line) for label, line in ELSEWHERE.items() if whole or label not in ("按领导", "按板块")]
    return Reply(text, pairs([*buttons, *links]))


async def _tasks(ask: Ask, view: str, page: int) -> Reply:
    """Of the whole plan: a task with thirteen cities is one row."""
    section = await plans.section(ask.db, int(view[1:])) if view.startswith("s") else None
    if section is None and view not in TITLES:
        raise Refusal("计划已更新，请重新打开。", Button("总览", "/board"))
    name, section_id = ("all", section.id) if section else (view, None)
    total = await counted.count_tasks(ask.db, ask.today, name, section_id)
    first, turn, pages = window(total, page, f"/board {view}")
    shares = await counted.tasks(ask.db, ask.today, name, first, section_id)
    text = render(
        "standings", today=ask.today, calendar=ask.bureau.calendar, total=total, pages=pages,
        title=f"{section.no} {section.title}" if section else TITLES[view],
        tasks=progress_class.tasks(shares, ask.today, ask.bureau.calendar, ask.bureau.limits),
    )  # fmt: skip
    codes = dict.fromkeys(assignment.code for assignment in shares)
    foot = (*([turn] if turn else []), (Button("返回", "/sections" if section else "/board"),))
    return Reply(text, (*pairs(Button(code, f"/task {code}") for code in codes), *foot))
