"""A sandbox that records everything that arrives, edits included; a transcript shows the present state only."""

import json
from collections import defaultdict
from dataclasses import dataclass
from time import monotonic
from typing import Any

from sandbox import World
from sandbox.state import Query
from sandbox.values import Chat, Json, Message


@dataclass(frozen=True, slots=True)
class Arrived:
    """A message from the bot, or its text after an edit; `at` is in seconds of `monotonic`."""

    at: float
    chat: int
    message_id: int
    text: str
    edit: bool


class Recorder(World):
    """`popups` are the ids of taps that were answered, with the moment; `menus_set` the chats whose menu was set."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.arrived: dict[int, list[Arrived]] = defaultdict(list)
        self.popups: dict[str, float] = {}
        self.menus_set: set[int] = set()

    def write(self, chat: Chat, sender: int, body: Json, **more: Any) -> Message:
        message = super().write(chat, sender, body, **more)
        if message.out and message.service is None:
            self._keep(message, edit=False)
        return message

    def rewrite(self, message: Message, body: Json) -> None:
        super().rewrite(message, body)
        self._keep(message, edit=True)

    def _keep(self, message: Message, *, edit: bool) -> None:
        new = Arrived(monotonic(), message.chat, message.id, message.text, edit)
        self.arrived[message.chat].append(new)

    def reply_to(self, query: Query, text: str, alert: bool, url: str | None) -> None:
        super().reply_to(query, text, alert, url)
        self.popups.setdefault(query.id, monotonic())

    def log(self, method: str, params: Json, answer: Json) -> None:
        super().log(method, params, answer)
        if method == "setMyCommands" and answer.get("ok"):
            scope = params.get("scope") or {}
            scope = json.loads(scope) if isinstance(scope, str) else scope
            self.menus_set.add(int(scope.get("chat_id", 0)))

    def new_ones(self, chat: int, *words: str) -> list[Arrived]:
        """Return the messages that arrived in this chat and contain all these words, without edits, in order."""
        return [
            arrived
            for arrived in self.arrived.get(chat, ())
            if not arrived.edit and all(word in arrived.text for word in words)
        ]
