"""`duban simulate`: what a year would send, by month, label and role; or every letter as a line of JSON."""

import argparse
import json
import logging
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from bot.cli.documents import load_plan
from bot.cli.fault import Fault
from bot.settings import Settings
from bot.simulation.year import Wanted, simulated
from plan.letter_kinds import RULES, kind_named
from plan.values import Duty

MOST_PEOPLE = 2000
LONGEST = 800


async def simulate(arguments: argparse.Namespace, settings: Settings) -> int:
    wanted = _wanted(arguments)
    with _quiet():
        async with simulated(wanted, settings) as year:
            lines = list((await year.run()).lines())
    for line in lines if arguments.json else by_month(lines):
        print(line)
    return 0


@contextmanager
def _quiet() -> Iterator[None]:
    """Log errors only: warnings of commands refused to invented people are of no interest."""
    log = logging.getLogger("bot")
    before = log.level
    log.setLevel(logging.ERROR)
    try:
        yield
    finally:
        log.setLevel(before)


def _day(name: str, words: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise Fault(f"{name} 应写成 2020-01-02，没有“{words}”这一天。") from None


def _wanted(arguments: argparse.Namespace) -> Wanted:
    first, last = _day("--from", arguments.first), _day("--to", arguments.last)
    if not 0 <= (last - first).days <= LONGEST:
        raise Fault(f"--to 应在 --from 当天或之后，最多{LONGEST}天。")
    if not 1 <= arguments.people <= MOST_PEOPLE:
        raise Fault(f"--people 应为1到{MOST_PEOPLE}。")
    return Wanted(load_plan(arguments.plan, first.year), first, last, arguments.people, arguments.seed)


def by_month(lines: Iterable[str]) -> Iterator[str]:
    """Sum up the lines of the record for people: letters and the reminders in them, by month, label and role."""
    *letters, _ = (json.loads(line) for line in lines)
    total = Counter(letter["sent"][:7] for letter in letters)
    for month in total:
        of_month = [letter for letter in letters if letter["sent"].startswith(month)]
        yield f"{month[:4]}年{int(month[5:])}月　共 {total[month]} 条"
        for label, count in Counter(map(_label, of_month)).most_common():
            of_label = [letter for letter in of_month if _label(letter) == label]
            yield f"  {label} {count} 条　{_counted(Counter(map(_role, of_label)))}"
            if items := Counter(RULES[item["rule"]].label for letter in of_label for item in letter["items"]):
                yield f"    提示 {items.total()} 项　{_counted(items)}"
    yield f"合计 {len(letters)} 条，均未发出。"


def _label(letter: dict[str, Any]) -> str:
    return kind_named(letter["rule"]).label


def _role(letter: dict[str, Any]) -> str:
    """Return the duty of the receiver's first post."""
    if letter["person"] is None:
        return "工作群"
    first = letter["to"].partition("、")[0].removesuffix("（代）")
    return next((duty.label for duty in Duty if first.endswith(duty.label)), "其他")


def _counted(counts: Counter[str]) -> str:
    return "，".join(f"{name} {count}" for name, count in counts.most_common())
