"""The values of the world: people, the bot, chats, messages and their parts."""

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
    started: bool = False  # has written to the bot; before that, the bot can't write to them
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
    """The document of a message; `size` in bytes."""

    file_id: str
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Answer:
    """The bot's answer to a tap; with an empty text, the button only stops showing that it waits."""

    query: str
    text: str
    alert: bool
    url: str | None


@dataclass(slots=True)
class Message:
    """A message; dates are Unix seconds.

    `body` has the fields of the Bot API's Message that depend on its content. It is replaced, never changed in place.
    """

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
        entities: list[Json] = self.body.get("entities") or self.body.get("caption_entities") or []
        return entities

    @property
    def html(self) -> str:
        return safe_html(self.text, self.entities)

    @property
    def buttons(self) -> list[list[Button]]:
        return [[_button(button) for button in row] for row in self.rows()]

    def rows(self) -> list[list[Json]]:
        rows: list[list[Json]] = self.body.get("reply_markup", {}).get("inline_keyboard", [])
        return rows

    def taps(self) -> Iterator[str]:
        return (button["callback_data"] for row in self.rows() for button in row if "callback_data" in button)

    @property
    def photo(self) -> str | None:
        sizes = self.body.get("photo")
        return str(sizes[-1]["file_id"]) if sizes else None

    @property
    def document(self) -> File | None:
        document = self.body.get("document")
        return File(document["file_id"], document.get("file_name", ""), document["file_size"]) if document else None

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
    members: dict[int, str] = field(default_factory=dict)  # id to status; includes the bot
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

    def has_member(self, member: int) -> bool:
        return self.members.get(member, "left") not in ("left", "kicked")

    def is_admin(self, member: int) -> bool:
        return self.members.get(member) in ("administrator", "creator")
