"""A message, and what it shows: buttons, files and contacts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sandbox.render import safe_html

Json = dict[str, Any]


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
class Contact:
    """The shared contact of a message; `user_id` is None for somebody without Telegram."""

    name: str
    phone: str
    user_id: int | None


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
    def contact(self) -> Contact | None:
        contact = self.body.get("contact")
        return Contact(contact["first_name"], contact["phone_number"], contact.get("user_id")) if contact else None

    @property
    def written_by(self) -> int:
        """The id of the sender, or of the chat in whose name they wrote."""
        chat: Json | None = self.body.get("sender_chat")
        return self.sender if chat is None else int(chat["id"])

    @property
    def forwarded_from(self) -> str | None:
        """The name of the original author or chat."""
        origin: Json | None = self.body.get("forward_origin")
        if origin is None:
            return None
        chat = origin.get("sender_chat") or origin.get("chat")
        name = chat["title"] if chat else origin.get("sender_user_name") or origin["sender_user"]["first_name"]
        return str(name)

    @property
    def thread(self) -> int | None:
        return self.body.get("message_thread_id")


def _button(raw: Json) -> Button:
    return Button(raw["text"], raw.get("callback_data"), raw.get("url"))
