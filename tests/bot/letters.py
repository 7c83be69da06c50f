"""Put letters into the outbox, and read their state and the messages that arrived."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from plan.letter_kinds import REMIND, LetterKind
from plan.reply import Reply
from storage import outbox, people
from storage.database import Connection
from tests.town import Place, Town

SECONDS = timedelta(seconds=1)
TEST = LetterKind("test", None)


async def write(town: Town, who: Place, *texts: str, **more: Any) -> None:
    """Put letters to a person into the outbox, due now."""
    chat = await town.person(who)
    person = await town.db.read(lambda db: people.by_telegram_id(db, chat, town.clock.now().date()))
    assert person is not None
    await put(town, *texts, person_id=person.id, **more)


async def put(town: Town, *texts: str, kind: LetterKind = REMIND, **more: Any) -> None:
    async def work(db: Connection) -> None:
        for text in texts:
            await outbox.put(db, f"test:{text}", kind, Reply(text).dump(), town.clock.now(), **more)

    await town.db.write(work)


async def got(town: Town, who: Place) -> list[str]:
    """Return the letters in a person's chat."""
    return [m.text for m in town.world.transcript(await town.person(who)) if m.out and m.text.startswith("信")]


async def texts(town: Town, who: Place) -> list[str]:
    """Return the letters in a person's chat, also those with a note that they are late."""
    answers = [m.text for m in town.world.transcript(await town.person(who)) if m.out]
    return [text for text in answers if text.startswith(("信", "（延迟送达"))]


async def letter(town: Town, text: str) -> dict[str, Any]:
    query = sa.text("SELECT state, error, attempts FROM outbox WHERE key = :key")
    cursor_result = await town.db.read(lambda db: db.execute(query, {"key": f"test:{text}"}))
    return dict(cursor_result.mappings().one())


async def later(town: Town, seconds: float) -> None:
    town.clock.set(town.clock.now() + SECONDS * seconds)
    await town.bot.delivery.drain()
