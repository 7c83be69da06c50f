"""What people do: join the world, tap buttons, block the bot, and read what was written."""

from typing import Any

from sandbox.errors import SimError
from sandbox.shapes import chat_json
from sandbox.state import State
from sandbox.values import SYSTEM_USERS, Answer, Chat, Json, Message, Person


class People(State):
    def add_person(self, name: str, username: str | None = None, id: int | None = None, about: str = "") -> Person:
        if not name.strip():
            raise SimError("A person has a name.")
        number = next(n for n in self.person_ids if n not in self.people) if id is None else id
        if number <= 0 or number in self.people or number == self.bot.id or number in SYSTEM_USERS:
            raise SimError(f"The id {number} is taken, or not above zero.")
        if username:
            if username.lower() in self.usernames:
                raise SimError(f"The username {username} is taken.")
            self.usernames.add(username.lower())
        person = self.people[number] = Person(number, name.strip(), username or None, about)
        self.chats[number] = Chat(number, "private", person.name, {number: "member", self.bot.id: "member"})
        self.changed()
        return person

    def tap(self, person_id: int, chat: int, message_id: int, data: str) -> str:
        """Tap a button that the message has now, and return the id of the callback query."""
        person, target = self._member_of(person_id, chat)
        message = self._message(target, message_id)
        if data not in message.taps():
            raise SimError(f"There is no button {data!r} under message {message_id} now.")
        query = self.ask(person_id)
        payload = {
            "id": query.id,
            "from": person.user(),
            "message": self.message_json(message),
            "chat_instance": str(abs(chat) * 7919 + 4_000_000_000),
            "data": data,
        }
        self.updates.push("callback_query", payload)
        return query.id

    def answers(self, person_id: int) -> list[Answer]:
        self.person(person_id)
        return list(self.answered.get(person_id, ()))

    def block(self, person_id: int, blocked: bool = True) -> Person:
        person = self.person(person_id)
        if person.blocked == blocked:
            return person
        person.blocked = blocked
        target = self.chats[person_id]
        before = self.member_json(target, self.bot.id)
        target.members[self.bot.id] = "kicked" if blocked else "member"
        self._tell_member("my_chat_member", target, person, before, self.member_json(target, self.bot.id))
        self.changed()
        return person

    def transcript(self, chat: int, viewer: int | None = None, after: int = 0) -> list[Message]:
        """Return the messages changed after a revision, oldest first. They are live objects and show later edits."""
        target = self.chat(chat)
        if viewer is not None and not target.has_member(self.person(viewer).id):
            raise SimError(f"{self.person(viewer).name} is not in this chat.")
        return [message for message in target.messages.values() if message.revision > after]

    def inject(self, update: Json) -> int:
        """Queue an update of any shape under a new id, and return the id."""
        return self.updates.inject({key: value for key, value in update.items() if key != "update_id"})

    def _member_of(self, person_id: int, chat: int | None) -> tuple[Person, Chat]:
        """Return the person and a chat that they are in; None is their private chat with the bot."""
        person, target = self.person(person_id), self.chat(person_id if chat is None else chat)
        if not target.has_member(person_id):
            raise SimError(f"{person.name} is not in this chat.")
        return person, target

    def _message(self, chat: Chat, message_id: int) -> Message:
        message = chat.messages.get(message_id)
        if message is None or message.deleted:
            raise SimError(f"There is no message {message_id} here.", 404)
        return message

    def _tell_member(self, kind: str, chat: Chat, by: Person, before: Json, after: Json) -> None:
        """Queue an update about a changed status: `my_chat_member` for the bot's own, else `chat_member`."""
        change: dict[str, Any] = {
            "chat": chat_json(chat, self.user),
            "from": by.user(),
            "date": self.clock.unix(),
            "old_chat_member": before,
            "new_chat_member": after,
        }
        self.updates.push(kind, change)
