"""Measure how long it takes to understand a sentence, in a bureau of 10,000 tasks and 400 units."""

import random
import time
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from plan.calendar import Calendar
from plan.initials import initials
from plan.values import Duty
from plan.words.intent import Speaker
from plan.words.intents import INTENTS
from plan.words.understand import understand
from storage.names import BureauNames
from storage.search_index import SearchIndex
from tests.bench import big

UNITS, TASKS = 400, 10_000
NOW = datetime(2020, 3, 2, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
LONG = (
    "5.5.5 60% " + "已完成前期调研，正在起草方案，" * 20,
    "推进高校专利导航" + "，请各单位按要求抓紧落实" * 15,
    "想要" * 2000,
)


def measure() -> None:
    """Print the mean and the 99th percentile of a sentence's time; the first reading, without caches, counts too."""
    names = BureauNames(_index())
    speakers = [Speaker(frozenset({duty}), frozenset({2}), NOW, Calendar()) for duty in Duty]
    texts = [*(example for intent in INTENTS for example in intent.examples), *LONG]
    waits = []
    for text in texts:
        for speaker in speakers:
            began = time.perf_counter()
            understand(text, names, speaker)
            waits.append((time.perf_counter() - began) * 1000)
    mean, p99 = sum(waits) / len(waits), sorted(waits)[len(waits) * 99 // 100]
    print(f"{'understanding words, ms':28}{'mean':>10}{mean:10.2f}{'p99':>8}{p99:8.2f}  mean under 3")


class Task(NamedTuple):
    id: int
    code: str
    title: str
    deadline: date
    restricted: bool
    sentence: str
    initials: str


class Unit(NamedTuple):
    id: int
    name: str
    initials: str
    path: str
    short_name: str


def _index() -> SearchIndex:
    tasks = [
        Task(row["id"], row["code"], row["title"], row["deadline"], False, row["sentence"], initials(row["title"]))
        for row in big.task_rows(NOW, random.Random(1), TASKS)
    ]
    units = [Unit(row["id"], row["name"], initials(row["name"]), row["path"], "") for row in big.unit_rows()][:UNITS]
    rows: Any = (tasks, units, [(task.id, 1 + task.id % UNITS) for task in tasks])
    return SearchIndex(*rows)
