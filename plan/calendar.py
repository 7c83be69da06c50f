"""Working days according to the State Council's calendar with its make-up days (调休)."""

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
"""The last year that the installed version of chinesecalendar knows."""


@dataclass(frozen=True)
class Holiday:
    """One holiday of a notice: its days off, including weekends, and the weekend days that are worked instead."""

    name: str
    off: tuple[date, ...]
    work: tuple[date, ...] = ()


@lru_cache(maxsize=4096)
def _official(day: date) -> bool | None:
    """Return whether the day is worked according to the library, None for a year that it does not know."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return None


@lru_cache(maxsize=64)
def _published(year: int) -> tuple[Holiday, ...]:
    """Return the holidays of a year's notice according to the library.

    Days of 元旦 that lie in December belong to the notice of the next year.
    """
    constants = chinese_calendar.constants
    names = {holiday.value: holiday.chinese for holiday in chinese_calendar.Holiday}
    off: dict[str, list[date]] = {}
    work: dict[str, list[date]] = {}
    for library_days, days_by_name in ((constants.holidays, off), (constants.workdays, work)):
        for day, english_name in sorted(library_days.items()):
            name = names[english_name]
            belongs_to_next_year = day.month == 12 and name == "元旦"
            if day.year + belongs_to_next_year == year:
                days_by_name.setdefault(name, []).append(day)
    return tuple(Holiday(name, tuple(days), tuple(work.get(name, ()))) for name, days in off.items())


@dataclass(frozen=True)
class Calendar:
    """The bureau's calendar of working days, and the hours within which the bot may send messages by itself.

    `overrides` are days set by the bureau: True is worked, False is off. `notices` are the State Council's notices that
    the clerk has pasted, by year; they take precedence over the library.
    """

    overrides: Mapping[date, bool] = field(default_factory=dict)
    notices: Mapping[int, tuple[Holiday, ...]] = field(default_factory=dict)
    hours: Hours = field(default_factory=Hours)

    def source(self, day: date) -> Source:
        """Return what `works` is based on for this day; a `guess` assumes that only weekends are off."""
        return "override" if day in self.overrides else "guess" if self._official_answer(day) is None else "official"

    def works(self, day: date) -> bool:
        """Whether this is a working day."""
        answer = self._cache.get(day)
        if answer is None:
            answer = self._cache[day] = self._compute_works(day)
        return answer

    @cached_property
    def _cache(self) -> dict[date, bool]:
        """Answers of `works`: for a ministry, a morning's digests ask a million times for a few hundred days."""
        return {}

    def _compute_works(self, day: date) -> bool:
        if day in self.overrides:
            return self.overrides[day]
        official = self._official_answer(day)
        return day.weekday() < 5 if official is None else official

    def _official_answer(self, day: date) -> bool | None:
        """Return the answer of the pasted notices or the library, None where neither covers the year.

        A pasted notice may name days of the year before; it covers its own year completely.
        """
        if day in self._days_in_notices:
            return self._days_in_notices[day]
        return day.weekday() < 5 if day.year in self.notices else _official(day)

    @cached_property
    def _days_in_notices(self) -> dict[date, bool]:
        holidays = [holiday for year in sorted(self.notices) for holiday in self.notices[year]]
        return {
            day: works
            for holiday in holidays
            for days, works in ((holiday.off, False), (holiday.work, True))
            for day in days
        }

    def known(self, year: int) -> bool:
        """Whether the notice of this year is known, from the clerk or from the library."""
        return year in self.notices or _official(date(year, 7, 1)) is not None

    def holidays(self, year: int) -> tuple[Holiday, ...]:
        """Return the holidays of this year's notice, in order; none where no notice is known."""
        return self.notices.get(year) or _published(year)

    def open(self, moment: datetime) -> bool:
        """Whether the bot may send messages by itself now; `moment` is in the bureau's time zone."""
        return self.works(moment.date()) and self.hours.within(moment.time())

    def next_open(self, moment: datetime) -> datetime:
        """Return `moment` if it lies within the hours, else the next opening; both in the bureau's time zone."""
        if self.open(moment):
            return moment
        is_over = moment.time() > self.hours.closes or not self.works(moment.date())
        day = self.next_working(moment.date() + DAY * is_over)
        return datetime.combine(day, self.hours.opens, moment.tzinfo)

    def send_time(self, moment: datetime, *, urgent: bool) -> datetime:
        """Return when a message about an event of this moment may be sent, in the bureau's time zone.

        It waits for the next opening, except where it is urgent and the bureau's setting lets it go out at once.
        """
        ignores_hours = self.hours.urgent is Urgent.ALWAYS or (
            self.hours.urgent is Urgent.WORKDAYS and self.works(moment.date())
        )
        return moment if urgent and ignores_hours else self.next_open(moment)

    def last_working(self, day: date) -> date:
        """Return the day itself if it is worked, else the last working day before it."""
        while not self.works(day):
            day -= DAY
        return day

    def next_working(self, day: date) -> date:
        """Return the day itself if it is worked, else the first working day after it."""
        while not self.works(day):
            day += DAY
        return day

    def add(self, day: date, count: int) -> date:
        """Return the `count`-th working day after `day`; `day` itself where `count` is 0."""
        while count:
            day += DAY
            count -= self.works(day)
        return day

    def before(self, day: date, count: int) -> date:
        """Return the `count`-th working day before `day`; `day` itself where `count` is 0."""
        while count:
            day -= DAY
            count -= self.works(day)
        return day

    def between(self, start: date, end: date) -> int:
        """Return the number of working days in (start, end]; it is negative where `end` lies before `start`."""
        return _between(self, start, end) if start <= end else -_between(self, end, start)

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        """Cached, because every light looks up its cache by the calendar."""
        return hash((frozenset(self.overrides.items()), frozenset(self.notices.items()), self.hours))


@lru_cache(maxsize=8192)
def _between(calendar: Calendar, start: date, end: date) -> int:
    """Cached, because every light and every reminder asks for the distance from today to one of few deadlines."""
    return sum(calendar.works(start + DAY * n) for n in range(1, (end - start).days + 1))


def runs(days: Iterable[date]) -> list[tuple[date, date]]:
    """Return the first and last day of every run of consecutive days."""
    ranges: list[tuple[date, date]] = []
    for day in sorted(days):
        if ranges and day - ranges[-1][1] == DAY:
            ranges[-1] = (ranges[-1][0], day)
        else:
            ranges.append((day, day))
    return ranges
