"""The bureau's calendar, stored as settings: State Council notices, the bureau's own days, and its hours."""

import json
from collections.abc import Sequence
from datetime import date, time
from functools import lru_cache

from plan.calendar import Calendar, Holiday
from plan.holidays import Notice
from plan.hours import Hours, Urgent
from storage import settings
from storage.database import Connection

START = "calendar."
DAY, NOTICE, HOURS = f"{START}day.", f"{START}notice.", f"{START}hours"
DRAFT = "notice.draft"
"""A clerk's own setting: a notice that they have been shown and have not confirmed yet."""


async def calendar(db: Connection) -> Calendar:
    return calendar_in(await settings.of_bureau(db))


def calendar_in(own: settings.Own) -> Calendar:
    return _calendar(tuple(settings.beginning(own, START)))


@lru_cache(maxsize=16)
def _calendar(rows: Sequence[tuple[str, str]]) -> Calendar:
    """Return the same object for the same rows, so that results cached by the calendar are found again."""
    days = {date.fromisoformat(name.removeprefix(DAY)): value == "1" for name, value in rows if name.startswith(DAY)}
    notices = [load(value) for name, value in rows if name.startswith(NOTICE)]
    hours = [_hours(*value.split()) for name, value in rows if name == HOURS]
    return Calendar(days, {notice.year: notice.holidays for notice in notices}, hours[0] if hours else Hours())


def written(hours: Hours) -> str:
    return f"{hours.opens:%H:%M} {hours.closes:%H:%M} {hours.urgent}"


def _hours(opens: str, closes: str, urgent: str = Urgent.WAITS) -> Hours:
    """Parse stored hours. Those stored by early versions have two words, without the choice for urgent letters."""
    return Hours(time.fromisoformat(opens), time.fromisoformat(closes), Urgent(urgent))


def mark(calendar: Calendar) -> str:
    """Return a text that is the same for two calendars exactly if their working days are."""
    days = sorted((str(day), works) for day, works in calendar.overrides.items())
    return f"{days} {[dump(Notice(year, calendar.notices[year])) for year in sorted(calendar.notices)]}"


def dump(notice: Notice) -> str:
    holidays = [
        [holiday.name, [str(day) for day in holiday.off], [str(day) for day in holiday.work]]
        for holiday in notice.holidays
    ]
    return json.dumps([notice.year, holidays], ensure_ascii=False)


def load(dumped: str) -> Notice:
    year, holidays = json.loads(dumped)
    return Notice(year, tuple(Holiday(name, _days(off), _days(work)) for name, off, work in holidays))


def _days(texts: list[str]) -> tuple[date, ...]:
    return tuple(date.fromisoformat(text) for text in texts)
