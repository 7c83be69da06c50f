"""Methods for the bot's command menu, descriptions and menu button."""

from typing import Any

from sandbox.errors import bad
from sandbox.menus import Scope, checked_commands
from sandbox.methods.registry import method
from sandbox.methods.targets import known_chat
from sandbox.params import Params
from sandbox.values import Json
from sandbox.world import World

EVERYWHERE = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators")
ONE_CHAT = ("chat", "chat_administrators", "chat_member")
MAX_DESCRIPTION, MAX_SHORT = 512, 120


@method("setMyCommands")
def set_my_commands(world: World, params: Params) -> bool:
    commands = checked_commands(params.structure("commands", "can't parse commands JSON object"))
    world.menus[_key(world, params)] = commands
    world.changed()
    return True


@method("getMyCommands")
def get_my_commands(world: World, params: Params) -> list[Json]:
    return world.menus.get(_key(world, params), [])


@method("deleteMyCommands")
def delete_my_commands(world: World, params: Params) -> bool:
    world.menus.pop(_key(world, params), None)
    world.changed()
    return True


@method("setMyDescription")
def set_my_description(world: World, params: Params) -> bool:
    return _describe(world, params, "description", MAX_DESCRIPTION)


@method("setMyShortDescription")
def set_my_short_description(world: World, params: Params) -> bool:
    return _describe(world, params, "short_description", MAX_SHORT)


@method("setChatMenuButton")
def set_chat_menu_button(world: World, params: Params) -> bool:
    button = params.mapping("menu_button", "can't parse menu button JSON object") or {"type": "default"}
    if button.get("type") not in ("commands", "default", "web_app"):
        raise bad("MenuButton has unsupported type")
    where = known_chat(world, params) if params.has("chat_id") else None
    if where is not None and not where.private:
        raise bad("chat must be a private chat")
    world.about["menu_button"][where.id if where else 0] = button
    return True


def _describe(world: World, params: Params, name: str, most: int) -> bool:
    text = params.text(name)
    if len(text) > most:
        raise bad(f"{name.replace('_', ' ')} is too long")
    world.about[name][_language(params)] = text
    world.changed()
    return True


def _key(world: World, params: Params) -> Scope:
    raw = params.mapping("scope", "can't parse bot command scope JSON object") or {"type": "default"}
    return (*_scope(world, raw), _language(params))


def _scope(world: World, raw: Json) -> tuple[Any, ...]:
    kind = raw.get("type")
    if kind in EVERYWHERE:
        return (kind,)
    if kind not in ONE_CHAT:
        raise bad("can't parse BotCommandScope: unsupported type specified")
    inner = Params(raw)
    chat = known_chat(world, inner)
    if kind != "chat" and chat.private:
        raise bad("can't use specified scope in the private chat")
    if kind != "chat_member":
        return kind, chat.id
    user = inner.integer("user_id")
    if user not in chat.members:
        raise bad("user not found")
    return kind, chat.id, user


def _language(params: Params) -> str:
    language = params.text("language_code")
    if language and not (len(language) == 2 and language.isascii() and language.isalpha() and language.islower()):
        raise bad("invalid language code specified")
    return language
