"""Find the command menu of a person in a chat: the narrowest scope wins, then the person's language."""

import re
from typing import Any

from sandbox.errors import bad
from sandbox.values import Chat, Json, Person

MOST, NAME, MAX_DESCRIPTION = 100, re.compile(r"[a-z0-9_]{1,32}"), 256
Scope = tuple[Any, ...]  # the type, then the ids of chat and person, if it has them
Menus = dict[Scope, list[Json]]  # by scope and language


def checked_commands(raw: object) -> list[Json]:
    if not isinstance(raw, list):
        raise bad("can't parse BotCommand: expected an Array of BotCommand")
    if len(raw) > MOST:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    return [_command(one) for one in raw]


def menu_of(menus: Menus, person: Person, chat: Chat) -> list[Json]:
    for scope in _scopes(person, chat):
        for language in (person.language[:2], ""):
            if commands := menus.get((*scope, language)):
                return commands
    return []


def _scopes(person: Person, chat: Chat) -> list[Scope]:
    if chat.private:
        return [("chat", chat.id), ("all_private_chats",), ("default",)]
    is_admin = chat.is_admin(person.id)
    return [
        ("chat_member", chat.id, person.id),
        *([("chat_administrators", chat.id)] if is_admin else []),
        ("chat", chat.id),
        *([("all_chat_administrators",)] if is_admin else []),
        ("all_group_chats",),
        ("default",),
    ]


def _command(raw: object) -> Json:
    if not isinstance(raw, dict):
        raise bad("can't parse BotCommand: expected an Object")
    name, words = raw.get("command"), raw.get("description")
    if not isinstance(name, str) or not isinstance(words, str):
        raise bad("can't parse BotCommand: command and description must be of type String")
    name = name.removeprefix("/")
    if not NAME.fullmatch(name):
        raise bad("BOT_COMMAND_INVALID")
    if not words.strip() or len(words) > MAX_DESCRIPTION:
        raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": words}
