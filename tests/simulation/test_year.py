"""A year of the built-in plan with sixty people, checked from the letters alone; and the same year, cut to pieces."""

import asyncio
import json
import os
import random
import re
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from tests.simulation.owed import DAY, OVER, WORKS, Item, Line, Owed, working

ZONE = ZoneInfo("Asia/Shanghai")
FIRST, LAST = date(2020, 1, 2), date(2020, 12, 31)
OURS = ("deadline", "overdue", "unsigned")
CUTS = sorted(random.Random(7).sample(range(2, 5000), 20))


async def printed(seed_of_hashes: int, *arguments: object) -> str:
    """In a process of its own, whose sets have an order of their own."""
    environment = {**os.environ, "PYTHONHASHSEED": str(seed_of_hashes)}
    run = [sys.executable, "-m", "tests.simulation.run", *map(str, arguments)]
    process = await asyncio.create_subprocess_exec(
        *run, env=environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    out, told = await process.communicate()
    assert process.returncode == 0, told.decode()
    steps = int(told.split()[-1])
    assert steps > max(map(int, map(str, arguments[3:])), default=0), "every cut is within the year"
    return out.decode()


async def test_the_year() -> None:
    whole, cut = await asyncio.gather(printed(1, FIRST, LAST, 60), printed(2, FIRST, LAST, 60, *CUTS))
    assert whole == cut, "cut at 20 moments and resumed, it says the same"
    *letters, last = map(json.loads, whole.splitlines())
    owed = Owed(last, ZONE)
    within_the_hours(letters)
    under_keys_of_their_own(letters)
    one_digest_a_morning(letters)
    all_that_is_owed(letters, owed)
    none_when_it_is_over(letters, owed)
    the_group_on_mondays(letters)
    whom_to_call_at_nine(letters)
    full_of_cases(letters, last)


def sent(letter: Line) -> datetime:
    return datetime.fromisoformat(letter["sent"])


def said(letter: Line) -> list[Item]:
    """An item of what is not signed is known by its task and unit."""
    return [
        (one["rule"], one["task"], one["unit"], "" if one["rule"] == "unsigned" else one["due"])
        for one in letter["items"]
    ]


def within_the_hours(letters: Sequence[Line]) -> None:
    for letter in letters:
        assert WORKS(sent(letter).date()), letter
        assert time(8, 30) <= sent(letter).time() <= time(17, 30), letter
        assert sent(letter) == datetime.fromisoformat(letter["at"]), "nothing stood in the way"


def under_keys_of_their_own(letters: Sequence[Line]) -> None:
    assert [key for key, count in Counter(one["key"] for one in letters).items() if count > 1] == []


def one_digest_a_morning(letters: Sequence[Line]) -> None:
    mornings = Counter((one["person"], sent(one).date()) for one in letters if one["rule"] == "digest")
    assert set(mornings.values()) == {1}
    assert {sent(one).time() for one in letters if one["rule"] == "digest"} == {time(8, 30)}


def all_that_is_owed(letters: Sequence[Line], owed: Owed) -> None:
    """On each day to each person exactly what the table says, no more and no less, and each thing once."""
    digests: dict[tuple[date, str], list[Item]] = {}
    for one in letters:
        if one["rule"] == "digest" and (items := [item for item in said(one) if item[0] in OURS]):
            digests[sent(one).date(), one["person"]] = sorted(items)
    for number in range((LAST - FIRST).days + 1):
        today = FIRST + DAY * number
        told = {person: items for (day, person), items in digests.items() if day == today}
        assert told == {person: sorted(items) for person, items in owed.on(today).items()}, today


def none_when_it_is_over(letters: Sequence[Line], owed: Owed) -> None:
    """Whatever the rule, also one that this test does not know."""
    shares = {(one.task, one.unit): one for one in owed.shares}
    for letter in letters:
        for one in letter["items"]:
            if share := shares.get((one["task"], one["unit"])):
                assert share.at(sent(letter))[0] not in OVER, letter


def the_group_on_mondays(letters: Sequence[Line]) -> None:
    days = [sent(one).date() for one in letters if one["rule"] == "summary"]
    mondays = [FIRST + DAY * n for n in range((LAST - FIRST).days + 1) if (FIRST + DAY * n).weekday() == 0]
    assert days == sorted({next_working(monday) for monday in mondays})


def whom_to_call_at_nine(letters: Sequence[Line]) -> None:
    """To the clerk, at most once a day; who is on it for silence was nudged two working days ago, or earlier."""
    lists = [one for one in letters if one["rule"] == "phone"]
    assert {sent(one).time() for one in lists} == {time(9)}
    assert {one["to"] for one in lists} == {"省知识产权局督办员"}
    assert max(Counter(sent(one).date() for one in lists).values()) == 1
    nudged = [(one["to"], sent(one).date()) for one in letters if one["rule"] == "nudge"]
    row = re.compile(r"^(\S+) 联络员 .*\n催办未回复", re.MULTILINE)
    silent = [(unit, sent(one).date()) for one in lists for unit in row.findall(one["text"])]
    assert len(silent) > 20
    for unit, today in silent:
        assert any(to == f"{unit}联络员" and working(day, today) >= 2 for to, day in nudged), (unit, today)


def next_working(day: date) -> date:
    while not WORKS(day):
        day += DAY
    return day


def full_of_cases(letters: Sequence[Line], last: Line) -> None:
    """The checks above have had something to look at."""
    items = Counter(item[0] for one in letters for item in said(one))
    assert min(items[rule] for rule in OURS) > 50, items
    leaders = [one for one in letters if one["rule"] == "digest" and one["to"].endswith("分管领导")]
    assert len(leaders) > 10
    shares = last["assignments"]
    for name, enough in (("signed", 200), ("closed", 100), ("reports", 200)):
        assert sum(bool(one[name]) for one in shares) > enough, name
    assert sum(not one["closed"] for one in shares) > 20, "some never get done"
    moved = [one for one in shares if len({turn["due"] for turn in one["turns"]}) > 1]
    assert len(moved) > 5, "some were given more time"
    rules = {one["rule"] for one in letters}
    assert {"digest", "summary", "returned", "submitted", "extension_asked", "extension_decided"} <= rules, rules
    assert {"nudge"} <= rules or any("nudge" in rule for rule in rules), rules
    waited = [one for one in letters if sent(one).time() == time(8, 30) and one["rule"] not in ("digest", "summary")]
    assert waited, "what happened in the evening waited for the morning"


@pytest.mark.parametrize("people", [1, 3])
async def test_hardly_anybody_there(people: int) -> None:
    """Whose unit nobody is there for is not told anything, and nothing breaks."""
    *letters, last = map(json.loads, (await printed(0, FIRST, date(2020, 1, 10), people)).splitlines())
    assert len(last["people"]) == people
    assert {one["person"] for one in letters} <= {None, *(one["person"] for one in last["people"])}
    assert [one["rule"] for one in letters].count("summary") == 1
