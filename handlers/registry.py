"""Declare commands. Menu, help, permission, usage sentence and the reading of inputs are derived from a declaration."""

import inspect
import re
from collections.abc import Callable, Iterator
from typing import Any, get_type_hints

from handlers.ask import View
from handlers.declaration import CardButton, Command, Handler, Where
from handlers.inputs import param
from plan.permission import WHOLE_PLAN
from plan.refusal import Refusal
from plan.reply import Button
from plan.values import Duty
from plan.words.open_question import Wants

__all__ = [
    "ANYONE",
    "ASSIGNEES",
    "CLERK",
    "EVERY_POST",
    "LEADER",
    "OVERSEERS",
    "REGISTRY",
    "Command",
    "Registry",
    "command",
]

ANYONE: frozenset[Duty] = frozenset()
EVERY_POST = frozenset(Duty)
ASSIGNEES = frozenset({Duty.LIAISON, Duty.HEAD, Duty.CLERK})
"""Those who act on a unit's assignments; the clerk acts on behalf of units."""
CLERK = frozenset({Duty.CLERK})
LEADER = frozenset({Duty.LEADER})
OVERSEERS = WHOLE_PLAN


class Registry:
    """All commands, by slash name and by Chinese words."""

    def __init__(self) -> None:
        self.commands: dict[str, Command] = {}
        self._words: dict[str, Command] = {}

    def add(self, command: Command) -> None:
        """Register a command. Raises ValueError if its name or one of its words is taken."""
        words = {command.label, *command.words}
        for taken in (self.commands.keys() & {command.name}) | (self._words.keys() & words):
            raise ValueError(f"{taken} is declared twice")
        in_order = sorted((*self, command), key=lambda entry: (entry.menu or 99, entry.name))
        self.commands = {entry.name: entry for entry in in_order}
        self._words |= dict.fromkeys(words, command)

    def __iter__(self) -> Iterator[Command]:
        """Iterate in the order of the menu, then by name."""
        return iter(self.commands.values())

    def menu(self, duties: frozenset[Duty], where: Where = "private") -> list[Command]:
        """Return the commands in Telegram's menu for somebody with these duties."""
        allowed = [command for command in self if command.menu and command.allows(duties)]
        return [command for command in allowed if command.where in (where, "both")]

    def on_card(self, view: View) -> list[Button]:
        """Return the buttons of a task's card for the person who looks at it."""
        offered = [(command, command.card(view)) for command in self if command.card and command.allows(view.me.duties)]
        return [Button(command.label, line) for command, line in offered if line]

    def by_reply(self, duties: frozenset[Duty], number: str) -> str:
        """Return the command line that a reply to the bot's message about the task `number` completes; else empty."""
        return next((f"/{command.name} {number}" for command in self if command.replies and command.allows(duties)), "")

    def by_slash(self, text: str, username: str = "") -> tuple[Command, str]:
        """Return the command and its input of `/sign 2.2.4` or `/sign@this_bot 2.2.4`.

        Raises Refusal if there is no such command, or if it is addressed to another bot.
        """
        match = re.match(r"/([A-Za-z0-9_]+)(?:@(\w+))?(?:[^\S\x1f]+|$)", text)  # SLOT counts as a blank for \s.
        for_this_bot = match and (not match[2] or match[2].lower() == username.lower())
        command = self.commands.get(match[1].lower()) if match and for_this_bot else None
        if match is None or command is None:
            raise Refusal("没有这个命令。发送 /help 查看可以办理的事项。")
        return command, text[match.end() :]

    def by_word(self, text: str, *, whole: bool = False) -> tuple[Command, str] | None:
        """Return the command and its input of `我的任务`, `汇报 2.2.4 80%` or `签收2.2.4`, or None.

        With `whole` only the word alone, or followed by a task's number, counts. A command that only reads, or
        takes no input, and cannot read the rest is not meant: `逾期 常州` becomes a search.
        """
        match = re.match(r"([^\s\d]+)\s*(.*)", text, re.DOTALL)
        command = self._words.get(match[1]) if match else None
        if match is None or command is None:
            return None
        rest = match[2]
        is_meant = command.means_task(rest) if whole else bool(command.writes and command.params) or command.takes(rest)
        return None if rest and not is_meant else (command, rest)

    def by_phrase(self, text: str) -> tuple[Command, str] | None:
        """Return the command whose `phrase` the whole text matches, such as `2.2.4`, with the text; or None."""
        for command in self:
            if command.phrase and command.phrase.fullmatch(text):
                return command, text
        return None


REGISTRY = Registry()


def command(  # noqa: PLR0913 - a declaration has all of a command's properties
    name: str, label: str, about: str, *, who: frozenset[Duty] = EVERY_POST, words: tuple[str, ...] = (),
    phrase: str = "", where: Where = "private", writes: bool = False, menu: int = 0, example: str = "",
    card: CardButton | None = None, replies: bool = False, settles: bool = False, files: bool = False,
    asks: Wants = Wants.WORDS,
) -> Callable[[Handler], Handler]:  # fmt: skip
    """Declare the decorated handler as a command. The handler's parameters after `ask` are its inputs.

    name, label, about: the slash name, the Chinese name that people also type, and the line in the menu.
    who: the duties that may use it; ANYONE lets in strangers too.
    words: more Chinese words that people type for it.
    phrase: a regular expression; a whole message that matches it is this command's input.
    where: the kind of chat in which it may be used.
    writes: it runs in a write transaction; otherwise it only reads.
    menu: its place in the menu and in the help; 0 leaves it out.
    example: replaces the inputs' own examples in the usage sentence.
    card: returns the command line of its button on a task's card, or "" where the card has no such button.
    replies: a reply to the bot's message about one task is this command's input, after the task's number.
    settles: it changes settings of the whole bureau, which are loaded anew after it.
    asks: what its questions ask for: only that is taken for the answer.
    files: it is given the files that come with the message; other commands are given none.
    """

    def declare(run: Handler) -> Handler:
        hints: dict[str, Any] = get_type_hints(run, include_extras=True)
        empty = inspect.Parameter.empty
        _ask, *inputs = inspect.signature(run).parameters.values()
        params = tuple(param(each.name, hints[each.name], each.default, empty) for each in inputs)
        pattern = re.compile(phrase, re.DOTALL) if phrase else None
        REGISTRY.add(
            Command(
                name=name, label=label, about=about, run=run, who=who, words=words, phrase=pattern, where=where,
                writes=writes, menu=menu, params=params, example=example, card=card, replies=replies, settles=settles,
                files=files, asks=asks,
            )
        )  # fmt: skip
        return run

    return declare
