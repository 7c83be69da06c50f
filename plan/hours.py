"""The hours of a working day within which the bot may send messages by itself (提醒时段)."""

import re
from dataclasses import dataclass, replace
from datetime import time

from plan.refusal import Refusal
from plan.values import Named

EARLIEST, LATEST = time(7), time(21)
SHAPE = r"\d{1,2}[:：]\d{2}|\d{1,2}[点时](?:半|\d{1,2}分?)?"
WRONG = "时间请写成 8:30 或 8点半。"
_PARTS = re.compile(r"(\d{1,2})[:：点时](半|\d{0,2})分?")


class Urgent(Named):
    """When a message about an urgent event (紧急事项) is sent outside of the hours."""

    WAITS = "waits", "顺延至下一时段发送"
    WORKDAYS = "workdays", "工作日即时发送，休息日顺延至下一工作日"
    ALWAYS = "always", "即时发送，不分昼夜和休息日"


@dataclass(frozen=True)
class Hours:
    """The bureau's setting, in its time zone; the values here are the default."""

    opens: time = time(8, 30)
    closes: time = time(17, 30)
    urgent: Urgent = Urgent.WAITS

    def within(self, moment: time) -> bool:
        """Whether a time lies within the hours; both ends are included."""
        return self.opens <= moment <= self.closes

    @property
    def allowed(self) -> bool:
        """Whether these hours may be set: between EARLIEST and LATEST."""
        return EARLIEST <= self.opens < self.closes <= LATEST

    def __str__(self) -> str:
        return f"{time_text(self.opens)}—{time_text(self.closes)}"


def between(before: Hours, opens: time, closes: time) -> Hours:
    """Return new hours with the urgency setting of those `before`. Raise Refusal where they are too wide or empty."""
    new = replace(before, opens=opens, closes=closes)
    if opens >= closes:
        raise Refusal(f"未保存：开始时间应早于结束时间，您填的是{new}。")
    if not new.allowed:
        raise Refusal(f"未保存：提醒时段应在{time_text(EARLIEST)}至{time_text(LATEST)}之间，您填的是{new}。")
    return new


def read(words: str) -> time:
    """Return the time that words of the form SHAPE mean: `8:30`, `8点`, `8点半`, `17点30分`.

    Raise Refusal for a time that does not exist.
    """
    match = _PARTS.fullmatch(words)
    if match is None:
        raise Refusal(WRONG)
    hour, minute = int(match[1]), 30 if match[2] == "半" else int(match[2] or 0)
    if hour > 23 or minute > 59:
        raise Refusal(WRONG)
    return time(hour, minute)


def time_text(moment: time) -> str:
    """Return a time as people read it: `8:30`."""
    return f"{moment.hour}:{moment.minute:02}"


def shifted(moment: time, minutes: int) -> time:
    """Return the time so many minutes later, or earlier where negative, but not beyond 0:00 and 23:59."""
    total = min(max(moment.hour * 60 + moment.minute + minutes, 0), 24 * 60 - 1)
    return time(total // 60, total % 60)
