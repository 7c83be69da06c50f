"""Decide when letters are due that depend on the calendar only: the weekly summary, and the question for next year."""

from datetime import date, datetime, time, timedelta

from plan.calendar import Calendar

DECEMBER = 12
WEEK = timedelta(days=7)
WEEKS = 3
"""No holiday moves a day by more than this."""


def weekly(weekday: int, hour: int, since: datetime, at: datetime, calendar: Calendar) -> date | None:
    """Return the latest day with this weekday whose moment lies in (since, at], None if there is none. The moment of a
    day off is on the next working day."""
    day = at.date() - timedelta(days=(at.weekday() - weekday) % 7)
    for back in range(WEEKS):
        nominal = day - WEEK * back
        moment = datetime.combine(calendar.next_working(nominal), time(hour), at.tzinfo)
        if moment <= at:
            return nominal if since < moment else None
    return None


def wanted_year(today: date) -> int:
    """Return the year whose days off must be known: from December on the coming one."""
    return today.year + (today.month == DECEMBER)


def asks_for_year(done: date, today: date, calendar: Calendar) -> date | None:
    """Return the latest day, of all Mondays and the 1st of December, that is due after `done` and by `today`, each on
    the next working day. In December, Mondays before it are not due any more."""
    if not calendar.works(today):
        return None
    first, monday = date(today.year, DECEMBER, 1), today - timedelta(days=today.weekday())
    days = [monday] if first > today else [day for day in (first, monday) if day >= first]
    return max((day for day in days if done < calendar.next_working(day) <= today), default=None)
