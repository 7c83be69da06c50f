"""Moments in people's words: 明天下午3点, 周五, 30号15:30, 2小时后, 时限前3天; each may be moved by 提前20分钟."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple

from plan.calendar import Calendar
from plan.format import moment
from plan.refusal import Refusal
from plan.words import date_forms
from plan.words.clock_times import Advance, advance
from plan.words.moment_parts import AHEAD, TOO_FAR, UNCLEAR, Now, Words, candidates, words_at

ONCE = "提醒只能设一次，不能按周期重复。"
OFFERED = ("1小时后", "今天下午", "明天上午", "下周一上午", "时限前1天")
BEHIND = re.compile(r"[\s,，.。;；:：、]*(?:提醒我?)?[\s,，.。;；:：、]*")
START = re.compile(f"[{''.join(date_forms.BY_START)}零两半再过时期截到凌清早中下傍晚夜]")
"""The characters with which a moment can begin."""
TO_REMIND = re.compile(r"[\s,，的]*(?:时候?)?(?:请|再|记得)?(?:提醒|叫我|通知我|喊我)")
SURE = re.compile(r"(?=$|[\s,，。;；]|提醒|叫|通知|开|去|到|要|交|报|前|左右)")
"""What follows a time without a day where it is one: `三点开会`, not `三点建议`."""
EVERY = re.compile(r"(?:每(?:个|一|逢|隔)*|逢)(?:工作日|天|日)?(?:[月年](?=\d|月))?")


class Repeated(Refusal):
    """Raised for a rhythm (`每周一9点`). `first` is its first moment, or None; `rest` are the words behind it."""

    def __init__(self, first: datetime | None, rest: str) -> None:
        super().__init__(ONCE)
        self.first, self.rest = first, rest


class Place(NamedTuple):
    """Where a text names a moment. `moment` is None where it has passed, does not exist, or depends on a deadline."""

    moment: datetime | None
    start: int
    end: int


def read(
    text: str, at: datetime, deadline: date | None = None, calendar: Calendar | None = None
) -> tuple[datetime, str]:
    """Return the moment with which `text` begins, and the words after it.

    The moment lies after `at` and is in its time zone. Raise Refusal where the text begins with no moment, where it has
    passed, or where it is more than a year ahead; raise Repeated for a rhythm.
    """
    text, now = text.strip(), Now(at, deadline, calendar)
    words = words_at(text, 0, now, asked=True)
    if words is None:
        raise Refusal(UNCLEAR)
    rest = text[words.end :]
    early = advance(rest)
    rest = rest[: early.start].rstrip("，, ") + _behind(rest[early.end :]) if early else rest
    if words.day and words.day.kind == "rhythm":
        raise Repeated(_first(text[: words.end], now), _behind(rest))
    return _moment(words, now, early), _behind(rest)


def find(text: str, at: datetime, deadline: date | None = None, calendar: Calendar | None = None) -> Place | None:
    """Return the moment that a text names: the one directly before 提醒我, else the first; of a rhythm its first."""
    now = Now(at, deadline, calendar)
    named = list(_all(text, now))
    words = next((words for words in named if TO_REMIND.match(text, words.end)), named[0] if named else None)
    if words is None:
        return None
    try:
        if words.day and words.day.kind == "rhythm":
            return Place(_first(text[words.start : words.end], now), words.start, words.end)
        return Place(_moment(words, now, advance(text)), words.start, words.end)
    except Refusal:
        return Place(None, words.start, words.end)


def offered(at: datetime, deadline: date | None) -> dict[str, datetime]:
    """Return the moments that are offered as buttons, by their words; those that have passed are left out."""
    moments: dict[str, datetime] = {}
    for words in OFFERED:
        try:
            moment_, _ = read(words, at, deadline)
        except Refusal:
            continue
        if moment_ not in moments.values():
            moments[words] = moment_
    return moments


def _behind(text: str) -> str:
    match = BEHIND.match(text)
    return text[match.end() if match else 0 :].strip()


def _all(text: str, now: Now) -> Iterator[Words]:
    """Yield the moments in a text; a time without a day only where what stands around it says that it is one."""
    at = 0
    while start := START.search(text, at):
        at = start.start()
        words = words_at(text, at, now, asked=False)
        if words and _is_sure(text, words):
            yield words
            at = words.end
        else:
            at = words.day.end if words and words.day else at + 1


def _is_sure(text: str, words: Words) -> bool:
    if words.later or words.deadline or words.day:
        return True
    if words.clock is None:
        return bool(TO_REMIND.match(text, words.end))
    return bool(words.half or words.clock["colon"] or words.clock["minute"] or SURE.match(text, words.end))


def _moment(words: Words, now: Now, early: Advance | None) -> datetime:
    """Return the first moment after now that the words can mean. Raise Refusal."""
    moments = list(candidates(words, now))
    if early:
        moments = [early.before(candidate, now.calendar) for candidate in moments]
    future = [candidate for candidate in moments if candidate > now.at]
    if not future:
        raise Refusal(f"{moment(moments[-1], now.today)} 已过。")
    if future[0] - now.at > AHEAD:
        raise Refusal(TOO_FAR)
    return future[0]


def _first(words: str, now: Now) -> datetime | None:
    """Return the first moment of a rhythm: of `每周一9点` that of `周一9点`; None where it has no day or time."""
    try:
        return read(EVERY.sub("", words, count=1), now.at, now.deadline, now.calendar)[0]
    except Refusal:
        return None
