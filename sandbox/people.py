"""What people do in the world: they come, talk, tap, send files, and block the bot."""

from typing import Any

from sandbox.entities import detect
from sandbox.errors import Refused, SimError
from sandbox.privacy import hears
from sandbox.shapes import chat_json, member_json
from sandbox.state import State
from sandbox.texts import CAPTION_MOST, TEXT_MOST
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
        """A text over 4096 characters goes out in parts, as a client sends it; the last part is returned."""
        place = self._enter(person_id, chat, reply_to, thread)
        text = text.strip()
        if not text:
            raise SimError("Nobody sends an empty message.")
        for start in range(0, len(text), TEXT_MOST):
            part = text[start : start + TEXT_MOST].strip()
            if part:
                message = self._post(place, person_id, _words("text", part), reply_to, thread)
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
        """Files of one `album` were chosen together; each comes as a message of its own."""
        place = self._enter(person_id, chat, reply_to, None)
        if kind not in ("document", "photo"):
            raise SimError("A person sends a document or a photo.")
        if len(caption) > CAPTION_MOST:
            raise SimError(f"A caption has at most {CAPTION_MOST} characters.")
        try:
            stored = self.files.store(kind, filename, content)
        except Refused as refused:
            raise SimError(f"Telegram doesn't take this {kind}: {refused.description}.") from None
        caption = caption.strip()
        together = {"media_group_id": album} if album else {}
        words = _words("caption", caption) if caption else {}
        return self._post(place, person_id, {**together, **stored.shown(), **words}, reply_to)

    def tap(self, person_id: int, chat: int, message_id: int, data: str) -> str:
        """The id of the query that the bot has to answer. Only a button that is there now can be tapped."""
        person, place = self.person(person_id), self.chat(chat)
        if not place.holds(person_id):
            raise SimError(f"{person.name} is not in this chat.")
        message = place.messages.get(message_id)
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
        place = self.chats[person_id]
        place.members[self.bot.id] = new
        self._tell_member(place, person, old, new)
        self.changed()
        return person

    def transcript(self, chat: int, viewer: int | None = None, after: int = 0) -> list[Message]:
        """What has changed since the revision `after`, oldest first; the messages live on and change with the chat."""
        place = self.chat(chat)
        if viewer is not None and not place.holds(self.person(viewer).id):
            raise SimError(f"{self.person(viewer).name} is not in this chat.")
        return [message for message in place.messages.values() if message.revision > after]

    def inject(self, update: Json) -> int:
        """A raw update of any shape, under a fresh id, as if Telegram had invented a new kind of them."""
        return self.updates.inject({key: value for key, value in update.items() if key != "update_id"})

    def _enter(self, person_id: int, chat: int | None, reply_to: int | None, thread: int | None) -> Chat:
        person, place = self.person(person_id), self.chat(person_id if chat is None else chat)
        if place.moved_to is not None:
            raise SimError(f"This group is a supergroup now: {place.moved_to}.")
        if not place.holds(person_id):
            raise SimError(f"{person.name} is not in this chat.")
        if place.private and person.blocked:
            raise SimError(f"{person.name} has blocked the bot.")
        if reply_to is not None and (reply_to not in place.messages or place.messages[reply_to].deleted):
            raise SimError(f"There is no message {reply_to} here.", 404)
        if thread is not None and not place.forum:
            raise SimError("This chat has no topics.")
        return place

    def _post(
        self, place: Chat, person_id: int, body: Json, reply_to: int | None = None, thread: int | None = None
    ) -> Message:
        if thread is not None:
            place.threads.add(thread)
            body = {**body, "message_thread_id": thread, "is_topic_message": True}
        if place.private:
            self.people[person_id].started = True
        message = self.write(place, person_id, body, reply_to=reply_to)
        if hears(place, message, self.bot):
            self.updates.push("message", self.message_json(message))
        return message

    def _tell_member(self, place: Chat, by: Person, old: str, new: str) -> None:
        """The bot learns that its own place in a chat has changed."""
        me = self.bot.user()
        change: dict[str, Any] = {
            "chat": chat_json(place, self.user),
            "from": by.user(),
            "date": self.clock.unix(),
            "old_chat_member": member_json(me, old, bot=True),
            "new_chat_member": member_json(me, new, bot=True),
        }
        self.updates.push("my_chat_member", change)


def _words(name: str, text: str) -> Json:
    entities = detect(text, [])
    body: Json = {name: text}
    if entities:
        body["entities" if name == "text" else "caption_entities"] = entities
    return body
