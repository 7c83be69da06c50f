"""One date in a text: what stands there, the days it means, the end of its span, and words such as 前 behind it."""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from plan.words import date_forms, day_forms
from plan.words.date_values import RHYTHM, Context, Days, Impossible

Kind = Literal["day", "span", "rhythm", "impossible"]
TO = re.compile(r"\s*(?:到|至|—+|–|－|-|~|～)\s*")
BEFORE = re.compile(
    r"\s*(?:之前|以前|前(?![一二三四五六七八九十\d后期往来面述瞻台置景]|提(?![交醒报供出请升]))|之内|以内|内(?![容部控外网设审蒙业])|为止|止(?!步))"
)
SINCE = re.compile(r"\s*(?:起(?![草来步诉初源航点到])|开始|以后|之后|后(?![续勤台来备天面期方果年]))")
LONGEST = 40
"""More characters than a date has."""


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


def mention_at(text: str, at: int, context: Context, *, asked: bool) -> Mention | None:
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


def next_of_list(text: str, mention: Mention, context: Context) -> Mention | None:
    """Return the next day of a list such as `3月5日、6日`."""
    mark = day_forms.LIST.match(text, mention.end)
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
