"""A leave (请假): from one day to another, both included."""

from dataclasses import dataclass
from datetime import date, timedelta

from plan import days, format
from plan.refusal import Refusal

LONGEST = timedelta(days=366)


@dataclass(frozen=True)
class Leave:
    first: date
    last: date

    def says(self, today: date) -> str:
        """`3月5日至3月9日请假`."""
        return f"{format.days(self.first, self.last, today)}请假"


def begins(words: str, today: date) -> date:
    """Raises Refusal for a day that is none, or is behind us."""
    first = days.read(words, today)
    if first < today:
        raise Refusal("请假的开始日期不能早于今天。")
    return first


def until(first: date, words: str, today: date) -> Leave:
    """`+1周` counts from the first day; `1-5` behind a first day in December is of the next year."""
    near = words.strip() in days.NEAR
    last = days.read(words, today if near else first, first)
    if last < first:
        raise Refusal("请假的结束日期不能早于开始日期。")
    if last - first > LONGEST:
        raise Refusal("一次请假最长一年，请核对日期。")
    return Leave(first, last)
