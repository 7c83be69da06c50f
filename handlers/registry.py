"""Declare a command once; its name, words, menu line, help, permission and the reading of its inputs follow from it."""

import inspect
import re
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, get_type_hints

from handlers.ask import Ask, View
from handlers.inputs import Param, param, read
from plan.permission import WHOLE_PLAN
from plan.refusal import Refusal
from plan.reply import Button, Reply
from plan.values import Duty

Run = Callable[..., Awaitable[Reply]]
Offer = Callable[[View], str]
Where = Literal["private", "group", "both"]
ANYONE: frozenset[Duty] = frozenset()
EVERY_POST = frozenset(Duty)
DOERS = frozenset({Duty.LIAISON, Duty.HEAD, Duty.CLERK})
CLERK = frozenset({Duty.CLERK})
OVERSEERS = WHOLE_PLAN


@dataclass(frozen=True)
class Command:
    """`phrase` is a regular expression: a whole message of that form is this command's input.

    `who` empty is for strangers too. A command that `writes` runs in a transaction, another reads only. One without
    `files` is not given any.
    """

    name: str
    label: str
    about: str
    run: Run
    who: frozenset[Duty]
    words: tuple[str, ...]
    phrase: re.Pattern[str] | None
    where: Where
    writes: bool
    menu: int
    params: tuple[Param, ...]
    example: str
    card: Offer | None
    replies: bool
    settles: bool
    files: bool

    @property
    def usage(self) -> str:
        inputs = "".join(f" {p.input.label}" if p.required else f" [{p.input.label}]" for p in self._typed)
        example = self.example or " ".join([f"/{self.name}", *(p.input.example for p in self._typed)])
        return f"用法：/{self.name}{inputs}，例如：{example}"

    @property
    def _typed(self) -> list[Param]:
        return [p for p in self.params if p.input.label not in ("版本", "页", "人员")]

    def allows(self, duties: frozenset[Duty]) -> bool:
        return self.who is ANYONE or bool(self.who & duties)

    def takes(self, rest: str) -> bool:
        """Whether `rest` is this command's input."""
        try:
            read(self.params, rest, self.usage)
        except Refusal:
            return False
        return True

    def means_task(self, rest: str) -> bool:
        """Whether `rest` is this command's input, and begins with a task's number."""
        return self.takes(rest) and bool(re.match(r"\d+(\.\d+)+", rest))

    async def __call__(self, ask: Ask, rest: str) -> Reply:
        keep_for = self.name if self.writes else ""
        return await self.run(ask, **read(self.params, rest.strip(), self.usage, keep_for))


class Registry:
    """All commands, by name and by what people say instead."""

    def __init__(self) -> None:
        self.commands: dict[str, Command] = {}
        self._words: dict[str, Command] = {}

    def add(self, command: Command) -> None:
        words = {command.label, *command.words}
        for taken in (self.commands.keys() & {command.name}) | (self._words.keys() & words):
            raise ValueError(f"{taken} is declared twice")
        several = (*self.commands.values(), command)
        self.commands = {one.name: one for one in sorted(several, key=lambda c: (c.menu or 99, c.name))}
        self._words |= dict.fromkeys(words, command)

    def __iter__(self) -> Iterator[Command]:
        """In the order of the menu, then by name."""
        return iter(self.commands.values())

    def menu(self, duties: frozenset[Duty], where: Where = "private") -> list[Command]:
        """What somebody with these duties sees behind the menu button."""
        return [c for c in self if c.menu and c.allows(duties) and c.where in (where, "both")]

    def on_card(self, view: View) -> list[Button]:
        """What this reader may do with the task that he looks at."""
        offers = [(c.label, c.card(view)) for c in self if c.card and c.allows(view.me.duties)]
        return [Button(label, line) for label, line in offers if line]

    def by_reply(self, duties: frozenset[Duty], number: str) -> str:
        """The line that words complete which somebody with these duties wrote as a reply to a message of ours."""
        return next((f"/{c.name} {number}" for c in self if c.replies and c.allows(duties)), "")

    def by_slash(self, text: str, username: str = "") -> tuple[Command, str]:
        """`/sign 2.2.4` or `/sign@this_bot 2.2.4`; raises Refusal for a command that does not exist."""
        match = re.match(r"/([A-Za-z0-9_]+)(?:@(\w+))?(?:\s+|$)", text)
        ours = match and (not match[2] or match[2].lower() == username.lower())
        command = self.commands.get(match[1].lower()) if match and ours else None
        if match is None or command is None:
            raise Refusal("没有这个命令。发送 /help 查看可以办理的事项。")
        return command, text[match.end() :]

    def by_word(self, text: str, *, whole: bool = False) -> tuple[Command, str] | None:
        """`我的任务`, `汇报 2.2.4 80%`, `签收2.2.4`; with `whole` only the word alone, or with a task's number.

        What a command that only shows something can't read is no such command: `逾期 常州` is looked for.
        """
        match = re.match(r"([^\s\d]+)\s*(.*)", text, re.DOTALL)
        command = self._words.get(match[1]) if match else None
        if match is None or command is None:
            return None
        rest = match[2]
        meant = command.means_task(rest) if whole else command.writes or command.takes(rest)
        return None if rest and not meant else (command, rest)

    def by_phrase(self, text: str) -> tuple[Command, str] | None:
        """A message that has the form of some command's input, such as `2.2.4`."""
        for command in self:
            if command.phrase and command.phrase.fullmatch(text):
                return command, text
        return None


REGISTRY = Registry()


def command(  # noqa: PLR0913 - a declaration says all there is
    name: str, label: str, about: str, *, who: frozenset[Duty] = EVERY_POST, words: tuple[str, ...] = (),
    phrase: str = "", where: Where = "private", writes: bool = False, menu: int = 0, example: str = "",
    card: Offer | None = None, replies: bool = False, settles: bool = False, files: bool = False,
) -> Callable[[Run], Run]:  # fmt: skip
    """`menu` is its place in the menu, 0 leaves it out; `example` stands in the usage sentence for the inputs' own.

    `card` answers with the line behind its button on a task's card, or with nothing where there is no such button.
    `settles` is said of one that changes what holds for the whole bureau.
    With `replies`, words written as a reply to our message about one task are this command's, after its number;
    with `files`, so is what is sent with its words.
    """

    def declare(run: Run) -> Run:
        hints: dict[str, Any] = get_type_hints(run, include_extras=True)
        empty = inspect.Parameter.empty
        inputs = list(inspect.signature(run).parameters.values())[1:]
        params = tuple(param(p.name, hints[p.name], p.default, empty) for p in inputs)
        pattern = re.compile(phrase, re.DOTALL) if phrase else None
        REGISTRY.add(
            Command(
                name,
                label,
                about,
                run,
                who,
                words,
                pattern,
                where,
                writes,
                menu,
                params,
                example,
                card,
                replies,
                settles,
                files,
            )
        )
        return run

    return declare
