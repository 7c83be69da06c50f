"""Handle what a forwarded message means. It changes nothing by itself: what it would do is shown, with a button that
does it by the rights of whoever forwards.
"""

import re
from dataclasses import replace

from bot.inbox.route import Route
from bot.telegram.updates import Incoming
from handlers import REGISTRY
from handlers.ask import Ask
from handlers.inputs import read
from handlers.registry import Command
from handlers.tasks.pick import pick_assignment
from plan.refusal import Forbidden, Refusal
from plan.reply import Button, Reply
from plan.values import Status

UNCHANGED = "转发的消息不会直接办理。"
LABEL = "按此办理"
TASK = re.compile(r"\s*(\d+(?:\.\d+)+)(?=\s|$)")
DONE = {"submit": f" {Status.DONE.label}"}
"""What a caption says without writing it, if it gives the name of this command."""


def is_only_shown(update: Incoming, route: Route) -> bool:
    """Return whether the update must not run its command. A command that takes files keeps a forwarded file only."""
    return update.is_forwarded and route.command.writes and update.file is None


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
    read(command.params, rest, command.usage)
    try:
        line = await _line(ask, command, rest)
    except Forbidden:
        raise
    except Refusal as refusal:
        raise _of_forwarded(refusal, command, rest) from None
    shown = f"{command.label} {rest}".strip()
    return Reply(f"{UNCHANGED}如需办理，请点“{LABEL}”：\n{shown}", ((Button(LABEL, line),),))


async def _line(ask: Ask, command: Command, rest: str) -> str:
    """Return the command line for the button. Where the command accepts it, the line has the assignment's version, so
    that a second tap changes nothing more."""
    match = TASK.match(rest)
    if match and command.checks_version:
        assignment, _ = await pick_assignment(ask, match[1], f"/{command.name}")
        return f"/{command.name} {assignment.id} v{assignment.version}{rest[match.end() :]}"
    return f"/{command.name} {rest}".strip()


def _of_forwarded(refusal: Refusal, command: Command, rest: str) -> Refusal:
    """Return the same refusal, with the forwarded words behind the choices that it offers."""
    match = TASK.match(rest)
    words, own = rest[match.end() :] if match else "", f"/{command.name} "
    buttons = [
        replace(button, line=f"{button.line}{words}") if button.line.startswith(own) else button
        for button in refusal.buttons
    ]
    return Refusal(f"{UNCHANGED}{refusal.sentence}", *buttons)
