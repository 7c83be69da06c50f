"""Dates as people and papers write them in Chinese: a day, a span of days, a rhythm, or nothing; never a guess.

`mentions` finds all of them in a text. What is meant by a day without a year or month follows from `today`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from plan.calendar import Calendar
from plan.refusal import Refusal
from plan.words import date_forms, month_forms
from plan.words.date_values import RHYTHM, Context, Days, Impossible
from plan.words.length_forms import LENGTH, Length, lengths

__all__ = [
    "LENGTH", "UNCLEAR", "Length", "Mention", "at", "day", "leading", "leading_or_length", "lengths", "mentions", "only",
]  # fmt: skip

Kind = Literal["day", "span", "rhythm", "impossible"]
TO = re.compile(r"\s*(?:到|至|—+|–|－|-|~|～)\s*")
BEFORE = re.compile(
    r"\s*(?:之前|以前|前(?![一二三四五六七八九十\d后期往来面述瞻台置景]|提(?![交醒报供出请升]))|之内|以内|内(?![容部控外网设审蒙业])|为止|止(?!步))"
)
SINCE = re.compile(r"\s*(?:起(?![草来步诉初源航点到])|开始|以后|之后|后(?![续勤台来备天面期方果年]))")
LONGEST = 40
"""More characters than a date has."""
UNCLEAR = "日期请写成 9月30日 或 2020-09-30。"


@dataclass(frozen=True)
class Mention:
    """What stands at `start:end` of a text: the days from `first` to `last`, both included and the same for a day.

    Both are None for a rhythm (`每周一`), and for a date that does not exist, which `reason` names in Chinese.
    `is_limit` is True where the words say "by then" (`6月底前`, `两周内`), `is_start` where they say "from then on".
    `recurs` is True for the next of many such days (`周五`, `30号`).
    """

    start: int
    end: int
    words: str
    kind: Kind
    first: date | None = None
    last: date | None = None
    reason: str = ""
    is_limit: bool = False
    is_start: bool = False
    recurs: bool = False


def mentions(text: str, today: date, calendar: Calendar | None = None, *, asked: bool = False) -> list[Mention]:
    """Return the dates in `text` from left to right, none of which overlap.

    Working days (`三个工作日后`) and moved holidays need the `calendar`; without it they are not understood. `9.30` and
    `9/30` count only where a date is `asked` for: elsewhere they may be the number of a task or a share.
    """
    return list(_mentions(text, Context(today, calendar), asked=asked))


def only(text: str, today: date, calendar: Calendar | None = None, *, asked: bool = False) -> Mention | None:
    """Return the date that `text` consists of, apart from blanks; None where it is no date, or more than one."""
    found = mentions(text, today, calendar, asked=asked)
    return found[0] if len(found) == 1 and not (text[: found[0].start] + text[found[0].end :]).strip() else None


def at(text: str, start: int, today: date, calendar: Calendar | None = None, *, asked: bool = False) -> Mention | None:
    """Return the date that begins at `start`."""
    return _mention(text, start, Context(today, calendar), asked=asked)


def day(words: str, today: date, calendar: Calendar | None = None) -> date:
    """Return the day that a person was asked for. Raise Refusal where the words are no day."""
    mention = only(words, today, calendar, asked=True)
    if mention is None or mention.kind == "rhythm":
        raise Refusal(UNCLEAR)
    if mention.kind == "span" and not mention.is_limit:
        raise Refusal(f"{mention.words}不是一天，请写明日期，例如 9月30日。")
    if mention.last is None:
        raise Refusal(mention.reason)
    return mention.last


def leading(text: str) -> str:
    """Return the words at the beginning of `text` that have the form of a date; empty without any."""
    return _leading(text, [])


def leading_or_length(text: str) -> str:
    """Return the words at the beginning of `text` that have the form of a date or a length; empty without any."""
    length = LENGTH.match(text)
    return _leading(text, [length.end()] if length else [])


def _leading(text: str, ends: list[int]) -> str:
    ends += [match.end() for match, _ in date_forms.matches(text, 0, date_forms.ASKED_BY_START)]
    if not ends:
        return ""
    before = BEFORE.match(text, max(ends))
    return text[: before.end() if before and not before[0][0].isspace() else max(ends)]


def _mentions(text: str, context: Context, *, asked: bool) -> Iterator[Mention]:
    at = 0
    while start := date_forms.START.search(text, at):
        at = start.start()
        mention = _mention(text, at, context, asked=asked)
        if mention is None:
            at += 1
            continue
        yield mention
        at = mention.end
        while next_day := _same_month(text, mention, context):
            yield next_day
            mention, at = next_day, next_day.end


def _mention(text: str, at: int, context: Context, *, asked: bool) -> Mention | None:
    """Return the date at `at`, with what belongs to it: the end of its span, and words such as 前 behind it."""
    forms = date_forms.ASKED_BY_START if asked else date_forms.BY_START
    read = date_forms.longest(text, at, context, forms)
    if read is None:
        return None
    mention = _of(*read)
    return _with_suffix(text, _joined(text, mention, context, asked=asked))


def _of(match: re.Match[str], days: Days | Impossible) -> Mention:
    start, end, words = match.start(), match.end(), match[0]
    if isinstance(days, Impossible):
        return Mention(start, end, words, "impossible", reason=str(days))
    kind: Kind = "rhythm" if days is RHYTHM else "day" if days.first == days.last else "span"
    return Mention(start, end, words, kind, days.first, days.last, "", days.is_limit, days.is_start, days.recurs)


def _joined(text: str, first: Mention, context: Context, *, asked: bool) -> Mention:
    """`3月18日到20日`: what stands behind the joining word takes its month and year from what stands before it."""
    to = TO.match(text, first.end)
    if to is None or first.first is None or first.is_limit:
        return first
    is_digit = first.words[-1].isdigit()
    without_digit = date_forms.ASKED_BY_START if asked else date_forms.BY_START
    behind_digit = date_forms.ASKED_BEHIND_DIGIT if asked else date_forms.BEHIND_DIGIT
    last = _alone(text, to.end(), replace(context, after=first.first), behind_digit if is_digit else without_digit)
    if last is None:
        return first
    words = text[first.start : last.end]
    if last.kind == "impossible":
        return replace(last, start=first.start, words=words)
    if last.last is None or last.last < first.first:
        return first
    return replace(first, end=last.end, words=words, kind="span", last=last.last, is_limit=last.is_limit, recurs=False)


def _alone(text: str, at: int, context: Context, forms: date_forms.Table = date_forms.BY_START) -> Mention | None:
    """Return the date at `at`, read without the characters before it, at which some forms look."""
    read = date_forms.longest(text[at : at + LONGEST], 0, context, forms)
    if read is None:
        return None
    mention = _of(*read)
    return replace(mention, start=at + mention.start, end=at + mention.end)


def _same_month(text: str, mention: Mention, context: Context) -> Mention | None:
    """Return the next day of a list such as `3月5日、6日`."""
    mark = month_forms.LIST.match(text, mention.end)
    if mark is None or mention.first is None or mention.kind != "day":
        return None
    next_day = _alone(text, mark.end(), replace(context, after=mention.first))
    return _with_suffix(text, replace(next_day, recurs=False)) if next_day else None


def _with_suffix(text: str, mention: Mention) -> Mention:
    if mention.kind in ("rhythm", "impossible") or mention.is_limit or mention.is_start:
        return mention
    if before := BEFORE.match(text, mention.end):
        return replace(mention, end=before.end(), words=text[mention.start : before.end()], is_limit=True)
    if since := SINCE.match(text, mention.end):
        return replace(mention, end=since.end(), words=text[mention.start : since.end()], is_start=True)
    return mention
