"""Queue letters about an event to the people concerned, in the transaction of the event."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from plan.letter_kinds import LetterKind
from plan.person import Person
from plan.reply import Button, Reply
from storage import outbox
from storage.database import Connection
from storage.outbox import New


async def tell(db: Connection, kind: LetterKind, key: str, reply: Reply, to: Iterable[Person], now: datetime) -> None:
    """Queue one letter per person under `<kind>:<key>:<id of the person>`, with the button 为什么收到.

    A key that is there already queues nothing. `key` begins with the id of the subject of the kind's `condition`, if
    it has one; letters may stand before the id, as in `copy12`.
    """
    await tell_each(db, kind, (Told(key, person, reply) for person in to), now)


@dataclass(frozen=True)
class Told:
    """A letter to one person; `reminders` are the keys of the reminders in it. It is for the post through which the
    person receives it, the first in `person.posts`."""

    key: str
    person: Person
    reply: Reply
    reminders: tuple[str, ...] = ()


async def tell_each(db: Connection, kind: LetterKind, told: Iterable[Told], now: datetime) -> None:
    """Queue a letter of its own for each person."""
    letters = {}
    for letter in told:
        key = f"{kind.name}:{letter.key}:{letter.person.id}"
        new = New(
            key, kind, explained(letter.reply, key).dump(), person_id=letter.person.id, urgent=kind.is_urgent,
            post_id=None if kind.follows == "person" else next((post.id for post in letter.person.posts), None),
        )  # fmt: skip
        letters[new] = letter.reminders
    await outbox.put_all(db, letters, now)


def explained(reply: Reply, key: str) -> Reply:
    """Return the reply with the button 为什么收到."""
    return replace(reply, buttons=(*reply.buttons, (Button("为什么收到", f"/why {key}"),)))
