"""The parts of a moment in a text: the day, the part of the day, the time; and the moments that they can mean."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from plan.calendar import Calendar
from plan.refusal import Refusal
from plan.words import dates, length_forms
from plan.words.clock_times import CLOCK, HALF, LATER, duration, hours
from plan.words.dates import Mention

UNCLEAR = "没有看懂时间，请写成 明天下午3点、周五上午、6月30日、2小时后 或 时限前3天。"
TOO_FAR = "提醒最远可以设到一年以内。"
NO_DEADLINE = "这项任务的时限待定，请写明日期。"
AHEAD = timedelta(days=366)
DAY = timedelta(days=1)
DEADLINE = re.compile(
    rf"(?:时限|期限|截止(?:日期|时间|日)?|到期日?)的?(?:当[天日]|之?前(?P<before>{length_forms.AMOUNT_OR_DAYS}))"
)
BLANKS = re.compile(r"[\s的，,]*")


@dataclass(frozen=True)
class Now:
    """What a moment is read against; `deadline` is that of the task, for 时限前3天."""

    at: datetime
    deadline: date | None
    calendar: Calendar | None

    @property
    def today(self) -> date:
        return self.at.date()


@dataclass(frozen=True)
class Words:
    """The parts of the moment that is named at `start:end` of a text; at least one of them is there."""

    start: int
    end: int
    later: re.Match[str] | None = None
    deadline: re.Match[str] | None = None
    day: Mention | None = None
    half: str = ""
    clock: re.Match[str] | None = None


def words_at(text: str, at: int, now: Now, *, asked: bool) -> Words | None:
    if later := LATER.match(text, at):
        return Words(at, later.end(), later=later)
    deadline = DEADLINE.match(text, at)
    day = None if deadline else dates.at(text, at, now.today, now.calendar, asked=asked)
    if day and (day.kind == "span" or day.is_limit):
        return None
    end = deadline.end() if deadline else day.end if day else at
    half = HALF.match(text, _skip(text, end) if end > at else at)
    end = half.end() if half else end
    clock = CLOCK.match(text, _skip(text, end) if end > at else at)
    end = clock.end() if clock else end
    return Words(at, end, None, deadline, day, half[0] if half else "", clock) if end > at else None


def _skip(text: str, at: int) -> int:
    blanks = BLANKS.match(text, at)
    return blanks.end() if blanks else at


def candidates(words: Words, now: Now) -> Iterator[datetime]:
    if words.later:
        at = now.at
        whole = at.replace(second=0, microsecond=0) + timedelta(minutes=at.second > 0 or at.microsecond > 0)
        yield whole + duration(words.later)
        return
    times = hours(words.half, words.clock)
    for day in _days(words, now):
        if day - now.today > AHEAD:
            raise Refusal(TOO_FAR)
        yield from (datetime.combine(day, time(), now.at.tzinfo) + at for at in times)


def _days(words: Words, now: Now) -> list[date]:
    """Return the day that is meant; for a mere weekday or day of the month the next two, without any today too."""
    if words.deadline:
        return [_before_deadline(words.deadline, now)]
    day = words.day
    if day is None:
        return [now.today, now.today + DAY]
    if day.first is None:
        raise Refusal(day.reason)
    following = dates.only(day.words, day.first + DAY) if day.recurs else None
    return [day.first, following.first] if following and following.first else [day.first]


def _before_deadline(match: re.Match[str], now: Now) -> date:
    if now.deadline is None:
        raise Refusal(NO_DEADLINE)
    if match["before"] is None:
        return now.deadline
    day = length_forms.earlier(now.deadline, length_forms.length_of(match), now.calendar)
    if day is None:
        raise Refusal(UNCLEAR)
    return day
