"""The card of a task (任务): what everybody may know, what this reader may read, and their buttons."""

from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence

from handlers.ask import Ask, View
from handlers.inputs import TaskNo
from handlers.registry import REGISTRY, command
from handlers.tasks.pick import find_task
from handlers.tasks.search import search_page
from plan import progress_class
from plan.assignment import Assignment
from plan.light import Light
from plan.nudge import awaits_unit
from plan.permission import UNIT_DUTIES, may_read, may_read_directives
from plan.refusal import Refusal
from plan.reply import Button, Reply, Row, pairs
from plan.values import Duty, Role, State
from storage import assignments, card_facts, evidence, plans, reports
from storage.card_facts import CardFacts
from storage.plans import Task
from storage.reports import Report

MAX_SUPPORT_ROWS = 3
"""Up to this many supporting units have a row each; more of them share one."""
CardLines = Callable[[Ask, View], Awaitable[list[str]]]
CARD_LINES: list[CardLines] = []


def on_card(lines: CardLines) -> CardLines:
    """Add the decorated function's lines to every card. It is not called for restricted tasks (不上机)."""
    CARD_LINES.append(lines)
    return lines


@command("task", "任务", "查看一项任务的时限、指标、承办单位和进展", phrase=r"\d+(\.\d+){1,3}", menu=3)
async def task(ask: Ask, number: TaskNo) -> Reply:
    """Show the card of the task with this number, or the tasks whose numbers begin with it."""
    try:
        return await task_card(ask, await find_task(ask, number))
    except Refusal:
        if "." in number and (reply := await search_page(ask, number)):
            return reply
        raise


async def task_card(
    ask: Ask,
    task: Task,
    task_assignments: list[Assignment] | None = None,
    *,
    note: str = "",
    toast: str = "",
    undo: bool = False,
    more: Sequence[Button] = (),
) -> Reply:
    """Return the card of a task as the person may read it, with their buttons.

    `task_assignments` are those of all units, if the caller has them; `undo` adds a button that undoes the last change,
    and `more` are further buttons.
    """
    task_assignments = task_assignments or await assignments.of_task(ask.db, task.id)
    readable = [assignment for assignment in task_assignments if may_read(ask.me.posts, assignment.path)]
    own_units = {post.unit_id for post in ask.me.posts if post.duty in UNIT_DUTIES}
    own = next((assignment for assignment in task_assignments if assignment.unit_id in own_units), None)
    deciding = [own] if own else progress_class.deciding(readable)
    view = await _view(ask, task, own, readable)
    report = await _report(ask, own, readable)
    supporting = [
        assignment for assignment in task_assignments if assignment.role is Role.SUPPORT and assignment is not own
    ]
    grouped = supporting if len(supporting) > MAX_SUPPORT_ROWS else []
    text = ask.render(
        "task_card",
        task=task,
        until=own.deadline if own else task.deadline,
        note=note or _request(own),
        light=_light(ask, deciding),
        owed=any(awaits_unit(assignment) for assignment in deciding),
        targets=await plans.targets_of(ask.db, task.id) if view.papers.targets else [],
        shown=[
            assignment
            for assignment in task_assignments
            if assignment is own or assignment.role is Role.LEAD or (assignment.role is Role.SUPPORT and not grouped)
        ],
        many=grouped,
        counts=_counts(grouped) if set(grouped) <= set(readable) else [],
        open_to_me={assignment.id for assignment in readable},
        cities=_counts(assignment for assignment in task_assignments if assignment.role is Role.CITY),
        report=report,
        repeated=report is not None and report.repeated and Duty.CLERK in ask.me.duties,
        lines=[] if task.restricted else [line for lines in CARD_LINES for line in await lines(ask, view)],
    )
    return Reply(text, _buttons(view, undo=undo, more=more), toast=toast, about=task.code)


async def _view(ask: Ask, task: Task, own: Assignment | None, readable: list[Assignment]) -> View:
    """Return the task as the person sees it; of a restricted task (不上机) without its papers and files."""
    papers = CardFacts() if task.restricted else await card_facts.of_task(ask.db, task.id)
    detailed = [assignment.id for assignment in readable if may_read_directives(ask.me.posts, assignment.path)]
    files = await evidence.count(ask.db, detailed) if papers.files else 0
    return View(ask.me, task, own, tuple(readable), ask.today, papers, files)


async def _report(ask: Ask, own: Assignment | None, readable: list[Assignment]) -> Report | None:
    """Return the last report on the own assignment; without one, the latest on those that the person may read."""
    reported = [assignment for assignment in ([own] if own else readable) if assignment.reported_at]
    if not reported:
        return None
    latest = max(reported, key=lambda assignment: str(assignment.reported_at))
    return await reports.last(ask.db, latest.id, ask.zone)


def _request(own: Assignment | None) -> str:
    """Return what the person's unit has to do next, in a sentence."""
    if own is None or not own.open:
        return ""
    if own.state is State.PENDING:
        return "请签收这项任务。"
    return "已报完成，请等待审核。" if own.state is State.SUBMITTED else ""


def _light(ask: Ask, deciding: Sequence[Assignment]) -> Light | str:
    """Return the worst light of these assignments, or the text that stands for a light without any."""
    lights = [assignment.light(ask.today, ask.bureau.calendar, ask.bureau.limits) for assignment in deciding]
    return max(lights) if lights else "由其他单位承办"


def _counts(group: Iterable[Assignment]) -> list[tuple[str, int]]:
    """Return the labels of the states, each with its number of assignments, without those that have none."""
    counts = Counter(assignment.state for assignment in group)
    return [(state.label, counts[state]) for state in State if counts[state]]


def _buttons(view: View, *, undo: bool, more: Sequence[Button]) -> tuple[Row, ...]:
    own, task = view.own, view.task
    actions = [*REGISTRY.on_card(view), *more]
    if own and undo:
        actions.append(Button("撤销", f"/undo {view.own_version}"))
    back = Button("返回", "/my") if own else Button("返回", f"/plan {task.section_id}")
    return (*pairs(actions), (back, Button("轨迹", f"/history {task.code}")) if view.readable else (back,))
