"""Dates as people and papers write them in Chinese: a day, a span of days, a rhythm, or nothing; never a guess.

`mentions` finds all of them in a text. What is meant by a day without a year or month follows from `today`.
"""

from collections.abc import Iterator
from datetime import date

from plan.calendar import Calendar
from plan.refusal import Refusal
from plan.words import date_forms, length_forms
from plan.words.date_values import Context
from plan.words.length_forms import LENGTH, Length, lengths
from plan.words.mention import BEFORE, Mention, mention_at, next_of_list

__all__ = [
    "LENGTH", "UNCLEAR", "Length", "Mention", "at", "day", "leading", "leading_or_length", "lengths", "mentions",
    "only", "only_length",
]  # fmt: skip

UNCLEAR = "日期请写成 9月30日 或 2020-09-30。"


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
    return mention_at(text, start, Context(today, calendar), asked=asked)


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


def only_length(words: str) -> Length | None:
    """Return the length of time that the words consist of, None where they are no length."""
    match = LENGTH.fullmatch(words.strip())
    return length_forms.length_of(match) if match else None


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
        mention = mention_at(text, at, context, asked=asked)
        if mention is None:
            at += 1
            continue
        yield mention
        at = mention.end
        while next_day := next_of_list(text, mention, context):
            yield next_day
            mention, at = next_day, next_day.end
