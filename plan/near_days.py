"""Which of the near days are off (这周放假吗): this week, the next week, and the next holiday."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from plan.calendar import DAY, Calendar, Holiday, runs

Span = tuple[date, date]


@dataclass(frozen=True)
class Week:
    """The days off of a week as spans of days, and its weekend days on which people work (调休)."""

    name: str
    off: tuple[Span, ...]
    worked: tuple[date, ...]


def weeks(today: date, calendar: Calendar) -> tuple[Week, Week]:
    """Return this week and the next one; a week begins on Monday."""
    monday = today - today.weekday() * DAY
    return _week("本周", monday, calendar), _week("下周", monday + 7 * DAY, calendar)


def _week(name: str, monday: date, calendar: Calendar) -> Week:
    days = [monday + n * DAY for n in range(7)]
    off = runs(day for day in days if not calendar.works(day))
    return Week(name, tuple(off), tuple(day for day in days[5:] if calendar.works(day)))


def next_holiday(today: date, calendar: Calendar) -> Holiday | None:
    """Return the holiday that is on or comes next, None where no notice that is known has another."""
    return next((holiday for holiday in _holidays(today.year, calendar) if max(holiday.off) >= today), None)


def _holidays(year: int, calendar: Calendar) -> Iterator[Holiday]:
    yield from calendar.holidays(year)
    yield from calendar.holidays(year + 1)
