"""Check who may run a command, and in which chat."""

import re

from handlers.ask import Chat
from handlers.messages import IN_PRIVATE, STRANGER
from handlers.registry import ANYONE, Command
from plan.person import Person
from plan.refusal import Forbidden, Refusal
from plan.reply import Button


def check(command: Command, rest: str, chat: Chat, person: Person | None) -> None:
    """Raise Refusal unless `person`, None for a stranger, may run the command in this chat."""
    if command.who is not ANYONE:
        if person is None or not person.posts:
            raise Forbidden(STRANGER)
        if not command.allows(person.duties):
            raise Forbidden(f"“{command.label}”由{'、'.join(sorted(duty.label for duty in command.who))}办理。")
    _check_chat(command, rest, chat, person)


def _check_chat(command: Command, rest: str, chat: Chat, person: Person | None) -> None:
    """A private command in a group is refused with a link that opens the same command in the private chat."""
    if command.where == "private" and chat.kind == "group":
        if person is None or not person.posts:
            raise Forbidden(STRANGER)
        number = rest.strip().replace(".", "_")
        link = f"{command.name}-{number}" if re.fullmatch(r"[0-9_]{1,20}", number) else command.name
        raise Refusal(IN_PRIVATE, Button("打开督办", url=f"?start={link}"))
    if command.where == "group" and chat.kind == "private":
        raise Refusal(f"“{command.label}”请在相应的群内发送：/{command.name}")
