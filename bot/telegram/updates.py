"""Parse updates.

This is done by hand and not by a library, so that an update of an unknown shape fails alone and blocks no others.
"""

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Literal

from bot.telegram.contents import Announced, Contents, contents_of, is_forwarded
from bot.telegram.keyboard import tapped
from handlers.ask import Chat
from storage import inbox

Kind = Literal["message", "edit", "tap", "membership", "moved", "other"]
NOWHERE = Chat(0, "private")
STRANGE = (KeyError, TypeError, ValueError, AttributeError, OverflowError)
"""Errors that parsing raises for a JSON of a shape that Telegram does not send."""


@dataclass(frozen=True)
class Incoming:
    """A parsed update. `id` and `received_at` are those of its inbox row.

    `text` is what was written, the caption of a file, or the line behind the button; `file` is one sent in a private
    chat, and `untaken` the name of a content that the bot does not take. An `edit` has all that the message has now.
    `is_reply` is whether it replies to any message. If that is the bot's, `about` is the number of the one task that it
    shows, and `names` are all numbers in it. `message_id` is
    the message whose button was tapped, None if that message stays as it is. `own_message_id` is the message that the
    sender wrote, None for a tap. `status` is the bot's new membership in the chat; `new_chat_id` is the id of the
    supergroup that a group has become. `written_at` is the moment, in UTC and by Telegram's clock, at which a message
    was written or edited, None for a tap. `parts` are the ids of the updates with the other parts of a long text.
    """

    id: int
    kind: Kind
    chat: Chat = NOWHERE
    sender_id: int = 0
    sender_name: str = ""
    text: str = ""
    about: str = ""
    names: tuple[str, ...] = ()
    is_reply: bool = False
    message_id: int | None = None
    own_message_id: int | None = None
    tap_id: str = ""
    status: str = ""
    new_chat_id: int = 0
    file: Announced | None = None
    untaken: str = ""
    is_forwarded: bool = False
    parts: tuple[int, ...] = ()
    received_at: datetime | None = None
    written_at: datetime | None = None

    @property
    def arrived_at(self) -> datetime:
        """`received_at`, which every update has that comes from the inbox."""
        assert self.received_at is not None, "an update that is handled is in the inbox"
        return self.received_at

    @property
    def may_answer(self) -> bool:
        """Return whether it can be the answer to an open question. A forwarded or an edited text never is."""
        return self.kind != "edit" and not self.is_forwarded

    def sent_at(self, now: datetime) -> datetime:
        """Return when the person wrote or tapped, in the time zone of `now` and never after it."""
        return min((self.written_at or self.arrived_at).astimezone(now.tzinfo), now)


def read(stored: inbox.Update) -> Incoming:
    """Raises one of STRANGE for a shape that Telegram does not send."""
    return replace(_parse(stored.id, json.loads(stored.raw)), received_at=stored.received_at)


def _parse(id: int, update: dict[str, Any]) -> Incoming:
    if "callback_query" in update:
        return _tap(id, update["callback_query"])
    if "message" in update:
        return _message(id, update["message"])
    if "edited_message" in update:
        return _message(id, update["edited_message"], "edit")
    if "my_chat_member" in update:
        body = update["my_chat_member"]
        status = body["new_chat_member"]["status"]
        return Incoming(id, "membership", _chat(body), **_sender(body), status=status)
    return Incoming(id, "other")


def _message(id: int, body: dict[str, Any], kind: Kind = "message") -> Incoming:
    if "migrate_to_chat_id" in body:
        return Incoming(id, "moved", _chat(body), new_chat_id=int(body["migrate_to_chat_id"]))
    chat = _chat(body)
    if "from" not in body or body["from"].get("is_bot"):
        return Incoming(id, "other", chat)
    contents = contents_of(body) if chat.kind == "private" else Contents(str(body.get("text") or ""))
    if contents is None:
        return Incoming(id, "other", chat)
    written_at = moment_of(body.get("edit_date" if kind == "edit" else "date"))
    return Incoming(
        id, kind, chat, **_sender(body), text=contents.text, about=str(body.get("about", "")),
        names=tuple(map(str, body.get("names", ()))), is_reply="about" in body, file=contents.file,
        untaken=contents.untaken, is_forwarded=is_forwarded(body),
        written_at=written_at, own_message_id=int(body["message_id"]),
    )  # fmt: skip


def words_of(update: dict[str, Any]) -> str:
    """Return the text or the caption of a message or an edit. Raises one of STRANGE."""
    return _parse(0, update).text


def _tap(id: int, body: dict[str, Any]) -> Incoming:
    message = body.get("message")
    if not message or "data" not in body:
        return Incoming(id, "other", tap_id=str(body["id"]))
    line, stays = tapped(str(body["data"]))
    message_id = None if stays else int(message["message_id"])
    sender = _sender(body)
    return Incoming(id, "tap", _chat(message), **sender, text=line, message_id=message_id, tap_id=str(body["id"]))


def moment_of(date: Any) -> datetime | None:
    """Return the moment of a date in Unix seconds, None for an invalid one: the sender is known all the same."""
    try:
        return datetime.fromtimestamp(date, UTC)
    except (*STRANGE, OSError):
        return None


def _chat(body: dict[str, Any]) -> Chat:
    chat = body["chat"]
    kind: Literal["private", "group"] = "private" if chat["type"] == "private" else "group"
    thread = body.get("message_thread_id") if body.get("is_topic_message") else None
    return Chat(int(chat["id"]), kind, str(chat.get("title", "")), thread)


def _sender(body: dict[str, Any]) -> dict[str, Any]:
    user = body["from"]
    name = f"{user.get('last_name', '')}{user['first_name']}"
    return {"sender_id": int(user["id"]), "sender_name": name}
