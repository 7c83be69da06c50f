"""The unit confirms that it has the task (签收)."""

from handlers.ask import Ask
from handlers.inputs import TaskNo, Version
from handlers.registry import ASSIGNEES, command
from handlers.tasks.card import card
from handlers.tasks.conflict import changed
from handlers.tasks.pick import share
from plan.assignment import Assignment
from plan.reply import Reply
from plan.values import State
from storage import assignments, events, plans


@command(
    "sign", "签收", "签收本单位承办的任务", who=ASSIGNEES, writes=True, menu=5,
    card=lambda view: f"/sign {view.own_version}" if view.own and view.own.state is State.PENDING else "",
)  # fmt: skip
async def sign(ask: Ask, number: TaskNo, seen: Version | None = None) -> Reply:
    before, post = await share(ask, number, "/sign")
    task = await plans.of_share(ask.db, before.task_id)
    if before.state is not State.PENDING:
        # A second tap, or somebody else was quicker: the task is signed, which is what he wanted.
        again = before.signed_at is not None and seen is not None and before.version == seen + 1
        note = _signed(before) if again else await changed(ask, before) if seen else ""
        return await card(ask, task, note=note, toast="已签收")
    after, shares = await assignments.save(ask.db, before.sign(ask.now))
    await events.changed(ask.db, "sign", ask.me, post, ask.now, before, after)
    return await card(ask, task, shares, note=_signed(after), toast="已签收", undo=True)


def _signed(one: Assignment) -> str:
    return f"已签收，由{one.unit}承办。"
