"""Compose the pinned board of a group (看板): counts, lights, units that are behind."""

import hashlib
from datetime import date

from markupsafe import Markup

from plan.calendar import Calendar
from plan.texts import render
from storage import plans, progress_counts
from storage.database import Connection
from storage.groups import Group

LINES = 8
ROOT = "/"


async def text(db: Connection, group: Group, today: date, calendar: Calendar) -> Markup | None:
    """Return the text without the time of its last change; None if there is no plan in force."""
    plan = await plans.current(db)
    if plan is None:
        return None
    has_whole_plan = group.path == ROOT
    counts = await (
        progress_counts.of_plan(db, today) if has_whole_plan else progress_counts.of_places(db, today, [group.path])
    )
    behind = await progress_counts.behind(db, today, group.path)
    return render(
        "pinned_board", today=today, calendar=calendar, plan=plan, unit=group.unit or "", counts=counts, behind=behind,
        lines=LINES,
    )  # fmt: skip


def stamp(text: str) -> str:
    """Return a digest by which a changed text is recognised."""
    return hashlib.sha256(text.encode()).hexdigest()
