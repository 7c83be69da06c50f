"""Check a simulated period from its letters alone."""

import json
import re
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from tests.simulation.owed import DAY, OVER, WORKS, Item, Line, Owed, working
from tests.simulation.printed import Period

ZONE = ZoneInfo("Asia/Shanghai")
CHECKED = ("deadline", "overdue", "unsigned")
"""The rules of which `owed` works out every item."""


def check(printed: str, period: Period) -> None:
    *letters, last = map(json.loads, printed.splitlines())
    owed = Owed(last, ZONE)
    within_the_hours(letters)
    keys_are_unique(letters)
    one_digest_a_morning(letters)
    digests_say_what_is_owed(letters, owed, period)
    nothing_about_closed_assignments(letters, owed)
    summaries_on_mondays(letters, period)
    phone_lists_at_nine(letters)
    full_of_cases(letters, last)


def sent(letter: Line) -> datetime:
    return datetime.fromisoformat(letter["sent"])


def items_of(letter: Line) -> list[Item]:
    """Return the letter's items; one about an unsigned assignment has no deadline."""
    return [
        (item["rule"], item["task"], item["unit"], "" if item["rule"] == "unsigned" else item["due"])
        for item in letter["items"]
    ]


def within_the_hours(letters: Sequence[Line]) -> None:
    for letter in letters:
        assert WORKS(sent(letter).date()), letter
        assert time(8, 30) <= sent(letter).time() <= time(17, 30), letter
        assert sent(letter) == datetime.fromisoformat(letter["at"]), "nothing delays a letter here"


def keys_are_unique(letters: Sequence[Line]) -> None:
    assert [key for key, count in Counter(letter["key"] for letter in letters).items() if count > 1] == []


def one_digest_a_morning(letters: Sequence[Line]) -> None:
    mornings = Counter((letter["person"], sent(letter).date()) for letter in letters if letter["rule"] == "digest")
    assert set(mornings.values()) == {1}
    assert {sent(letter).time() for letter in letters if letter["rule"] == "digest"} == {time(8, 30)}


def digests_say_what_is_owed(letters: Sequence[Line], owed: Owed, period: Period) -> None:
    """Each day each person reads exactly what the product's table says, and each item once."""
    digests: dict[tuple[date, str], list[Item]] = {}
    for letter in letters:
        if letter["rule"] == "digest" and (items := [item for item in items_of(letter) if item[0] in CHECKED]):
            digests[sent(letter).date(), letter["person"]] = sorted(items)
    for today in days(period):
        read = {person: items for (day, person), items in digests.items() if day == today}
        assert read == {person: sorted(items) for person, items in owed.on(today).items()}, today


def nothing_about_closed_assignments(letters: Sequence[Line], owed: Owed) -> None:
    """Whatever the rule, also one that these checks do not know."""
    shares = {(share.task, share.unit): share for share in owed.shares}
    for letter in letters:
        for item in letter["items"]:
            if share := shares.get((item["task"], item["unit"])):
                assert share.at(sent(letter))[0] not in OVER, letter


def summaries_on_mondays(letters: Sequence[Line], period: Period) -> None:
    summaries = [sent(letter).date() for letter in letters if letter["rule"] == "summary"]
    assert summaries == sorted({next_working(day) for day in days(period) if day.weekday() == 0})


def phone_lists_at_nine(letters: Sequence[Line]) -> None:
    """Sent to the clerk, at most once a day; who is listed as silent was nudged at least two working days ago."""
    lists = [letter for letter in letters if letter["rule"] == "phone"]
    assert {sent(letter).time() for letter in lists} == {time(9)}
    assert {letter["to"] for letter in lists} == {"省知识产权局督办员"}
    assert max(Counter(sent(letter).date() for letter in lists).values()) == 1
    nudged = [(letter["to"], sent(letter).date()) for letter in letters if letter["rule"] == "nudge"]
    row = re.compile(r"^(\S+) 联络员 .*\n催办未回复", re.MULTILINE)
    silent = [(unit, sent(letter).date()) for letter in lists for unit in row.findall(letter["text"])]
    assert len(silent) > 20
    for unit, today in silent:
        assert any(to == f"{unit}联络员" and working(day, today) >= 2 for to, day in nudged), (unit, today)


def days(period: Period) -> list[date]:
    return [period.first + DAY * n for n in range((period.last - period.first).days + 1)]


def next_working(day: date) -> date:
    while not WORKS(day):
        day += DAY
    return day


def full_of_cases(letters: Sequence[Line], last: Line) -> None:
    """Check that the period contains enough cases for the checks above."""
    items = Counter(item[0] for letter in letters for item in items_of(letter))
    assert min(items[rule] for rule in CHECKED) > 50, items
    leaders = [letter for letter in letters if letter["rule"] == "digest" and letter["to"].endswith("分管领导")]
    assert len(leaders) > 10
    shares = last["assignments"]
    for name, enough in (("signed", 200), ("closed", 100), ("reports", 200)):
        assert sum(bool(share[name]) for share in shares) > enough, name
    assert sum(not share["closed"] for share in shares) > 20, "some are never done"
    extended = [share for share in shares if len({turn["due"] for turn in share["turns"]}) > 1]
    assert len(extended) > 5, "some deadlines were extended"
    rules = {letter["rule"] for letter in letters}
    assert {"digest", "summary", "returned", "submitted", "extension_asked", "extension_decided"} <= rules, rules
    assert {"nudge"} <= rules or any("nudge" in rule for rule in rules), rules
    overnight = [
        letter for letter in letters
        if sent(letter).time() == time(8, 30) and letter["rule"] not in ("digest", "summary")
    ]  # fmt: skip
    assert overnight, "what happened in the evening waited for the morning"
