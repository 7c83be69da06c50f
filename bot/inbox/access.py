"""Who is let through to a command, and where."""

import re
from datetime import date

from bot.telegram.updates import Incoming
from handlers.ask import Chat
from handlers.messages import IN_PRIVATE, STRANGER
from handlers.registry import ANYONE, Command
from plan.person import Person
from plan.refusal import Forbidden, Refusal
from plan.reply import Button
from storage import people
from storage.database import Connection


async def admitted(
    db: Connection, update: Incoming, command: Command, rest: str, today: date, person: Person | None = None
) -> Person | None:
    """The person who asks, looked up unless he is known already; None for a stranger who may. Raises Refusal."""
    person = person or await people.by_telegram_id(db, update.sender_id, today)
    if command.who is not ANYONE:
        if person is None or not person.posts:
            raise Forbidden(STRANGER)
        if not command.allows(person.duties):
            raise Forbidden(f"“{command.label}”由{'、'.join(sorted(duty.label for duty in command.who))}办理。")
    _right_place(command, rest, update.chat, person)
    return person


def _right_place(command: Command, rest: str, chat: Chat, person: Person | None) -> None:
    if command.where == "private" and chat.kind == "group":
        if person is None or not person.posts:
            raise Forbidden(STRANGER)
        number = rest.strip().replace(".", "_")
        link = f"{command.name}-{number}" if re.fullmatch(r"[0-9_]{1,20}", number) else command.name
        raise Refusal(IN_PRIVATE, Button("打开督办", url=f"?start={link}"))
    if command.where == "group" and chat.kind == "private":
        raise Refusal(f"“{command.label}”请在相应的群内发送：/{command.name}")
