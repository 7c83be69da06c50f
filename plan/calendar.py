"""Working days after the State Council's calendar with its make-up days (调休)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache
from typing import Literal

import chinese_calendar

from plan.hours import Hours, Urgent

Source = Literal["official", "override", "guess"]
DAY = timedelta(days=1)
KNOWN_UNTIL = max(chinese_calendar.constants.holidays).year
"""The last year whose notice the library was published with."""


@dataclass(frozen=True)
class Holiday:
    """One holiday of a notice: its days off, with the weekends that they join, and the days that make up for them."""

    name: str
    off: tuple[date, ...]
    work: tuple[date, ...] = ()


@lru_cache(maxsize=4096)
def _official(day: date) -> bool | None:
    """None where the library has no year: it raises outside of those it was published with."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return None


@lru_cache(maxsize=64)
def _published(year: int) -> tuple[Holiday, ...]:
    """As the library was published with it; days of December that belong to 元旦 are of the next year's notice."""
    constants = chinese_calendar.constants
    names = {one.value: one.chinese for one in chinese_calendar.Holiday}
    off: dict[str, list[date]] = {}
    work: dict[str, list[date]] = {}
    for known, found in ((constants.holidays, off), (constants.workdays, work)):
        for day, name in sorted(known.items()):
            new_year = day.month == 12 and names[name] == "元旦"
            if day.year + new_year == year:
                found.setdefault(names[name], []).append(day)
    return tuple(Holiday(name, tuple(days), tuple(work.get(name, ()))) for name, days in off.items())


@dataclass(frozen=True)
class Calendar:
    """`overrides` are the bureau's own days: True works, False is off; `notices` are the State Council's by year, which
    the clerk has pasted: they hold before what the library knows."""

    overrides: Mapping[date, bool] = field(default_factory=dict)
    notices: Mapping[int, tuple[Holiday, ...]] = field(default_factory=dict)
    hours: Hours = field(default_factory=Hours)

    def source(self, day: date) -> Source:
        """What the answer for this day rests on; `guess` means that weekends alone are off."""
        return "override" if day in self.overrides else "guess" if self._told(day) is None else "official"

    def works(self, day: date) -> bool:
        found = self._asked.get(day)
        if found is None:
            found = self._asked[day] = self._works(day)
        return found

    @cached_property
    def _asked(self) -> dict[date, bool]:
        """A morning of a ministry asks a million times for the same few hundred days."""
        return {}

    def _works(self, day: date) -> bool:
        if day in self.overrides:
            return self.overrides[day]
        told = self._told(day)
        return day.weekday() < 5 if told is None else told

    def _told(self, day: date) -> bool | None:
        """By a notice or the library. A notice may name days of the year before; of its own year it says all."""
        if day in self._noticed:
            return self._noticed[day]
        return day.weekday() < 5 if day.year in self.notices else _official(day)

    @cached_property
    def _noticed(self) -> dict[date, bool]:
        several = [holiday for year in sorted(self.notices) for holiday in self.notices[year]]
        return {
            day: works
            for holiday in several
            for days, works in ((holiday.off, False), (holiday.work, True))
            for day in days
        }

    def known(self, year: int) -> bool:
        """Whether that year's notice is there; else weekends are a guess."""
        return year in self.notices or _official(date(year, 7, 1)) is not None

    def holidays(self, year: int) -> tuple[Holiday, ...]:
        """Of that year's notice, in order; nothing where there is none."""
        return self.notices.get(year) or _published(year)

    def open(self, moment: datetime) -> bool:
        """Whether the bot may speak by itself now; `moment` is in the bureau's time zone."""
        return self.works(moment.date()) and self.hours.within(moment.time())

    def next_open(self, moment: datetime) -> datetime:
        """The moment itself within the hours, or the next working morning; in the bureau's time zone."""
        if self.open(moment):
            return moment
        later = moment.time() > self.hours.closes or not self.works(moment.date())
        day = self.next_working(moment.date() + DAY * later)
        return datetime.combine(day, self.hours.opens, moment.tzinfo)

    def told_at(self, moment: datetime, *, urgent: bool) -> datetime:
        """When an event of this moment may be told: with the next opening, or, as the bureau has set it, at once."""
        at_once = self.hours.urgent is Urgent.ALWAYS or (
            self.hours.urgent is Urgent.WORKDAYS and self.works(moment.date())
        )
        return moment if urgent and at_once else self.next_open(moment)

    def last_working(self, day: date) -> date:
        """The day itself, or the last working day before it."""
        while not self.works(day):
            day -= DAY
        return day

    def next_working(self, day: date) -> date:
        """The day itself, or the first working day after it."""
        while not self.works(day):
            day += DAY
        return day

    def add(self, day: date, count: int) -> date:
        """The `count`-th working day after `day` (count > 0)."""
        while count:
            day += DAY
            count -= self.works(day)
        return day

    def before(self, day: date, count: int) -> date:
        """The `count`-th working day before `day`; the day itself for none."""
        while count:
            day -= DAY
            count -= self.works(day)
        return day

    def between(self, start: date, end: date) -> int:
        """Working days in (start, end]; negative where `end` lies before `start`."""
        return _between(self, start, end) if start <= end else -_between(self, end, start)

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        """Once: every light asks for it."""
        return hash((frozenset(self.overrides.items()), frozenset(self.notices.items()), self.hours))


@lru_cache(maxsize=8192)
def _between(calendar: Calendar, start: date, end: date) -> int:
    """Every light and every reminder asks for the way from today to one of a plan's few deadlines."""
    return sum(calendar.works(start + DAY * n) for n in range(1, (end - start).days + 1))


def runs(days: Iterable[date]) -> list[tuple[date, date]]:
    """First and last of the days that follow each other."""
    found: list[tuple[date, date]] = []
    for day in sorted(days):
        if found and day - found[-1][1] == DAY:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found
