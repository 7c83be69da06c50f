"""What a group's pinned board says (看板): counts, lights, who is behind."""

import hashlib
from datetime import date

from markupsafe import Markup

from plan.calendar import Calendar
from plan.texts import render
from storage import plans, progress_counts
from storage.database import Connection
from storage.groups import Group

LINES = 8
WHOLE = "/"


async def text(db: Connection, group: Group, today: date, calendar: Calendar) -> Markup | None:
    """Without the time of its last change, which is no change; None where there is no plan."""
    plan = await plans.current(db)
    if plan is None:
        return None
    whole = group.path == WHOLE
    counts = await (progress_counts.of_plan(db, today) if whole else progress_counts.of_places(db, today, [group.path]))
    behind = await progress_counts.behind(db, today, group.path)
    return render(
        "pinned", today=today, calendar=calendar, plan=plan, unit=group.unit or "", counts=counts, behind=behind,
        lines=LINES,
    )  # fmt: skip


def stamp(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
