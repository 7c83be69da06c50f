"""Record the year as lines of JSON: each letter with its content, and at the end what it can be checked against."""

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
from plan.permission import Post
from plan.reply import Reply
from plan.values import Duty, State
from storage import assignments, people, units
from storage.database import Connection
from storage.outbox import delivery_log
from storage.outbox.delivery_log import Abouts, DeliveredLetter, Turn
from storage.units import Unit

Line = dict[str, Any]


@dataclass(frozen=True)
class Record:
    """Everything that the lines are made of; mappings are by the ids of assignments and people."""

    zone: tzinfo
    calendar: Calendar
    letters: Sequence[DeliveredLetter]
    shares: Mapping[int, Assignment]
    turns: Mapping[int, Sequence[Turn]]
    abouts: Abouts
    posts: Mapping[int, Sequence[Post]]
    cast: Sequence[Somebody]
    units: Sequence[Unit]

    def lines(self) -> Iterator[str]:
        for sent in self.letters:
            yield _json(self._letter(sent))
        above = {unit.id: unit.name for unit in self.units}
        there = {
            "people": [_person(somebody) for somebody in self.cast],
            "units": [{"unit": unit.name, "above": above.get(unit.parent_id or 0)} for unit in self.units],
        }
        yield _json({"assignments": [self._share(assignment) for assignment in self.shares.values()], **there})

    def _letter(self, sent: DeliveredLetter) -> Line:
        posts = self.posts.get(sent.person_id or 0, ())
        items = [item for key in sent.reminders if (item := self._item(key))]
        return {
            "at": self._at(self._nominal(sent)), "sent": self._at(sent.sent_at), "rule": sent.kind.name,
            "key": sent.key,
            "to": sent.group or "、".join(post.title for post in posts), "person": sent.person,
            "items": sorted(items, key=_json), "text": _plain(sent.payload),
        }  # fmt: skip

    def _nominal(self, sent: DeliveredLetter) -> datetime:
        """Return when the letter should have been sent: what happens outside the hours is told at the next opening."""
        at = sent.due_at.astimezone(self.zone)
        return sent.kind.sendable_at(at, at, self.calendar)

    def _item(self, reminders: str) -> Line | None:
        """Return None if it is not the key of a reminder, or if the assignment is not in the plan any more."""
        key = keys.read(reminders)
        if key is None:
            return None
        rule = key.kind.rule.name
        if key.kind.about == "call":
            share_id, unit_id, day = self.abouts.calls[key.id]
            share = self.shares.get(share_id or 0)
            unit = share.unit if share else next(unit.name for unit in self.units if unit.id == unit_id)
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
        day = key.day if key.kind.day_in_key == "due" else share.deadline
        return {"rule": rule, "task": share.code, "unit": share.unit, "due": day and str(day)}

    def _share(self, assignment: Assignment) -> Line:
        turns = self.turns.get(assignment.id, ())
        reports = [self._at(turn.at) for turn in turns if turn.action == "report"]
        closed = [self._at(turn.at) for turn in turns if turn.state in (State.CLOSED, State.WAIVED)]
        return {
            "task": assignment.code,
            "unit": assignment.unit,
            "role": assignment.role.value,
            "due": assignment.deadline and str(assignment.deadline),
            "signed": self._at(assignment.signed_at),
            "closed": None if assignment.open else closed[-1],
            "reports": reports,
            "assigned": str(assignment.assigned_on),
            "turns": [_turn(self._at(turn.at), turn) for turn in turns],
        }

    def _at(self, moment: datetime | None) -> str | None:
        return moment.astimezone(self.zone).isoformat() if moment else None


def _plain(payload: str) -> str:
    """Return the text without markup, with its line breaks."""
    return "\n".join(Markup(line).striptags() for line in Reply.load(payload).html.split("\n")).strip()  # noqa: S704


def _turn(at: str | None, turn: Turn) -> Line:
    return {"at": at, "state": turn.state, "due": turn.deadline and str(turn.deadline)}


def _person(somebody: Somebody) -> Line:
    return {
        "person": somebody.name,
        "to": f"{somebody.unit.name}{somebody.duty.label}",
        "there": somebody.chat is not None,
    }


def _json(line: Line) -> str:
    return json.dumps(line, ensure_ascii=False)


async def record(db: Connection, cast: Sequence[Somebody], today: date, zone: tzinfo, calendar: Calendar) -> Record:
    holders = await people.holders(db, Duty, today)
    return Record(
        zone,
        calendar,
        await delivery_log.letters(db),
        {assignment.id: assignment for assignment in await assignments.of_plan(db)},
        await delivery_log.turns(db),
        await delivery_log.abouts(db),
        {person.id: person.posts for person in holders},
        cast,
        await units.every(db),
    )
