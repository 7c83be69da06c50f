"""Handle what a forwarded message means. It changes nothing by itself: what it would do is shown, with a button that
does it by the rights of whoever forwards.
"""

import re
from dataclasses import replace

from bot.inbox.effects import ASKING, changes
from bot.inbox.route import Route
from bot.telegram import updates
from bot.telegram.updates import STRANGE, Incoming
from handlers import REGISTRY
from handlers.ask import Ask
from handlers.inputs import read
from handlers.registry import ASSIGNEES, Command
from handlers.tasks.pick import pick_assignment
from plan.assignment import Assignment
from plan.refusal import Forbidden, Refusal, UnitNeeded
from plan.reply import Button, Reply
from plan.values import Status
from storage import inbox
from storage.database import Connection

MOST_FILES = 10
"""The number of files in an album, by Telegram's limit."""
UNCHANGED = "转发的消息不会直接办理。"
LABEL = "按此办理"
NO_TASK = "消息中没有写明是哪一项任务。如需办理，请写明任务编号后发送，例如：2.2.4"
TASK = re.compile(r"\s*(\d+(?:\.\d+)+(?:@\d+)?)(?=\s|$)")
PREVIEWED = re.compile(r"(?<!\S)预览(?:\s+|$)")
"""The word that lets a command show what it would do; nobody has written it."""
DONE = {"submit": f" {Status.DONE.label}"}
"""What a caption says without writing it, if it gives the name of this command."""


def is_only_shown(update: Incoming, route: Route) -> bool:
    """Return whether the update must not run its command. A command that takes files keeps a forwarded file only."""
    return update.is_forwarded and update.file is None and (changes(route.command) or route.command.name == ASKING)


async def with_caption(db: Connection, update: Incoming) -> Incoming:
    """Return a forwarded file of an album with the caption of the whole album, which an earlier file may have had."""
    if update.file is None or not update.file.album or update.text:
        return update
    for earlier in await inbox.before_in_chat(db, update.id, update.chat.id, MOST_FILES):
        try:
            other = updates.read(earlier)
        except STRANGE:
            continue
        if other.file is not None and other.file.album == update.file.album and other.text:
            return replace(update, text=other.text)
    return update


def route_of_file(route: Route) -> Route:
    """Return, in place of a report, the command that assigns files which are kept and not handed in yet."""
    if route.command.name not in ("progress", "submit"):
        return route
    match = TASK.match(route.rest)
    number, words = (match[1], route.rest[match.end() :]) if match else ("", route.rest)
    said = DONE.get(route.command.name, "") if number else ""
    return replace(route, command=REGISTRY.commands["attach"], rest=f"{number}{said}{words}")


async def preview(ask: Ask, route: Route) -> Reply:
    """Return what the command would do, with the button that does it. Raises Refusal, as the command itself would, for
    what the person may not do and for input that cannot be read."""
    command, rest = route.command, route.rest.strip()
    if command.name == ASKING:
        raise Refusal(f"{UNCHANGED}{NO_TASK}")
    read(command.params, rest, command.usage)
    line, shown = f"/{command.name} {rest}".rstrip(), f"{command.label} {PREVIEWED.sub('', rest)}".rstrip()
    match = TASK.match(rest)
    if match and command.who == ASSIGNEES and command.checks_version:
        # A second tap on a button with the version changes nothing more.
        assignment, words = await _assignment(ask, command, match[1], rest[match.end() :]), rest[match.end() :]
        line = f"/{command.name} {assignment.id} v{assignment.version}{words}"
        unit = f" {assignment.unit}" if "@" in match[1] else ""
        shown = f"{command.label} {assignment.code}{unit}{PREVIEWED.sub('', words)}"
    return Reply(f"{UNCHANGED}如需办理，请点“{LABEL}”：\n{shown}", ((Button(LABEL, line),),))


async def _assignment(ask: Ask, command: Command, number: str, words: str) -> Assignment:
    """Return the assignment that is meant. Raises Refusal, with the forwarded words behind the choices that it
    offers."""
    try:
        return (await pick_assignment(ask, number))[0]
    except Forbidden:
        raise
    except UnitNeeded as needed:
        buttons = [replace(button, line=f"/{command.name} {button.line}{words}") for button in needed.buttons]
        raise Refusal(f"{UNCHANGED}{needed.sentence}", *buttons) from None
    except Refusal as refusal:
        raise Refusal(f"{UNCHANGED}{refusal.sentence}", *refusal.buttons) from None
