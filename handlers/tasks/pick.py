"""Which assignment is meant: by its id from a button, or by a task's number as people type it."""

from collections.abc import Callable, Iterable

from handlers.ask import Ask
from handlers.messages import view_task
from plan.assignment import Assignment
from plan.format import shortened
from plan.permission import Post, post_for
from plan.refusal import Forbidden, Refusal
from plan.reply import Button
from plan.values import State
from storage import assignments, plans
from storage.plans import Task

MOST = 16
"""Eight rows of two: thirteen cities and those who support them."""


async def share(
    ask: Ask, ref: str, line: str, fits: Callable[[Assignment], bool] | None = None
) -> tuple[Assignment, Post]:
    """The assignment, and the post from which I act on it. `line` is the command that a choice continues;
    among several, those that it `fits` are meant.

    Raises Refusal where there is none, where it is not mine, and, with buttons, where several could be meant.
    """
    if "." not in ref:
        assignment = await assignments.get(ask.db, int(ref))
        if assignment is None:
            raise Refusal("没有这项承办任务。发送 /my 查看您的任务。", Button("我的任务", "/my"))
        return assignment, post_for(ask.me.posts, assignment.unit_id)
    task = await plans.task(ask.db, ref)
    if task is None:
        raise unknown(ref)
    shares = await assignments.of_task(ask.db, task.id)
    mine = [assignment for assignment in shares if assignment.unit_id in ask.me.unit_ids] or shares
    allowed = [(assignment, post) for assignment in mine if (post := _mine(ask, assignment))]
    if not allowed:
        raise Forbidden(f"{ref} 由其他单位承办，您不能代为办理。", view_task(ref))
    if fits and len(allowed) > 1:
        allowed = [one for one in allowed if fits(one[0])] or allowed
    if len(allowed) > 1:
        buttons = [
            Button(shortened(assignment.unit, 6), f"{line} {assignment.id} v{assignment.version}")
            for assignment, _ in allowed[:MOST]
        ]
        raise Refusal(f"{ref} 有多个承办单位，请选择：", *buttons)
    return allowed[0]


async def workload(ask: Ask, unit_ids: Iterable[int]) -> str:
    """How much these units have to do, in a sentence; empty where it is nothing."""
    shares = [assignment for assignment in await assignments.of_units(ask.db, tuple(unit_ids)) if assignment.open]
    waiting = sum(assignment.state is State.PENDING for assignment in shares)
    return f"本单位承办 {len(shares)} 项任务，其中 {waiting} 项待签收。" if shares else ""


async def task_of(ask: Ask, number: str) -> Task:
    """The task of this number, or of the assignment that a button names. Raises Refusal where there is none."""
    if "." in number:
        task = await plans.task(ask.db, number)
    else:
        assignment = await assignments.get(ask.db, int(number))
        task = await plans.of_share(ask.db, assignment.task_id) if assignment else None
    if task is None:
        raise unknown(number)
    return task


def unknown(code: str) -> Refusal:
    return Refusal(f"没有编号为 {code} 的任务。请核对编号，或发送 /plan 查看计划。", Button("查看计划", "/plan"))


def _mine(ask: Ask, assignment: Assignment) -> Post | None:
    try:
        return post_for(ask.me.posts, assignment.unit_id)
    except Refusal:
        return None
