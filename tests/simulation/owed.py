"""Compute the digests that the product's table demands, independently of `plan/digest_rules.py`."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from plan.calendar import Calendar

Line = dict[str, Any]
Item = tuple[str, str, str, str]
"""Rule, task, unit, deadline."""
DAY = timedelta(days=1)
WORKS = Calendar().works
AHEAD = (30, 7, 3, 1, 0)
OVER = ("closed", "waived")
MORNING = time(8, 30)


@dataclass(frozen=True)
class Share:
    """One unit's share of a task, from the last line of the simulation's output."""

    line: Line

    @property
    def task(self) -> str:
        return str(self.line["task"])

    @property
    def unit(self) -> str:
        return str(self.line["unit"])

    @property
    def assigned(self) -> date:
        return date.fromisoformat(self.line["assigned"])

    @property
    def decides(self) -> bool:
        return str(self.line["role"]) != "support"

    def at(self, moment: datetime) -> tuple[str, date | None]:
        """Return the state and the deadline just before this moment."""
        state, due = "pending", self.line["due"]
        for turn in self.line["turns"]:
            if turn["at"] is None or datetime.fromisoformat(turn["at"]) < moment:
                state, due = turn["state"], turn["due"]
        return state, date.fromisoformat(due) if due else None


def working(start: date, end: date) -> int:
    """Return the number of working days after `start` and up to `end`."""
    return sum(WORKS(start + DAY * n) for n in range(1, (end - start).days + 1))


def reminded(deadline: date) -> set[date]:
    """Return the days on which a deadline is announced; days off are moved to the last working day before."""
    days = set()
    for distance in AHEAD:
        day = deadline - DAY * distance
        while not WORKS(day):
            day -= DAY
        days.add(day)
    return days


def of_share(share: Share, today: date, moment: datetime) -> Iterator[tuple[Item, tuple[str, ...]]]:
    """Yield the items that are due this morning, each with the duties of its receivers."""
    state, due = share.at(moment)
    if state in (*OVER, "submitted"):
        return
    if due and today <= due and today in reminded(due):
        yield ("deadline", share.task, share.unit, str(due)), ("联络员",)
    if due and today > due:
        late = working(due, today)
        if late <= 5 or late % 5 == 0:
            leader = ("分管领导",) if late >= 4 else ()
            yield ("overdue", share.task, share.unit, str(due)), ("联络员", "负责人", *leader)
    if state == "pending" and (waited := working(share.assigned, today)) in (1, 3):
        yield ("unsigned", share.task, share.unit, ""), ("联络员", "负责人")[: 1 if waited == 1 else 2]


class Owed:
    """All digest items of a simulation, by person and day."""

    def __init__(self, last: Line, zone: Any) -> None:
        self.shares = [Share(line) for line in last["assignments"]]
        self._zone = zone
        self._above = {unit["unit"]: unit["above"] for unit in last["units"]}
        self._present: dict[str, list[str]] = defaultdict(list)
        for person in last["people"]:
            if person["there"]:
                self._present[person["to"]].append(person["person"])
        self._deciding: dict[str, list[Share]] = defaultdict(list)
        for share in self.shares:
            if share.decides:
                self._deciding[share.task].append(share)

    def on(self, today: date) -> dict[str, set[Item]]:
        """Return this day's items by person."""
        items: dict[str, set[Item]] = defaultdict(set)
        if not WORKS(today):
            return items
        moment = datetime.combine(today, MORNING, self._zone)
        for share in self.shares:
            if all(other.at(moment)[0] in OVER for other in self._deciding[share.task]):
                continue  # the task is closed, so supporting units owe nothing
            for item, duties in of_share(share, today, moment):
                for person in self._receivers(share.unit, duties):
                    items[person].add(item)
        return items

    def _receivers(self, unit: str, duties: tuple[str, ...]) -> Iterator[str]:
        """Yield the unit's people with these duties; without a leader in charge, those of the nearest unit above."""
        for duty in duties:
            place: str | None = unit
            while duty == "分管领导" and place and not self._present[f"{place}{duty}"]:
                place = self._above[place]
            yield from self._present[f"{place}{duty}"]
