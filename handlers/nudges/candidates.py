"""The assignments of a task that a person may nudge today."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.ask import Ask
from handlers.messages import view_task
from handlers.preview import unsent
from handlers.tasks.pick import find_task, split_reference
from plan.assignment import Assignment
from plan.nudge import NextNudges, Nudge, awaits_unit, lack_of, next_nudges, stamp
from plan.permission import nudging_post
from plan.refusal import Refusal
from plan.reply import Button
from plan.values import Duty
from storage import assignments, nudges
from storage.plans import Task

NUDGERS = frozenset({Duty.CLERK, Duty.LEADER, Duty.HEAD})


@dataclass(frozen=True)
class NudgeCase:
    """The nudges that may be sent now.

    `line` is the command that means exactly these assignments, and `planned` are the assignments, each with the level
    of its nudge. Assignments that were nudged today are left out; `nudged_today` are those nudges. `chain` are all
    earlier nudges of the task's units that the person may nudge. `has_moved` is true if the chosen assignment has
    changed since the person saw it.
    """

    task: Task
    line: str
    planned: NextNudges
    nudged_today: list[Nudge]
    chain: list[Nudge]
    has_moved: bool

    def stamp(self, words: str) -> str:
        """Return the checksum of what would be sent with these words."""
        return stamp(((assignment.id, level) for assignment, level in self.planned), words)


async def nudge_case(ask: Ask, number: str, seen: int | None) -> NudgeCase:
    """Return the nudges of a task's assignments that lack a report, or of one assignment whatever it has reported.

    `number` is the task's number, with the unit of one assignment (`2.1.3@19`) or without, or the assignment's id.
    `seen` is the assignment's version on the button.
    """
    task = await find_task(ask, number)
    of_task = await assignments.of_task(ask.db, task.id)
    number = _one_assignment(task, of_task, number)
    nudgeable = [assignment for assignment in of_task if nudging_post(ask.me.posts, assignment.path)]
    if not nudgeable or ("." not in number and int(number) not in [assignment.id for assignment in nudgeable]):
        raise Refusal(f"{task.code} 的承办单位不在您的催办范围内。", view_task(task.code))
    if "." in number:
        chosen = [assignment for assignment in nudgeable if lack_of(assignment, ask.today, ask.bureau.limits)]
        line, has_moved = f"/nudge {task.code} all", False
    else:
        (assignment,) = [assignment for assignment in nudgeable if assignment.id == int(number)]
        if not awaits_unit(assignment):
            raise Refusal(
                f"{assignment.code} {assignment.unit}{assignment.state.label}，不必催办。",
                Button("催办记录", f"/chain {assignment.id}"),
            )
        chosen, line, has_moved = [assignment], f"/nudge {assignment.id}", seen not in (None, assignment.version)
    chain = await nudges.of_shares(ask.db, [assignment.id for assignment in nudgeable], ask.zone)
    earlier = [nudge for nudge in chain if nudge.assignment_id in {assignment.id for assignment in chosen}]
    return NudgeCase(task, line, *next_nudges(chosen, earlier, ask.today), chain, has_moved)


def _one_assignment(task: Task, of_task: Sequence[Assignment], number: str) -> str:
    """Return the assignment's id if the number names a unit, else the number. Raises Refusal for another unit."""
    _, unit_id = split_reference(number)
    if unit_id is None:
        return number
    assignment = next((assignment for assignment in of_task if assignment.unit_id == unit_id), None)
    if assignment is None:
        raise Refusal(f"{task.code} 不由这个单位承办，尚未催办。", view_task(task.code))
    return str(assignment.id)


def check_possible(case: NudgeCase, words: str) -> None:
    """Raise Refusal if nobody is left to be nudged: somebody has nudged them today, or all have reported."""
    if case.planned:
        return
    chain = Button("催办记录", f"/chain {case.task.code}")
    if case.nudged_today:
        last = case.nudged_today[-1]
        many = f"等{len(case.nudged_today)}件" if len(case.nudged_today) > 1 else ""
        raise Refusal(
            f"{last.by}今天 {last.at:%H:%M} 已发出 {last.paper}{many}，同一天不重复催办。{unsent(words)}", chain
        )
    raise Refusal(f"{case.task.code} 没有需要催办的单位，各单位均已反馈。{unsent(words)}", chain)
