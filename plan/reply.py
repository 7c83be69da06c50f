"""A message as a value: what a handler returns and a letter holds."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from markupsafe import Markup, escape

MOST_BYTES = 64
"""Telegram's limit for the line behind a button."""


STAYS = "+"


@dataclass(frozen=True)
class Button:
    """`line` is the command line that a tap says; `url` opens a link instead (`?start=…` is led to this bot's own).

    Where it is `fresh`, its message stays, and the answer is one of its own: it stands under a letter that tells of
    several things, to be done one after the other.
    """

    label: str
    line: str = ""
    url: str = ""
    fresh: bool = False

    def __post_init__(self) -> None:
        if bool(self.line) == bool(self.url) or len(self.tap.encode()) > MOST_BYTES:
            raise ValueError(f"not a button: {self!r}")

    @property
    def tap(self) -> str:
        """What stands behind it in Telegram, and comes back."""
        return f"{STAYS}{self.line}" if self.fresh else self.line


Row = tuple[Button, ...]
SLOT = "\x1f"
"""Stands in a question for the words that are to come, where more comes behind them."""
T = TypeVar("T")


def filled(question: str, words: str) -> str:
    """The command line that `words` make of a question."""
    return question.replace(SLOT, words, 1) if SLOT in question else f"{question} {words}"


DRAWING = "drawing"


@dataclass(frozen=True)
class File:
    """A file to send: `path` within the folder of files, `name` as people see it; `kind` is photo or document.

    Of a drawing `path` is the digest under which its SVG is remembered.
    """

    path: str
    name: str
    kind: str = "document"


@dataclass(frozen=True)
class Reply:
    """`text` is escaped unless it is Markup. A reply to a tap replaces the message it was tapped on, unless `fresh`.

    `toast` pops up over the chat. `question` is a command line that the person's next words will complete.
    `files` are sent with it, in a message of their own.
    """

    text: str
    buttons: tuple[Row, ...] = ()
    toast: str = ""
    question: str = ""
    fresh: bool = False
    silent: bool = False
    files: tuple[File, ...] = ()

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
    """The same, with a note above its text; a file without words stays as it is, and so does a reply to no note."""
    return replace(reply, text=Markup("{}\n\n{}").format(note, Markup(reply.html))) if note and reply.text else reply  # noqa: S704


def staying(rows: Iterable[Row]) -> tuple[Row, ...]:
    """The same, under a letter that stays when they are tapped."""
    return tuple(tuple(replace(button, fresh=True) for button in row) for row in rows)


def pairs(buttons: Iterable[Button]) -> tuple[Row, ...]:
    """Two a row, in reading order."""
    buttons = list(buttons)
    return tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))


PAGE = 8
"""Rows on one page of a phone."""


def paged(rows: Sequence[T], page: int, line: str, size: int = PAGE) -> tuple[Sequence[T], Row, str]:
    """One page of `rows`, with what `window` says of it."""
    first, turn, words = window(len(rows), page, line, size)
    return rows[first : first + size], turn, words


def window(total: int, page: int, line: str, size: int = PAGE) -> tuple[int, Row, str]:
    """Of a page of `total` rows: the first one's place, the buttons that turn it, and `第2页，共5页`.

    `line` + page number shows another page. A page that is no longer there shows the last one.
    """
    last = max((total - 1) // size, 0)
    page = min(max(page, 0), last)
    turn = []
    if page > 0:
        turn.append(Button("上一页", f"{line} p{page - 1}"))
    if page < last:
        turn.append(Button("下一页", f"{line} p{page + 1}"))
    return page * size, tuple(turn), f"第{page + 1}页，共{last + 1}页" if last else ""
