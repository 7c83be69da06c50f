"""The whole at a glance (总览): counts, lights, the latest reports; then the red and yellow ones, and the units."""

from collections import Counter
from dataclasses import dataclass
from typing import Annotated

from pydantic import BeforeValidator

from handlers.ask import Ask
from handlers.courtesy import NO_PLAN
from handlers.inputs import Input, Page
from handlers.registry import command
from plan import standing
from plan.assignment import Assignment
from plan.permission import WHOLE_PLAN, may_read, readable
from plan.refusal import Refusal
from plan.reply import Button, Reply, Row, paged, pairs
from plan.standing import Standing
from plan.texts import render
from plan.values import OVER, State
from storage import assignments, events, plans

VIEWS = {"红黄灯": "lights", "按单位": "units", "待签收": "pending", "待审核": "review"}
View = Annotated[
    str,
    BeforeValidator(lambda word: VIEWS.get(word, word)),
    Input("内容", "红黄灯", "|".join((*VIEWS, *VIEWS.values()))),
]
TITLES = {"lights": "红黄灯任务", "pending": "待签收任务", "review": "待审核任务"}


@command("board", "总览", "全局进度、红黄绿灯和最近进展", words=("进展", "看板"), menu=7)
async def board(ask: Ask, view: View = "", page: Page = 0) -> Reply:
    plan = await plans.current(ask.db)
    if plan is None:
        raise Refusal(NO_PLAN)
    shares = [one for one in await assignments.of_plan(ask.db) if may_read(ask.me.posts, one.path)]
    if view == "units":
        return _units(ask, shares, page)
    tasks = standing.tasks(shares, ask.today, ask.bureau.calendar, ask.bureau.limits)
    if view:
        return _list(ask, tasks, view, page)
    classes, hidden = Counter(task.standing for task in tasks), {one.code for one in shares if one.restricted}
    states = Counter(one.state for one in shares)
    text = render(
        "board",
        today=ask.today,
        calendar=ask.bureau.calendar,
        plan=plan,
        scope="" if ask.me.duties & WHOLE_PLAN else "本单位",
        total=len(tasks),
        lights=Counter(task.light.sign for task in tasks),
        classes=[(one, classes[one]) for one in Standing],
        states=[(state, states[state]) for state in State if states[state]],
        recent=[one for one in await events.recent(ask.db, readable(ask.me.posts), ask.zone) if one.code not in hidden],
    )
    return Reply(text, pairs(Button(label, f"/board {name}") for label, name in VIEWS.items()))


def _list(ask: Ask, tasks: list[standing.TaskStanding], view: str, page: int) -> Reply:
    wanted = {
        "lights": lambda task: task.light.sign in "🔴🟡",
        "pending": lambda task: any(share.state is State.PENDING for share in task.shares),
        "review": lambda task: any(share.state is State.SUBMITTED for share in task.shares),
    }[view]
    chosen = sorted(filter(wanted, tasks), key=lambda task: (-task.light.rank, task.deadline or ask.today.max))
    shown, turn, pages = paged(chosen, page, f"/board {view}")
    text = render(
        "standings", today=ask.today, calendar=ask.bureau.calendar, title=TITLES[view], tasks=shown, total=len(chosen),
        pages=pages,
    )  # fmt: skip
    return Reply(text, (*pairs(Button(task.code, f"/task {task.code}") for task in shown), *_foot(turn)))


@dataclass
class UnitRow:
    unit: str
    total: int = 0
    pending: int = 0
    red: int = 0
    yellow: int = 0
    over: int = 0

    def add(self, one: Assignment, sign: str) -> None:
        self.total += 1
        self.pending += one.state is State.PENDING
        self.red += sign == "🔴"
        self.yellow += sign == "🟡"
        self.over += one.state in OVER


def _units(ask: Ask, shares: list[Assignment], page: int) -> Reply:
    rows: dict[int, UnitRow] = {}
    for one in shares:
        light = one.light(ask.today, ask.bureau.calendar, ask.bureau.limits)
        rows.setdefault(one.unit_id, UnitRow(one.unit)).add(one, light.sign)
    worst = sorted(rows.values(), key=lambda row: (-row.red, -row.yellow, -row.pending))
    shown, turn, pages = paged(worst, page, "/board units")
    text = render("units", today=ask.today, calendar=ask.bureau.calendar, rows=shown, pages=pages)
    return Reply(text, _foot(turn))


def _foot(turn: Row) -> tuple[Row, ...]:
    return (*([turn] if turn else []), (Button("返回", "/board"),))
