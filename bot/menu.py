"""Set Telegram's menu of commands for each role, from the declarations of the commands."""

import hashlib

from bot.telegram.client import Client
from handlers import REGISTRY
from handlers.registry import EVERY_POST
from plan.values import Duty


def _lines(duties: frozenset[Duty], where: str) -> list[tuple[str, str]]:
    """Return names and descriptions. `where` is `private` or `group`."""
    commands = REGISTRY.menu(duties, "group" if where == "group" else "private")
    return [(command.name, f"{command.label}：{command.about}") for command in commands]


async def set_for(client: Client, chat_id: int, duties: frozenset[Duty]) -> None:
    await client.set_menu(_lines(duties, "private"), chat_id)


async def set_for_all(client: Client) -> None:
    """Set the menus of private chats, for strangers, and of groups."""
    await client.set_menu([("start", "打开督办")], "private")
    await client.set_menu(_lines(EVERY_POST, "group"), "group")


def version() -> str:
    """Return a text that changes when any line of any menu does."""
    lines = sorted(f"{line}{duty}" for duty in EVERY_POST for line in _lines(frozenset({duty}), "private"))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
