"""One task on one card."""

from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence

from handlers.ask import Ask, View
from handlers.inputs import TaskNo
from handlers.registry import REGISTRY, command
from handlers.tasks.pick import task_of
from handlers.tasks.search import listed
from plan import progress_class
from plan.assignment import Assignment
from plan.light import Light
from plan.nudge import owing
from plan.permission import DOES, may_read, may_read_orders
from plan.refusal import Refusal
from plan.reply import Button, Reply, Row, pairs
from plan.texts import render
from plan.values import Duty, Role, State
from storage import assignments, card_facts, evidence, plans, reports
from storage.card_facts import CardFacts
from storage.plans import Task
from storage.reports import Report

FEW = 3
"""So many supporting units have a row each; more of them share one."""
Says = Callable[[Ask, View], Awaitable[list[str]]]
LINES: list[Says] = []


def on_card(says: Says) -> Says:
    """What another file knows of the task, in lines for its card; not asked where the task is 不上机."""
    LINES.append(says)
    return says


@command("task", "任务", "查看一项任务的时限、指标、承办单位和进展", phrase=r"\d+(\.\d+){1,3}", menu=3)
async def task(ask: Ask, number: TaskNo) -> Reply:
    """A number that is none of a task may begin those of several."""
    try:
        return await card(ask, await task_of(ask, number))
    except Refusal:
        if "." in number and (reply := await listed(ask, number)):
            return reply
        raise


async def card(
    ask: Ask, task: Task, shares: list[Assignment] | None = None, *, note: str = "", toast: str = "", undo: bool = False
) -> Reply:
    """What everybody may know of the task, and of the shares what this reader may; with the buttons of his own.

    `shares` are all of the task, where they are at hand; `undo` offers to take back what he has just done.
    """
    shares = shares or await assignments.of_task(ask.db, task.id)
    readable = [assignment for assignment in shares if may_read(ask.me.posts, assignment.path)]
    mine = [
        assignment
        for assignment in shares
        if any(p.unit_id == assignment.unit_id and p.duty in DOES for p in ask.me.posts)
    ]
    own = mine[0] if mine else None
    deciding = [own] if own else progress_class.deciding(readable)
    view = await _view(ask, task, own, readable)
    report = await _report(ask, own, readable)
    supporting = [assignment for assignment in shares if assignment.role is Role.SUPPORT and assignment is not own]
    many = supporting if len(supporting) > FEW else []
    text = render(
        "task",
        today=ask.today,
        calendar=ask.bureau.calendar,
        task=task,
        until=own.deadline if own else task.deadline,
        note=note or _wish(own),
        light=_light(ask, deciding),
        owed=any(owing(assignment) for assignment in deciding),
        targets=await plans.targets_of(ask.db, task.id) if view.papers.targets else [],
        shown=[
            assignment
            for assignment in shares
            if assignment is own or assignment.role is Role.LEAD or (assignment.role is Role.SUPPORT and not many)
        ],
        many=many,
        counts=_counts(many) if set(many) <= set(readable) else [],
        open_to_me={assignment.id for assignment in readable},
        cities=_counts(assignment for assignment in shares if assignment.role is Role.CITY),
        report=report,
        repeated=report is not None and report.repeated and Duty.CLERK in ask.me.duties,
        lines=[] if task.restricted else [line for says in LINES for line in await says(ask, view)],
    )
    return Reply(text, _buttons(view, undo=undo), toast=toast)


async def _view(ask: Ask, task: Task, own: Assignment | None, readable: list[Assignment]) -> View:
    """Nothing is said of the papers of a task that is 不上机."""
    papers = CardFacts() if task.restricted else await card_facts.of_task(ask.db, task.id)
    told = [assignment.id for assignment in readable if may_read_orders(ask.me.posts, assignment.path)]
    files = await evidence.count(ask.db, told) if papers.files else 0
    return View(ask.me, task, own, tuple(readable), ask.today, papers, files)


async def _report(ask: Ask, own: Assignment | None, readable: list[Assignment]) -> Report | None:
    """The last report on my own share, else the latest one that I may read."""
    reported = [assignment for assignment in ([own] if own else readable) if assignment.reported_at]
    if not reported:
        return None
    latest = max(reported, key=lambda assignment: str(assignment.reported_at))
    return await reports.last(ask.db, latest.id, ask.zone)


def _wish(own: Assignment | None) -> str:
    if own is None or not own.open:
        return ""
    if own.state is State.PENDING:
        return "请签收这项任务。"
    return "已报完成，请等待审核。" if own.state is State.SUBMITTED else ""


def _light(ask: Ask, deciding: Sequence[Assignment]) -> Light | str:
    """My own share's; else the worst of the deciding ones that I may read."""
    lights = [assignment.light(ask.today, ask.bureau.calendar, ask.bureau.limits) for assignment in deciding]
    return max(lights) if lights else "由其他单位承办"


def _counts(shares: Iterable[Assignment]) -> list[tuple[str, int]]:
    counts = Counter(assignment.state for assignment in shares)
    return [(state.label, counts[state]) for state in State if counts[state]]


def _buttons(view: View, *, undo: bool) -> tuple[Row, ...]:
    own, task = view.own, view.task
    does = REGISTRY.on_card(view)
    if own and undo:
        does.append(Button("撤销", f"/undo {view.mine}"))
    back = Button("返回", "/my") if own else Button("返回", f"/plan {task.section_id}")
    return (*pairs(does), (back, Button("轨迹", f"/history {task.code}")) if view.readable else (back,))
