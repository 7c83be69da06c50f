"""Leaves (请假): the period in which the holder of a post is away."""

from dataclasses import dataclass
from datetime import date, timedelta

from plan import format
from plan.calendar import Calendar
from plan.refusal import Refusal
from plan.words import dates, length_forms

LONGEST = timedelta(days=366)


@dataclass(frozen=True)
class Leave:
    """A leave from `first` to `last`, both included."""

    first: date
    last: date

    def says(self, today: date) -> str:
        """Return the leave as people read it: `3月5日至3月9日请假`."""
        return f"{format.days(self.first, self.last, today)}请假"


DAY = timedelta(days=1)
FROM_TODAY = tuple("今明后大这本下")
"""The characters with which words begin that mean a day near today, even as the end of a leave that begins later."""


def begins(words: str, today: date, calendar: Calendar) -> date:
    """Return the first day of a leave. Raise Refusal for a day that does not exist or lies before today."""
    first = dates.day(words, today, calendar)
    if first < today:
        raise Refusal("请假的开始日期不能早于今天。")
    return first


def until(first: date, words: str, today: date, calendar: Calendar) -> Leave:
    """Return the leave until the day that `words` mean, or for the length that they mean (`一周`).

    `+1周` counts from the first day. A day without a year follows the first one: after a day in December, `1-5` is in
    the next year. Raise Refusal where the leave ends before `first` or is too long.
    """
    base = today if words.strip().startswith(FROM_TODAY) else first
    last = _end(first, words.strip(), calendar) or dates.day(words, base, calendar)
    if last < first:
        raise Refusal("请假的结束日期不能早于开始日期。")
    if last - first > LONGEST:
        raise Refusal("一次请假最长一年，请核对日期。")
    return Leave(first, last)


def _end(first: date, words: str, calendar: Calendar) -> date | None:
    """Return the last day of a leave of a length; None where the words are no length."""
    length = dates.only_length(words)
    if length is None:
        return None
    if length.unit == "工作日":
        return length_forms.later(first - DAY, length, calendar)
    end = length_forms.later(first, length)
    return end - DAY if end else None
