"""The unit confirms that it has the task (签收)."""

from handlers.ask import Ask
from handlers.courtesy import CHANGED
from handlers.inputs import TaskNo, Version
from handlers.registry import DOERS, command
from handlers.shares import share
from handlers.task import card
from plan.reply import Reply
from plan.values import State
from storage import assignments, events, plans


@command("sign", "签收", "签收本单位承办的任务", who=DOERS, writes=True, menu=5)
async def sign(ask: Ask, number: TaskNo, seen: Version | None = None) -> Reply:
    before, post = await share(ask, number, "/sign")
    task = await plans.of_share(ask.db, before.task_id)
    if before.state is not State.PENDING:
        # A second tap, or somebody else was quicker: the task is signed, which is what he wanted.
        return await card(ask, task, note=CHANGED if seen and before.version > seen + 1 else "", toast="已签收")
    after = await assignments.save(ask.db, before.sign(ask.now))
    await events.changed(ask.db, "sign", ask.me, post, ask.now, before, after)
    return await card(ask, task, note=f"已签收，{before.unit}承办。", toast="已签收")
