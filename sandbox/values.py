"""The values of the world: people, the bot, chats and messages."""

from dataclasses import dataclass, field
from typing import Any

from sandbox.message import Button, Contact, File, Message

__all__ = ["Answer", "Bot", "Button", "Chat", "Contact", "File", "Json", "Message", "Person"]

Json = dict[str, Any]

ANONYMOUS_ADMIN, CHANNEL_FORWARDER = 1087968824, 777000
# Telegram's own accounts, which appear as senders of messages that were written in the name of a chat.
SYSTEM_USERS: dict[int, Json] = {
    ANONYMOUS_ADMIN: {
        "id": ANONYMOUS_ADMIN,
        "is_bot": True,
        "first_name": "Group",
        "username": "GroupAnonymousBot",
    },
    CHANNEL_FORWARDER: {"id": CHANNEL_FORWARDER, "is_bot": False, "first_name": "Telegram"},
}
NOT_BY_DEFAULT = ("can_change_info", "can_pin_messages")  # permissions that ordinary members of a group don't have


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
class Answer:
    """The bot's answer to a tap; with an empty text, the button only stops showing that it waits."""

    query: str
    text: str
    alert: bool
    url: str | None


@dataclass(slots=True)
class Chat:
    id: int
    type: str
    title: str
    members: dict[int, str] = field(default_factory=dict)  # id to status; includes the bot
    forum: bool = False
    rights: dict[int, dict[str, bool]] = field(default_factory=dict)  # of members, where not the default
    linked: int | None = None  # a channel's discussion group
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

    def allows(self, member: int, right: str) -> bool:
        rights = self.rights.get(member, {})
        match self.members.get(member, "left"):
            case "creator":
                return True
            case "administrator":
                return rights.get(right, True)
            case "restricted":
                return rights.get(right, False)
            case "member":
                return self.private or right not in NOT_BY_DEFAULT
        return False
