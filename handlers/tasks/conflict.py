"""The answer to a button of an older version: that nothing was changed, and what has changed meanwhile."""

from handlers.ask import Ask
from handlers.messages import CHANGED
from handlers.tasks.history import ACTIONS, describe_change, visible_events
from plan.assignment import Assignment
from plan.format import moment
from storage import history


async def conflict_note(ask: Ask, assignment: Assignment) -> str:
    """Return that the action was not saved, and the assignment's last change unless its task is restricted (不上机)."""
    if assignment.restricted:
        return CHANGED
    events = await history.page(ask.db, history.of_share(assignment.id, visible_events(ask)), 0, ask.zone)
    if not events:
        return CHANGED
    latest = events[0]
    change = "：".join(part for part in (ACTIONS.get(latest.action, "变更"), describe_change(latest)) if part)
    return f"{CHANGED}\n最近变化：{moment(latest.at, ask.today)} {latest.by}{change}"
