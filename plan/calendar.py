"""Working days after the State Council's calendar with its make-up days (调休)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal

import chinese_calendar

Source = Literal["official", "override", "guess"]
DAY = timedelta(days=1)
OPENS, CLOSES = time(8, 30), time(17, 30)
"""Outside of these hours the bot says nothing by itself."""


@lru_cache(maxsize=4096)
def _official(day: date) -> bool | None:
    """None where the library has no year: it raises outside of those it was published with."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return None


@dataclass(frozen=True)
class Calendar:
    """`overrides` are the bureau's own days: True works, False is off."""

    overrides: Mapping[date, bool] = field(default_factory=dict)

    def source(self, day: date) -> Source:
        """What the answer for this day rests on; `guess` means that weekends alone are off."""
        if day in self.overrides:
            return "override"
        return "guess" if _official(day) is None else "official"

    def works(self, day: date) -> bool:
        if day in self.overrides:
            return self.overrides[day]
        official = _official(day)
        return day.weekday() < 5 if official is None else official

    def open(self, moment: datetime) -> bool:
        """Whether the bot may speak by itself now; `moment` is in the bureau's time zone."""
        return self.works(moment.date()) and OPENS <= moment.time() <= CLOSES

    def next_open(self, moment: datetime) -> datetime:
        """The moment itself within the hours, or the next working morning; in the bureau's time zone."""
        if self.open(moment):
            return moment
        later = moment.time() > CLOSES or not self.works(moment.date())
        day = self.next_working(moment.date() + DAY * later)
        return datetime.combine(day, OPENS, moment.tzinfo)

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
        return hash(frozenset(self.overrides.items())) if self.overrides else 0


@lru_cache(maxsize=8192)
def _between(calendar: Calendar, start: date, end: date) -> int:
    """Every light and every reminder asks for the way from today to one of a plan's few deadlines."""
    return sum(calendar.works(start + DAY * n) for n in range(1, (end - start).days + 1))
