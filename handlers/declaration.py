"""The declaration of a command as a value: who may use it, and how its input is read."""

import re
import string
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Literal

from handlers.ask import Ask, View
from handlers.inputs import Param, read
from plan.refusal import Refusal, UnitNeeded
from plan.reply import SLOT, Button, Reply
from plan.values import Duty
from plan.words.open_question import Wants

Handler = Callable[..., Awaitable[Reply]]
CardButton = Callable[[View], str]
Where = Literal["private", "group", "both"]
BUTTON_INPUTS = ("版本", "页", "人员")
"""The labels of inputs that only buttons carry; the usage sentence leaves them out."""
TASK_LABEL = "编号"
TASK_AND_VERSION = re.compile(r"^\S+(?:\s+v\d+)?[\s,，.。;；:：、]*")
TASK_REFERENCE = re.compile(r"\d+(?:\.\d+){1,3}(?:@\d+)?(?!\S)|\d{1,18}(?!\S)")
BLANKS = f"{string.whitespace}\u3000\xa0"
"""Without SLOT, which counts as a blank too: `/which /sign SLOT` needs it at the end."""
HAS_DATE = re.compile(r" (?:\d{4}-\d\d-\d\d|\+\d+[天周月])")
"""A question that has its date already asks for the words that belong to it."""


@dataclass(frozen=True)
class Command:
    """A declared command. `handlers.registry.command` explains the fields; `who` is empty if strangers may use it."""

    name: str
    label: str
    about: str
    run: Handler
    who: frozenset[Duty]
    words: tuple[str, ...]
    phrase: re.Pattern[str] | None
    where: Where
    writes: bool
    menu: int
    params: tuple[Param, ...]
    example: str
    card: CardButton | None
    replies: bool
    settles: bool
    files: bool
    asks: Wants

    @property
    def usage(self) -> str:
        """Return the sentence for input that cannot be read: `用法：/sign 编号，例如：/sign 2.2.4`."""
        inputs = "".join(
            f" {typed.input.label}" if typed.required else f" [{typed.input.label}]" for typed in self._typed
        )
        example = self.example or " ".join([f"/{self.name}", *(typed.input.example for typed in self._typed)])
        return f"用法：/{self.name}{inputs}，例如：{example}"

    @property
    def _typed(self) -> list[Param]:
        """Return the inputs that people type; the others come only from buttons."""
        return [param for param in self.params if param.input.label not in BUTTON_INPUTS]

    @property
    def checks_version(self) -> bool:
        """Return whether it acts on one assignment, of which its button names the id and the version."""
        labels = [param.input.label for param in self.params]
        return labels[:2] == ["编号", "版本"] and labels.count("版本") == 1

    def allows(self, duties: frozenset[Duty]) -> bool:
        """Return whether somebody with these duties may use the command."""
        return not self.who or bool(self.who & duties)

    def takes(self, rest: str) -> bool:
        """Return whether `rest` can be read as this command's inputs."""
        try:
            read(self.params, rest, self.usage)
        except Refusal:
            return False
        return True

    def lacks_input(self, rest: str) -> bool:
        """Return whether `rest` lacks an input, or has more than the inputs, so that only the usage could be said."""
        try:
            read(self.params, rest, self.usage)
        except Refusal as refusal:
            return refusal.sentence == self.usage
        return False

    def means_task(self, rest: str) -> bool:
        """Return whether `rest` can be read as this command's inputs and begins with a task's number."""
        return self.takes(rest) and bool(re.match(r"\d+(\.\d+)+", rest))

    def task_reference(self, rest: str) -> str:
        """Return the task's number or the assignment's id with which the inputs begin, "" if they name no task."""
        match = TASK_REFERENCE.match(rest) if self.params and self.params[0].input.label == TASK_LABEL else None
        return match[0] if match else ""

    @property
    def needs_task(self) -> bool:
        """Return whether the first input is a task's number, and cannot be left out."""
        return bool(self.params) and self.params[0].input.label == TASK_LABEL and self.params[0].required

    def wants(self, rest: str) -> Wants:
        """Return what a question asks for whose line has `rest` behind the command's name."""
        takes_task = self.params and self.params[0].input.label == TASK_LABEL
        if takes_task and rest.lstrip(" ")[:1] in ("", SLOT):
            return Wants.TASK
        return Wants.WORDS if self.asks is Wants.DATE and HAS_DATE.search(rest) else self.asks

    async def __call__(self, ask: Ask, rest: str) -> Reply:
        """Read the inputs from `rest`, and run the handler. Raises Refusal."""
        keep_for = self.name if self.writes else ""
        try:
            return await self.run(ask, **read(self.params, rest.strip(BLANKS), self.usage, keep_for))
        except UnitNeeded as needed:
            raise Refusal(
                needed.sentence, *(self._with_unit(button, rest.strip(BLANKS)) for button in needed.buttons)
            ) from None

    def _with_unit(self, button: Button, rest: str) -> Button:
        """Return the button of a unit's assignment with the inputs that the person has given already."""
        behind = TASK_AND_VERSION.sub("", rest)
        return replace(button, line=f"/{self.name} {button.line} {behind}".rstrip())
