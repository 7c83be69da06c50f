"""What somebody else has changed since one looked: said where a change is refused for it."""

from handlers.ask import Ask
from handlers.messages import CHANGED
from handlers.tasks.history import ACTIONS, BETWEEN_US, changes
from plan.assignment import Assignment
from plan.format import moment
from plan.permission import orders_readable, readable
from storage import history


async def changed(ask: Ask, assignment: Assignment) -> str:
    """The sentence, and who did what last; of a task that is 不上机 the sentence alone."""
    seen = history.seen(readable(ask.me.posts), orders_readable(ask.me.posts), BETWEEN_US)
    happened = (
        [] if assignment.restricted else await history.page(ask.db, history.of_share(assignment.id, seen), 0, ask.zone)
    )
    if not happened:
        return CHANGED
    last = happened[0]
    what = "：".join(part for part in (ACTIONS.get(last.action, "变更"), changes(last)) if part)
    return f"{CHANGED}\n最近变化：{moment(last.at, ask.today)} {last.by}{what}"
