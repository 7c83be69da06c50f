"""What may be nudged now: of one task or one share, by this person, today."""

from dataclasses import dataclass

from handlers.ask import Ask
from handlers.messages import view_task
from handlers.tasks.pick import find_task
from plan.nudge import Nudge, Papers, batch, missing, owing, stamp
from plan.permission import nudging_post
from plan.refusal import Refusal
from plan.reply import Button
from storage import assignments, nudges
from storage.plans import Task


@dataclass(frozen=True)
class Case:
    """What may be sent now: `line` is the command that means just these shares; `chain` are all of their papers.

    `moved` where the share is not as it was when it was chosen.
    """

    task: Task
    line: str
    papers: Papers
    spared: list[Nudge]
    chain: list[Nudge]
    moved: bool

    def stamp(self, words: str) -> str:
        return stamp(((assignment.id, level) for assignment, level in self.papers), words)


async def case_of(ask: Ask, number: str, seen: int | None) -> Case:
    """Of a task those who have not reported; of one unit's share just this one, whatever it has reported."""
    task = await find_task(ask, number)
    shares = [
        assignment
        for assignment in await assignments.of_task(ask.db, task.id)
        if nudging_post(ask.me.posts, assignment.path)
    ]
    if not shares or ("." not in number and int(number) not in [assignment.id for assignment in shares]):
        raise Refusal(f"{task.code} 的承办单位不在您的催办范围内。", view_task(task.code))
    if "." in number:
        asked = [assignment for assignment in shares if missing(assignment, ask.today, ask.bureau.limits)]
        line, moved = f"/nudge {task.code} all", False
    else:
        (one,) = [assignment for assignment in shares if assignment.id == int(number)]
        if not owing(one):
            raise Refusal(f"{one.code} {one.unit}{one.state.label}，不必催办。", Button("催办记录", f"/chain {one.id}"))
        asked, line, moved = [one], f"/nudge {one.id}", seen not in (None, one.version)
    chain = await nudges.of_shares(ask.db, [assignment.id for assignment in shares], ask.zone)
    theirs = [nudge for nudge in chain if nudge.assignment_id in {share.id for share in asked}]
    return Case(task, line, *batch(asked, theirs, ask.today), chain, moved)


def possible(case: Case) -> None:
    """Raises Refusal where nobody is left to be nudged: it says who did it today, or that all have reported."""
    if case.papers:
        return
    chain = Button("催办记录", f"/chain {case.task.code}")
    if case.spared:
        last = case.spared[-1]
        many = f"等{len(case.spared)}件" if len(case.spared) > 1 else ""
        raise Refusal(f"{last.by}今天 {last.at:%H:%M} 已发出 {last.paper}{many}，同一天不重复催办。", chain)
    raise Refusal(f"{case.task.code} 没有需要催办的单位，各单位均已反馈。", chain)
