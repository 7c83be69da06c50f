"""What happened and others must know at once: a letter to each of them, in the transaction of what happened."""

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
    """Once under `key` for each. A button says why."""
    await tell_each(db, kind, (Told(key, person, reply) for person in to), now)


@dataclass(frozen=True)
class Told:
    """`said` are the keys of what it tells, where it tells of several things. It is for the post of his by which it was
    found that he receives it, where there is one."""

    key: str
    person: Person
    reply: Reply
    said: tuple[str, ...] = ()


async def tell_each(db: Connection, kind: LetterKind, several: Iterable[Told], now: datetime) -> None:
    """To each his own, as `tell` does."""
    letters = {}
    for told_letter in several:
        key = f"{kind.name}:{told_letter.key}:{told_letter.person.id}"
        new = New(
            key, kind, explained(told_letter.reply, key).dump(), person_id=told_letter.person.id, urgent=kind.is_urgent,
            post_id=None if kind.follows == "person" else next((post.id for post in told_letter.person.posts), None),
        )  # fmt: skip
        letters[new] = told_letter.said
    await outbox.put_all(db, letters, now)


def explained(reply: Reply, key: str) -> Reply:
    return replace(reply, buttons=(*reply.buttons, (Button("为什么收到", f"/why {key}"),)))
