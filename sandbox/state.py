"""The state of the world, and the basic operations on it."""

import asyncio
import re
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any

from sandbox.clock import Clock, Now, pulse
from sandbox.errors import SimError
from sandbox.faults import Faults
from sandbox.files import Files
from sandbox.limits import Limits
from sandbox.shapes import member_json, message_json
from sandbox.updates import Updates
from sandbox.values import SYSTEM_USERS, Answer, Bot, Chat, Json, Message, Person
from sandbox.webhook import Webhook

TOKEN = "1000001:SANDBOX-sandbox-SANDBOX-sandbox-SAN"  # noqa: S105 - valid only for the sandbox
MAX_CALLS, MAX_QUERIES, MAX_ANSWERS = 10_000, 10_000, 100


@dataclass(frozen=True, slots=True)
class Call:
    """One logged call of the Bot API, without the token."""

    n: int
    at: datetime
    method: str
    params: Json
    answer: Json


@dataclass(frozen=True, slots=True)
class Query:
    """A callback query that the bot may still answer; `date` is in Unix seconds."""

    id: str
    person: int
    date: int


class State:
    def __init__(
        self,
        token: str = TOKEN,
        now: Now | None = None,
        *,
        limits: bool = False,
        username: str = "duban_demo_bot",
        name: str = "督办",
        pulse: Callable[[], float] = pulse,
    ) -> None:
        if not re.fullmatch(r"\d+:[\w-]+", token):
            raise ValueError("a token is <id>:<letters, digits, _ and ->")
        self.token = token
        self.bot = Bot(int(token.partition(":")[0]), name, username)
        self.clock = Clock(now)
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.updates = Updates(self.clock)
        self.webhook: Webhook | None = None
        self.files = Files()
        self.faults = Faults(pulse)
        self.limits = Limits(pulse) if limits else None
        self.calls: deque[Call] = deque(maxlen=MAX_CALLS)
        self.queries: dict[str, Query] = {}
        self.answered: dict[int, deque[Answer]] = {}
        self.menus: dict[tuple[Any, ...], list[Json]] = {}
        self.about: Json = {"description": {}, "short_description": {}, "menu_button": {}}
        self.usernames = {username.lower()}
        self.person_ids, self.group_ids, self.supergroup_ids = (
            count(700_000_001),
            count(5_000_001),
            count(1_000_002_000_001),
        )
        self.revision = 0
        self.closed = False
        self._call_count = self._query_count = 0
        self._watchers: set[asyncio.Future[None]] = set()

    def now(self) -> datetime:
        return self.clock.now()

    def changed(self) -> int:
        """Increment the revision, wake all that wait for a change, and return the revision."""
        self.revision += 1
        if self._watchers:
            watchers, self._watchers = self._watchers, set()
            for waiter in watchers:
                if not waiter.done():
                    waiter.set_result(None)
        return self.revision

    async def changed_after(self, revision: int, wait: float) -> int:
        """Wait at most `wait` seconds for a revision above `revision`, and return the current one."""
        if self.revision <= revision and wait > 0 and not self.closed:
            waiter = asyncio.get_running_loop().create_future()
            self._watchers.add(waiter)
            try:
                await asyncio.wait_for(waiter, wait)
            except TimeoutError:
                self._watchers.discard(waiter)
        return self.revision

    def open(self) -> None:
        """Prepare for serving, also again after the server has stopped."""
        self.closed = False
        self.updates.open()
        if self.webhook is not None:
            self.webhook.start()

    def close(self) -> None:
        """Answer all waiting requests, so that the server can stop."""
        self.closed = True
        if self.webhook is not None:
            self.webhook.stop()
        self.updates.close()
        self.changed()

    def write(self, chat: Chat, sender: int, body: Json, **more: Any) -> Message:
        """Add a message to the chat, without queueing an update."""
        chat.last_id += 1
        message = Message(chat.last_id, chat.id, sender, self.clock.unix(), body, sender == self.bot.id, **more)
        chat.messages[message.id] = chat.last = message
        message.revision = self.changed()
        return message

    def rewrite(self, message: Message, body: Json) -> None:
        message.body = body
        message.edit_date = self.clock.unix()
        message.revision = self.changed()

    def erase(self, chat: Chat, message: Message) -> None:
        message.deleted = True
        if message.id in chat.pins:
            chat.pins.remove(message.id)
        if chat.last is message:
            chat.last = next((m for m in reversed(chat.messages.values()) if not m.deleted), None)
        message.revision = self.changed()

    def serve(self, chat: Chat, sender: int, words: str, fields: Json) -> Message:
        """Add a service message to the chat; the bot gets it as an update while it is a member."""
        message = self.write(chat, sender, fields, service=words)
        if chat.has_member(self.bot.id):
            self.updates.push("message", self.message_json(message))
        return message

    def message_json(self, message: Message) -> Json:
        return message_json(self.chats[message.chat], message, self.user)

    def member_json(self, chat: Chat, number: int) -> Json:
        status, rights = chat.members.get(number, "left"), chat.rights.get(number, {})
        return member_json(self.user(number) or {}, status, rights, bot=number == self.bot.id)

    def user(self, user_id: int) -> Json | None:
        if user_id == self.bot.id:
            return self.bot.user()
        person = self.people.get(user_id)
        return person.user() if person else SYSTEM_USERS.get(user_id)

    def log(self, method: str, params: Json, answer: Json) -> None:
        self._call_count += 1
        self.calls.append(Call(self._call_count, self.now(), method, params, answer))

    def ask(self, person: int) -> Query:
        self._query_count += 1
        query = Query(str(4_000_000_000_000 + self._query_count), person, self.clock.unix())
        self.queries[query.id] = query
        if len(self.queries) > MAX_QUERIES:
            del self.queries[next(iter(self.queries))]
        return query

    def reply_to(self, query: Query, text: str, alert: bool, url: str | None) -> None:
        answers = self.answered.setdefault(query.person, deque(maxlen=MAX_ANSWERS))
        if all(answer.query != query.id for answer in answers):
            answers.append(Answer(query.id, text, alert, url))
            self.changed()

    def person(self, person_id: int) -> Person:
        person = self.people.get(person_id)
        if person is None:
            raise SimError(f"There is no person {person_id}.", 404)
        return person

    def chat(self, chat_id: int) -> Chat:
        chat = self.chats.get(chat_id)
        if chat is None:
            raise SimError(f"There is no chat {chat_id}.", 404)
        return chat
