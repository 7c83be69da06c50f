"""When what follows the calendar alone is due: rules for the schedules, and for whoever looks ahead."""

from datetime import date, datetime, time, timedelta

from plan.calendar import Calendar

DECEMBER = 12
WEEK = timedelta(days=7)
WEEKS = 3
"""No holiday puts a day off by more."""


def weekly(weekday: int, hour: int, since: datetime, at: datetime, calendar: Calendar) -> date | None:
    """The latest day of that name whose moment lies in (since, at]: it moves with its day to the next working day."""
    day = at.date() - timedelta(days=(at.weekday() - weekday) % 7)
    for back in range(WEEKS):
        nominal = day - WEEK * back
        moment = datetime.combine(calendar.next_working(nominal), time(hour), at.tzinfo)
        if moment <= at:
            return nominal if since < moment else None
    return None


def wanted_year(today: date) -> int:
    """The year whose notice must be there: from December on the coming one."""
    return today.year + (today.month == DECEMBER)


def asks_for_year(done: date, today: date, calendar: Calendar) -> date | None:
    """The latest of the 1st of December and of all Mondays that is due after `done` and by `today`: each moved to the
    next working day. Nothing from the time before December is due in it."""
    if not calendar.works(today):
        return None
    first, monday = date(today.year, DECEMBER, 1), today - timedelta(days=today.weekday())
    days = [monday] if first > today else [day for day in (first, monday) if day >= first]
    return max((day for day in days if done < calendar.next_working(day) <= today), default=None)
