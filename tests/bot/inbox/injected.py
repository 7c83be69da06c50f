"""Messages of kinds that the sandbox's people cannot send."""

from itertools import count
from typing import Any

from tests.town import Town

IDS = count(5000)


async def inject(town: Town, person: int, body: dict[str, Any], kind: str = "message", id: int = 0) -> list[str]:
    """Let a message of this body arrive in the person's private chat, and return what the bot answers."""
    chat = {"id": person, "type": "private", "first_name": "演示"}
    head = {
        "message_id": id or next(IDS), "date": int(town.clock.now().timestamp()), "chat": chat,
        "from": {"id": person, "is_bot": False, "first_name": "演示"},
    }  # fmt: skip
    before = len(town.world.transcript(person))
    town.world.inject({kind: head | body})
    await town.settle()
    return [message.text for message in town.world.transcript(person)[before:] if message.out]
