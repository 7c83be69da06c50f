"""What people do: join the world, write, tap buttons, send files, and block the bot."""

from typing import Any

from sandbox.entities import detect
from sandbox.errors import Refused, SimError
from sandbox.privacy import receives
from sandbox.shapes import chat_json, member_json
from sandbox.state import State
from sandbox.texts import MAX_CAPTION, MAX_TEXT
from sandbox.values import Answer, Chat, Json, Message, Person


class People(State):
    def add_person(self, name: str, username: str | None = None, id: int | None = None, about: str = "") -> Person:
        if not name.strip():
            raise SimError("A person has a name.")
        number = next(n for n in self.person_ids if n not in self.people) if id is None else id
        if number <= 0 or number in self.people or number == self.bot.id:
            raise SimError(f"The id {number} is taken, or not above zero.")
        if username:
            if username.lower() in self.usernames:
                raise SimError(f"The username {username} is taken.")
            self.usernames.add(username.lower())
        person = self.people[number] = Person(number, name.strip(), username or None, about)
        self.chats[number] = Chat(number, "private", person.name, {number: "member", self.bot.id: "member"})
        self.changed()
        return person

    def say(
        self, person_id: int, text: str, chat: int | None = None, reply_to: int | None = None, thread: int | None = None
    ) -> Message:
        """Send a text, in several messages if it has over 4096 characters, and return the last one."""
        target = self._writable_chat(person_id, chat, reply_to, thread)
        text = text.strip()
        if not text:
            raise SimError("A message is not empty.")
        for start in range(0, len(text), MAX_TEXT):
            part = text[start : start + MAX_TEXT].strip()
            if part:
                message = self._post(target, person_id, _text_fields("text", part), reply_to, thread)
        return message

    def upload(
        self,
        person_id: int,
        filename: str,
        content: bytes,
        kind: str = "document",
        caption: str = "",
        chat: int | None = None,
        album: str = "",
        reply_to: int | None = None,
    ) -> Message:
        """Send a file. Files with the same `album` form an album; each is a message of its own."""
        target = self._writable_chat(person_id, chat, reply_to, None)
        if kind not in ("document", "photo"):
            raise SimError("A person sends a document or a photo.")
        if len(caption) > MAX_CAPTION:
            raise SimError(f"A caption has at most {MAX_CAPTION} characters.")
        try:
            stored = self.files.store(kind, filename, content)
        except Refused as refused:
            raise SimError(f"Telegram doesn't take this {kind}: {refused.description}.") from None
        caption = caption.strip()
        group = {"media_group_id": album} if album else {}
        words = _text_fields("caption", caption) if caption else {}
        return self._post(target, person_id, {**group, **stored.message_field(), **words}, reply_to)

    def tap(self, person_id: int, chat: int, message_id: int, data: str) -> str:
        """Tap a button that the message has now, and return the id of the callback query."""
        person, target = self.person(person_id), self.chat(chat)
        if not target.has_member(person_id):
            raise SimError(f"{person.name} is not in this chat.")
        message = target.messages.get(message_id)
        if message is None or message.deleted:
            raise SimError(f"There is no message {message_id} here.", 404)
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
        old, new = ("member", "kicked") if blocked else ("kicked", "member")
        target = self.chats[person_id]
        target.members[self.bot.id] = new
        self._tell_member(target, person, old, new)
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

    def _writable_chat(self, person_id: int, chat: int | None, reply_to: int | None, thread: int | None) -> Chat:
        person, target = self.person(person_id), self.chat(person_id if chat is None else chat)
        if target.moved_to is not None:
            raise SimError(f"This group is a supergroup now: {target.moved_to}.")
        if not target.has_member(person_id):
            raise SimError(f"{person.name} is not in this chat.")
        if target.private and person.blocked:
            raise SimError(f"{person.name} has blocked the bot.")
        if reply_to is not None and (reply_to not in target.messages or target.messages[reply_to].deleted):
            raise SimError(f"There is no message {reply_to} here.", 404)
        if thread is not None and not target.forum:
            raise SimError("This chat has no topics.")
        return target

    def _post(
        self, target: Chat, person_id: int, body: Json, reply_to: int | None = None, thread: int | None = None
    ) -> Message:
        if thread is not None:
            target.threads.add(thread)
            body = {**body, "message_thread_id": thread, "is_topic_message": True}
        if target.private:
            self.people[person_id].started = True
        message = self.write(target, person_id, body, reply_to=reply_to)
        if receives(target, message, self.bot):
            self.updates.push("message", self.message_json(message))
        return message

    def _tell_member(self, target: Chat, by: Person, old: str, new: str) -> None:
        """Queue the update about the bot's own change of status."""
        me = self.bot.user()
        change: dict[str, Any] = {
            "chat": chat_json(target, self.user),
            "from": by.user(),
            "date": self.clock.unix(),
            "old_chat_member": member_json(me, old, bot=True),
            "new_chat_member": member_json(me, new, bot=True),
        }
        self.updates.push("my_chat_member", change)


def _text_fields(name: str, text: str) -> Json:
    entities = detect(text, [])
    body: Json = {name: text}
    if entities:
        body["entities" if name == "text" else "caption_entities"] = entities
    return body
