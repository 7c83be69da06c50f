"""Sign for an assignment (签收): the unit confirms that it has received it."""

from handlers.ask import Ask
from handlers.inputs import TaskNo, Version
from handlers.registry import ASSIGNEES, command
from handlers.tasks.card import task_card
from handlers.tasks.conflict import conflict_note
from handlers.tasks.pick import pick_assignment
from plan.assignment import Assignment
from plan.reply import Reply
from plan.values import State
from storage import assignments, events, plans


@command(
    "sign", "签收", "签收本单位承办的任务", who=ASSIGNEES, writes=True, menu=5,
    card=lambda view: f"/sign {view.own_version}" if view.own and view.own.state is State.PENDING else "",
)  # fmt: skip
async def sign(ask: Ask, number: TaskNo, seen: Version | None = None) -> Reply:
    before, post = await pick_assignment(ask, number)
    task = await plans.of_share(ask.db, before.task_id)
    if before.state is not State.PENDING:
        # A second tap, or a colleague was quicker: either way the assignment is signed for, as the person wanted.
        is_repeated = before.signed_at is not None and seen is not None and before.version == seen + 1
        note = _signed_note(before) if is_repeated else await conflict_note(ask, before) if seen else ""
        return await task_card(ask, task, note=note, toast="已签收")
    after, task_assignments = await assignments.save(ask.db, before.sign(ask.sent_at))
    await events.changed(ask.db, "sign", ask.me, post, ask.now, before, after)
    return await task_card(ask, task, task_assignments, note=_signed_note(after), toast="已签收", undo=True)


def _signed_note(assignment: Assignment) -> str:
    return f"已签收，由{assignment.unit}承办。"
