"""One interface for several client libraries, so that a single scenario tests them all.

Each library has its own module, imported only by its test, because aiogram alone takes seconds to load.
"""

from dataclasses import dataclass
from types import TracebackType
from typing import Any, Protocol, Self

Rows = list[list[tuple[str, str]]]


@dataclass(frozen=True)
class Heard:
    """An update as the library parsed it; `number` is its update_id."""

    number: int
    text: str
    chat: int
    query: str | None = None
    file_id: str | None = None
    edited: bool = False
    origin: str | None = None
    contact: str | None = None
    album: str | None = None


class Client(Protocol):
    refusal: type[Exception]

    async def __aenter__(self) -> Self: ...
    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
    async def username(self) -> str: ...
    async def hear(self, offset: int, seconds: int) -> list[Heard]: ...
    async def say(self, chat: int, html: str, rows: Rows | None = None) -> int: ...
    async def edit(self, chat: int, message: int, html: str) -> None: ...
    async def answer(self, query: str, text: str) -> None: ...
    async def document(self, chat: int, name: str, content: bytes, caption: str) -> str: ...
    async def photo(self, chat: int, content: bytes) -> int: ...
    async def download(self, file_id: str) -> bytes: ...
    async def commands(self, commands: dict[str, str]) -> dict[str, str]: ...
    async def pin(self, chat: int, message: int) -> None: ...
    async def title(self, chat: int) -> str: ...


def heard_in(update: Any) -> Heard:
    if update.callback_query is not None:
        query = update.callback_query
        return Heard(update.update_id, query.data, query.message.chat.id, query=query.id)
    message = update.message or update.edited_message
    if message is None:
        return Heard(update.update_id, "", update.my_chat_member.chat.id)
    file_id = message.document.file_id if message.document else None
    return Heard(
        update.update_id,
        message.text or message.caption or "",
        message.chat.id,
        file_id=file_id,
        edited=update.edited_message is not None,
        origin=message.forward_origin.type if message.forward_origin else None,
        contact=message.contact.first_name if message.contact else None,
        album=message.media_group_id,
    )
