"""The names of the built-in plan, and people of it who write, for tests of what sentences mean."""

from collections import namedtuple
from datetime import datetime
from functools import cache
from typing import Any, cast
from zoneinfo import ZoneInfo

from plan import builtin
from plan.calendar import Calendar
from plan.initials import initials
from plan.values import Duty
from plan.words.intent import Meaning, Speaker
from plan.words.understand import understand
from storage.names import BureauNames
from storage.search_index import SearchIndex

NOW = datetime(2020, 3, 2, 8, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
BUREAU = "省知识产权局"
LIAISON = (Duty.LIAISON, "运用促进处")
OTHER = (Duty.LIAISON, "知识产权保护处")
CITY = (Duty.LIAISON, "常州市局")
CLERK = (Duty.CLERK, BUREAU)
LEADER = (Duty.LEADER, BUREAU)
OBSERVER = (Duty.OBSERVER, BUREAU)
Writer = tuple[Duty, str]
TaskRow = namedtuple("TaskRow", "id code title deadline restricted sentence initials")
UnitRow = namedtuple("UnitRow", "id name initials path short_name")


@cache
def unit_ids() -> dict[str, int]:
    return {unit.name: id for id, unit in enumerate(builtin.load().units, 1)}


@cache
def names() -> BureauNames:
    ids, paper = unit_ids(), builtin.load()
    units = [UnitRow(id, name, initials(name), f"/{id}/", "") for name, id in ids.items()]
    cities = {unit.name for unit in paper.units if unit.kind == "city"}
    tasks = sorted(paper.tasks, key=lambda task: str(task.deadline or "9"))
    rows = [
        TaskRow(id, task.code, task.title, task.deadline, False, task.text, initials(task.title))
        for id, task in enumerate(tasks)
    ]
    shares = [
        (id, ids[unit])
        for id, task in enumerate(tasks)
        for unit in {*task.lead, *task.support, *(cities if task.local else ())}
        if unit in ids
    ]
    return BureauNames(SearchIndex(*cast(Any, (rows, units, shares))))


def meaning(words: str, writer: Writer = LIAISON, shown: str = "") -> Meaning | None:
    """Return what the writer means, after the card of the task `shown`."""
    duty, unit = writer
    speaker = Speaker(frozenset({duty}), frozenset({unit_ids()[unit]}), NOW, Calendar(), shown)
    return understand(words, names(), speaker)[1]


def line(words: str, writer: Writer = LIAISON, shown: str = "") -> str:
    """Return the command line that is meant, "" for none, and `▢` where the task must be chosen."""
    found = meaning(words, writer, shown)
    return found.line.replace("\x1f", "▢") if found else ""
