"""The values of the world: persons, the bot, chats, messages and what hangs on them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sandbox.render import safe_html

Json = dict[str, Any]


@dataclass(slots=True)
class Person:
    id: int
    name: str
    username: str | None = None
    about: str = ""
    blocked: bool = False
    started: bool = False  # has written to the bot: before that no bot can write to him
    language: str = "zh-hans"

    def user(self) -> Json:
        user: Json = {"id": self.id, "is_bot": False, "first_name": self.name}
        if self.username:
            user["username"] = self.username
        return {**user, "language_code": self.language}


@dataclass(frozen=True, slots=True)
class Bot:
    id: int
    name: str
    username: str

    def user(self) -> Json:
        return {"id": self.id, "is_bot": True, "first_name": self.name, "username": self.username}


@dataclass(frozen=True, slots=True)
class Button:
    text: str
    data: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class File:
    """What a message shows of a document."""

    file_id: str
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What a tap was answered with; an empty text only stops the waiting mark on the button."""

    query: str
    text: str
    alert: bool
    url: str | None


@dataclass(slots=True)
class Message:
    """`body` holds what Telegram's own Message says besides its head; it is replaced, never changed in place."""

    id: int
    chat: int
    sender: int
    date: int
    body: Json
    out: bool
    revision: int = 0
    reply_to: int | None = None
    edit_date: int | None = None
    deleted: bool = False
    service: str | None = None
    silent: bool = False
    reactions: tuple[str, ...] = ()

    @property
    def at(self) -> datetime:
        return datetime.fromtimestamp(self.date, UTC)

    @property
    def edited(self) -> datetime | None:
        return None if self.edit_date is None else datetime.fromtimestamp(self.edit_date, UTC)

    @property
    def text(self) -> str:
        return str(self.body.get("text") or self.body.get("caption") or "")

    @property
    def entities(self) -> list[Json]:
        found: list[Json] = self.body.get("entities") or self.body.get("caption_entities") or []
        return found

    @property
    def html(self) -> str:
        return safe_html(self.text, self.entities)

    @property
    def buttons(self) -> list[list[Button]]:
        return [[_button(one) for one in row] for row in self.rows()]

    def rows(self) -> list[list[Json]]:
        rows: list[list[Json]] = self.body.get("reply_markup", {}).get("inline_keyboard", [])
        return rows

    def taps(self) -> Iterator[str]:
        return (one["callback_data"] for row in self.rows() for one in row if "callback_data" in one)

    @property
    def photo(self) -> str | None:
        sizes = self.body.get("photo")
        return str(sizes[-1]["file_id"]) if sizes else None

    @property
    def document(self) -> File | None:
        paper = self.body.get("document")
        return File(paper["file_id"], paper.get("file_name", ""), paper["file_size"]) if paper else None

    @property
    def thread(self) -> int | None:
        return self.body.get("message_thread_id")


def _button(raw: Json) -> Button:
    return Button(raw["text"], raw.get("callback_data"), raw.get("url"))


@dataclass(slots=True)
class Chat:
    id: int
    type: str
    title: str
    members: dict[int, str] = field(default_factory=dict)  # the bot is one of them
    forum: bool = False
    threads: set[int] = field(default_factory=set)
    messages: dict[int, Message] = field(default_factory=dict)
    pins: list[int] = field(default_factory=list)
    moved_to: int | None = None
    last_id: int = 0
    last: Message | None = None

    @property
    def private(self) -> bool:
        return self.type == "private"

    @property
    def pinned(self) -> int | None:
        return self.pins[-1] if self.pins else None

    def holds(self, member: int) -> bool:
        return self.members.get(member, "left") not in ("left", "kicked")

    def rules(self, member: int) -> bool:
        return self.members.get(member) in ("administrator", "creator")
