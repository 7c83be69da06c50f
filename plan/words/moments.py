"""Temporary: find a moment anywhere in a text."""

from datetime import date, datetime

from plan import moment_words
from plan.refusal import Refusal


def find(text: str, now: datetime, deadline: date | None = None) -> tuple[datetime, int, int] | None:
    for start in range(len(text)):
        try:
            at, rest = moment_words.read(text[start:], now, deadline)
        except Refusal:
            continue
        return at, start, len(text) - len(rest)
    return None
