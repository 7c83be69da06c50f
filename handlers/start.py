"""Open the bot (开始): with an invitation, with a link from a group, or as somebody already known."""

import re

from handlers.ask import Ask
from handlers.inputs import Words
from handlers.messages import STRANGER
from handlers.people.join import greeting, open_invitation
from handlers.registry import ANYONE, REGISTRY, command
from plan.refusal import Refusal
from plan.reply import Reply
from storage import people

LINK = re.compile(r"(task(?=-)|board|my|plan)((?:-[0-9_]+)*)")


@command("start", "开始", "打开督办", who=ANYONE, writes=True, example="/start")
async def start(ask: Ask, code: Words = "") -> Reply:
    """`code` is what followed in the link: the name of a command, or the hash of an invitation's code."""
    if code and code.partition("-")[0] not in REGISTRY.commands:
        return await open_invitation(ask, code)
    if not ask.person or not ask.person.posts:
        raise Refusal(STRANGER)
    await people.set_reachable(ask.db, ask.sender_id, reachable=True)
    if link := LINK.fullmatch(code):
        return await _follow(ask, link[1], link[2].replace("-", " ").replace("_", "."))
    return await greeting(ask, "欢迎回来")


async def _follow(ask: Ask, name: str, rest: str) -> Reply:
    """Run the read-only command that a link in a group names; the command itself checks what this person may see."""
    return await REGISTRY.commands[name](ask, rest)
