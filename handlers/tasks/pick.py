"""Find the task or the assignment that a person names: by an id from a button, or by a task's number as typed."""

from collections.abc import Callable, Iterable, Sequence

from handlers.ask import Ask
from handlers.messages import view_task
from plan import labels
from plan.assignment import Assignment
from plan.permission import Post, post_for
from plan.refusal import Forbidden, Refusal, UnitNeeded
from plan.reply import Button
from plan.values import State
from storage import assignments, plans, units
from storage.plans import Task

MAX_CHOICES = 16
"""Eight rows of two: enough for the thirteen cities and some supporting units."""


async def pick_assignment(
    ask: Ask, ref: str, fits: Callable[[Assignment], bool] | None = None
) -> tuple[Assignment, Post]:
    """Return the assignment, and the post from which the person acts on it.

    `ref` is an assignment's id or a task's number. If several of a task's assignments may be meant, those for which
    `fits` is true are preferred. Raises Refusal if there is none, or if the person may not act on it, and
    UnitNeeded if the person must choose.
    """
    code, unit_id = split_reference(ref)
    if "." not in ref:
        assignment = await assignments.get(ask.db, int(ref))
        if assignment is None:
            raise Refusal("没有这项承办任务。发送 /my 查看您的任务。", Button("我的任务", "/my"))
        return assignment, post_for(ask.me.posts, assignment.unit_id)
    task = await plans.task(ask.db, code)
    if task is None:
        raise _unknown_task(code)
    task_assignments = await assignments.of_task(ask.db, task.id)
    wanted_units = {unit_id} if unit_id else ask.me.unit_ids
    candidates = [assignment for assignment in task_assignments if assignment.unit_id in wanted_units]
    if unit_id and not candidates:
        raise Refusal(f"{code} 不由这个单位承办，未作任何登记。", view_task(code))
    candidates = candidates or task_assignments
    allowed = [(assignment, post) for assignment in candidates if (post := _acting_post(ask, assignment))]
    if not allowed:
        raise Forbidden(f"{code} 由其他单位承办，您不能代为办理。", view_task(code))
    if fits and len(allowed) > 1:
        allowed = [(assignment, post) for assignment, post in allowed if fits(assignment)] or allowed
    if len(allowed) > 1:
        chosen = [assignment for assignment, _ in allowed[:MAX_CHOICES]]
        names = await units.short_names_of(ask.db, [assignment.unit_id for assignment in chosen])
        buttons = [Button(names[assignment.unit_id], f"{assignment.id} v{assignment.version}") for assignment in chosen]
        raise UnitNeeded(f"{code} 有多个承办单位，请选择：", *buttons)
    return allowed[0]


async def share_labels(ask: Ask, listed: Sequence[Assignment]) -> list[str]:
    """Return the labels of the buttons that open these assignments."""
    names = await units.short_names_of(ask.db, [assignment.unit_id for assignment in listed])
    codes = [assignment.code for assignment in listed]
    return labels.of_shares(codes, [names[assignment.unit_id] for assignment in listed])


def split_reference(ref: str) -> tuple[str, int | None]:
    """Return the task's number, and the unit of `2.1.3@19`, None without one."""
    code, _, unit_id = ref.partition("@")
    return code, int(unit_id) if unit_id else None


async def workload(ask: Ask, unit_ids: Iterable[int]) -> str:
    """Return a sentence on how many open assignments these units have; empty if they have none."""
    open_assignments = [
        assignment for assignment in await assignments.of_units(ask.db, tuple(unit_ids)) if assignment.open
    ]
    waiting = sum(assignment.state is State.PENDING for assignment in open_assignments)
    return f"本单位承办 {len(open_assignments)} 项任务，其中 {waiting} 项待签收。" if open_assignments else ""


async def find_task(ask: Ask, number: str) -> Task:
    """Return the task with this number, or that of the assignment with this id. Raises Refusal if there is none."""
    number, _ = split_reference(number)
    if "." in number:
        task = await plans.task(ask.db, number)
    else:
        assignment = await assignments.get(ask.db, int(number))
        task = await plans.of_share(ask.db, assignment.task_id) if assignment else None
    if task is None:
        raise _unknown_task(number)
    return task


def _unknown_task(code: str) -> Refusal:
    return Refusal(f"没有编号为 {code} 的任务。请核对编号，或发送 /plan 查看计划。", Button("查看计划", "/plan"))


def _acting_post(ask: Ask, assignment: Assignment) -> Post | None:
    """Return the post from which the person may act on the assignment, or None."""
    try:
        return post_for(ask.me.posts, assignment.unit_id)
    except Refusal:
        return None
