"""The year as lines of JSON: each letter with what it said, and at the end what it can be checked against."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any

from markupsafe import Markup

from bot.simulation.people import Somebody
from plan import keys
from plan.assignment import Assignment
from plan.calendar import Calendar
from plan.letter_kinds import DEADLINE, OVERDUE, REPORT
from plan.permission import Post
from plan.reply import Reply
from plan.values import Duty, State
from storage import assignments, people, units
from storage.database import Connection
from storage.outbox import delivery_log
from storage.outbox.delivery_log import Abouts, Sent, Turn
from storage.units import Unit

BY_DEADLINE = (DEADLINE, OVERDUE, REPORT)
"""Whose keys name the day that they are about: the deadline as it was then, the day by which to report."""
Line = dict[str, Any]


@dataclass(frozen=True)
class Record:
    """`cast` are those who were there, by their names."""

    zone: tzinfo
    calendar: Calendar
    letters: Sequence[Sent]
    shares: Mapping[int, Assignment]
    turns: Mapping[int, Sequence[Turn]]
    abouts: Abouts
    posts: Mapping[int, Sequence[Post]]
    cast: Sequence[Somebody]
    units: Sequence[Unit]

    def lines(self) -> Iterator[str]:
        for one in self.letters:
            yield _json(self._letter(one))
        above = {unit.id: unit.name for unit in self.units}
        there = {
            "people": [_person(one) for one in self.cast],
            "units": [{"unit": unit.name, "above": above.get(unit.parent_id or 0)} for unit in self.units],
        }
        yield _json({"assignments": [self._share(one) for one in self.shares.values()], **there})

    def _letter(self, one: Sent) -> Line:
        posts = self.posts.get(one.person_id or 0, ())
        items = [item for key in one.said if (item := self._item(key))]
        return {
            "at": self._at(self._nominal(one)), "sent": self._at(one.sent_at), "rule": one.kind.name, "key": one.key,
            "to": one.group or "、".join(post.title for post in posts), "person": one.person,
            "items": sorted(items, key=_json), "text": _plain(one.payload),
        }  # fmt: skip

    def _nominal(self, one: Sent) -> datetime:
        """What happened outside of the hours is told with the next opening."""
        at = one.due_at.astimezone(self.zone)
        return one.kind.speaks_at(at, at, self.calendar)

    def _item(self, said: str) -> Line | None:
        """None for a key of no rule, and for what is about no share that is left."""
        key = keys.read(said)
        if key is None:
            return None
        rule = key.kind.rule.name
        if key.kind.about == "call":
            share_id, unit_id, day = self.abouts.calls[key.id]
            share = self.shares.get(share_id or 0)
            unit = share.unit if share else next(one.name for one in self.units if one.id == unit_id)
            return {
                "rule": key.kind.rule.name,
                "task": share.code if share else "",
                "unit": unit,
                "due": day and str(day),
            }
        id = {"assignment": key.id, "request": self.abouts.requests.get(key.id, 0)}.get(key.kind.about, 0)
        share = self.shares.get(id)
        if share is None:
            return None
        day = key.day if key.kind in BY_DEADLINE else share.deadline
        return {"rule": rule, "task": share.code, "unit": share.unit, "due": day and str(day)}

    def _share(self, one: Assignment) -> Line:
        turns = self.turns.get(one.id, ())
        reports = [self._at(turn.at) for turn in turns if turn.action == "report"]
        closed = [self._at(turn.at) for turn in turns if turn.state in (State.CLOSED, State.WAIVED)]
        return {
            "task": one.code, "unit": one.unit, "role": one.role.value, "due": one.deadline and str(one.deadline),
            "signed": self._at(one.signed_at), "closed": None if one.open else closed[-1],
            "reports": reports, "assigned": str(one.assigned_on),
            "turns": [_turn(self._at(turn.at), turn) for turn in turns],
        }  # fmt: skip

    def _at(self, moment: datetime | None) -> str | None:
        return moment.astimezone(self.zone).isoformat() if moment else None


def _plain(payload: str) -> str:
    """As people read it; line breaks stay."""
    return "\n".join(Markup(line).striptags() for line in Reply.load(payload).html.split("\n")).strip()  # noqa: S704


def _turn(at: str | None, one: Turn) -> Line:
    return {"at": at, "state": one.state, "due": one.deadline and str(one.deadline)}


def _person(one: Somebody) -> Line:
    return {"person": one.name, "to": f"{one.unit.name}{one.duty.label}", "there": one.chat is not None}


def _json(line: Line) -> str:
    return json.dumps(line, ensure_ascii=False)


async def record(db: Connection, cast: Sequence[Somebody], today: date, zone: tzinfo, calendar: Calendar) -> Record:
    holders = await people.holders(db, Duty, today)
    return Record(
        zone, calendar, await delivery_log.letters(db), {one.id: one for one in await assignments.of_plan(db)},
        await delivery_log.turns(db), await delivery_log.abouts(db), {one.id: one.posts for one in holders}, cast,
        await units.every(db),
    )  # fmt: skip
