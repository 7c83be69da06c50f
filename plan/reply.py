"""A message as a value: what a handler returns and a letter holds."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from markupsafe import Markup, escape


@dataclass(frozen=True)
class Button:
    """A button with either a `line`, the command line that a tap sends, or a `url` (`?start=…` opens this bot).

    The answer to a tap replaces the message with the button, unless the button is `fresh`: under a letter about several
    tasks, which are done one after the other, the answer is a new message.
    """

    label: str
    line: str = ""
    url: str = ""
    fresh: bool = False

    def __post_init__(self) -> None:
        if bool(self.line) == bool(self.url):
            raise ValueError(f"not a button: {self!r}")


Row = tuple[Button, ...]
SLOT = "\x1f"
"""The place of the person's next words in a question, where they do not come at its end."""
T = TypeVar("T")


def filled(question: str, words: str) -> str:
    """Return the command line that a question becomes with the person's `words`."""
    return question.replace(SLOT, words, 1) if SLOT in question else f"{question} {words}"


DRAWING = "drawing"


@dataclass(frozen=True)
class File:
    """A file to send: `path` within the folder of files, `name` as people see it; `kind` is photo, document or DRAWING.

    The `path` of a drawing is the digest under which storage keeps the picture.
    """

    path: str
    name: str
    kind: str = "document"


@dataclass(frozen=True)
class Reply:
    """A message. `text` is escaped unless it is Markup. An answer to a tap replaces the tapped message, unless `fresh`.

    `toast` pops up over the chat. `question` is a command line that the person's next words will complete. `about` is
    the number of the one task that the message shows, to which a report without a number then belongs. A `silent`
    message makes no sound. `files` are sent before the text, or with it if it is short and there is one file.
    `stored` is the text that the database holds until the message has arrived, where it must not hold `text`; it is
    sent if the process ends before.
    """

    text: str
    buttons: tuple[Row, ...] = ()
    toast: str = ""
    question: str = ""
    fresh: bool = False
    silent: bool = False
    files: tuple[File, ...] = ()
    about: str = ""
    stored: str = ""

    @property
    def storable(self) -> "Reply":
        return replace(self, text=self.stored) if self.stored else self

    @property
    def html(self) -> str:
        return str(escape(self.text))

    def dump(self) -> str:
        return json.dumps(vars(self) | {"text": self.html}, ensure_ascii=False, default=vars)

    @classmethod
    def load(cls, dumped: str) -> "Reply":
        values: dict[str, Any] = json.loads(dumped)
        values["text"] = Markup(values["text"])  # noqa: S704 - dump() has escaped it
        values["buttons"] = tuple(tuple(Button(**button) for button in row) for row in values["buttons"])
        values["files"] = tuple(File(**file) for file in values.get("files", ()))
        return cls(**values)


def noted(reply: Reply, note: str) -> Reply:
    """Return the reply with a note above its text; unchanged if either of the two is empty."""
    return replace(reply, text=Markup("{}\n\n{}").format(note, Markup(reply.html))) if note and reply.text else reply  # noqa: S704


def staying(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Return the buttons as `fresh` ones, whose message stays when they are tapped."""
    return tuple(tuple(replace(button, fresh=True) for button in row) for row in rows)


def pairs(buttons: Iterable[Button]) -> tuple[Row, ...]:
    """Arrange buttons in rows of two, in reading order."""
    buttons = list(buttons)
    return tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))


PAGE = 8
"""The number of rows on one page, as a phone shows them."""


def paged(rows: Sequence[T], page: int, line: str, size: int = PAGE) -> tuple[Sequence[T], Row, str]:
    """Return one page of `rows`, the buttons for other pages, and which page it is in words, as `window` does."""
    first, buttons, words = window(len(rows), page, line, size)
    return rows[first : first + size], buttons, words


def window(total: int, page: int, line: str, size: int = PAGE) -> tuple[int, Row, str]:
    """Return the index of the first row of a page, the buttons for other pages, and `第2页，共5页`, empty for one page.

    The buttons' lines are `line` with a page number. A page after the last one becomes the last one.
    """
    last = max((total - 1) // size, 0)
    page = min(max(page, 0), last)
    buttons = []
    if page > 0:
        buttons.append(Button("上一页", f"{line} p{page - 1}"))
    if page < last:
        buttons.append(Button("下一页", f"{line} p{page + 1}"))
    return page * size, tuple(buttons), f"第{page + 1}页，共{last + 1}页" if last else ""
