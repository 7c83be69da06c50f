"""Working days after the State Council's calendar with its make-up days (调休)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

import chinese_calendar

Source = Literal["official", "override", "guess"]
DAY = timedelta(days=1)


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

    def between(self, start: date, end: date) -> int:
        """Working days in (start, end]; negative where `end` lies before `start`."""
        if end < start:
            return -self.between(end, start)
        whole, rest = divmod((end - start).days, 30)
        days = (start + DAY * n for n in range(whole * 30 + 1, whole * 30 + rest + 1))
        return sum(_thirty(self, start + DAY * 30 * n) for n in range(whole)) + sum(map(self.works, days))

    def __hash__(self) -> int:
        return hash(frozenset(self.overrides.items()))


@lru_cache(maxsize=8192)
def _thirty(calendar: Calendar, start: date) -> int:
    """Working days in the thirty days after `start`: spans of months are asked for again and again."""
    return sum(calendar.works(start + DAY * n) for n in range(1, 31))
