"""Leaves (请假): the period in which the holder of a post is away."""

from dataclasses import dataclass
from datetime import date, timedelta

from plan import day_words, format
from plan.refusal import Refusal

LONGEST = timedelta(days=366)


@dataclass(frozen=True)
class Leave:
    """A leave from `first` to `last`, both included."""

    first: date
    last: date

    def says(self, today: date) -> str:
        """Return the leave as people read it: `3月5日至3月9日请假`."""
        return f"{format.days(self.first, self.last, today)}请假"


def begins(words: str, today: date) -> date:
    """Return the first day of a leave. Raise Refusal for a day that does not exist or lies before today."""
    first = day_words.read(words, today)
    if first < today:
        raise Refusal("请假的开始日期不能早于今天。")
    return first


def until(first: date, words: str, today: date) -> Leave:
    """Return the leave until the day that `words` mean. Raise Refusal where it ends before `first` or is too long.

    `+1周` counts from the first day. A day without a year follows the first one: after a day in December, `1-5` is in
    the next year.
    """
    is_relative = words.strip() in day_words.NEAR
    last = day_words.read(words, today if is_relative else first, first)
    if last < first:
        raise Refusal("请假的结束日期不能早于开始日期。")
    if last - first > LONGEST:
        raise Refusal("一次请假最长一年，请核对日期。")
    return Leave(first, last)
