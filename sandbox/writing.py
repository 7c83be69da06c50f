"""What people send: texts, files, albums and contacts."""

from sandbox.entities import text_fields
from sandbox.errors import Refused, SimError
from sandbox.people import People
from sandbox.privacy import receives
from sandbox.rights import right_to_send
from sandbox.shapes import chat_json
from sandbox.texts import MAX_CAPTION, MAX_TEXT
from sandbox.values import ANONYMOUS_ADMIN, Chat, Json, Message

MAX_ALBUM = 10


class Writing(People):
    def say(
        self,
        person_id: int,
        text: str,
        chat: int | None = None,
        reply_to: int | None = None,
        thread: int | None = None,
        anonymous: bool = False,
    ) -> Message:
        """Send a text, in several messages if it has over 4096 characters, and return the last one.

        With `anonymous`, an administrator writes in the name of their group.
        """
        target = self._writable_chat(person_id, chat, reply_to, thread)
        text = text.strip()
        if not text:
            raise SimError("A message is not empty.")
        sender, head = (ANONYMOUS_ADMIN, self._anonymous(target, person_id)) if anonymous else (person_id, {})
        for start in range(0, len(text), MAX_TEXT):
            part = text[start : start + MAX_TEXT].strip()
            if part:
                message = self._post(target, sender, {**head, **text_fields("text", part)}, reply_to, thread)
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
        (message,) = self._send_files(person_id, [(filename, content)], kind, caption, chat, album, reply_to)
        return message

    def upload_album(
        self,
        person_id: int,
        files: list[tuple[str, bytes]],
        kind: str = "document",
        caption: str = "",
        chat: int | None = None,
        reply_to: int | None = None,
    ) -> list[Message]:
        """Send 2 to 10 files, each a name and its bytes, as one album; the first message has the caption."""
        if not 2 <= len(files) <= MAX_ALBUM:
            raise SimError(f"An album has from 2 to {MAX_ALBUM} files.")
        album = str(14_000_000_000_000 + self.revision)
        return self._send_files(person_id, files, kind, caption, chat, album, reply_to)

    def contact(
        self, person_id: int, of: int | str | None = None, chat: int | None = None, phone: str | None = None
    ) -> Message:
        """Share a contact: one's own, that of another person, or (`of` is a name) of somebody without Telegram."""
        target = self._writable_chat(person_id, chat, None, None)
        if isinstance(of, str):
            name, user_id = of.strip(), None
        else:
            user_id = person_id if of is None else of
            name = self.person(user_id).name
        if not name:
            raise SimError("A contact has a name.")
        # No phone in China has a number that begins with 100.
        number = phone or f"86100{(user_id or len(target.messages)) % 10**8:08d}"
        contact: Json = {"phone_number": number, "first_name": name}
        if user_id is not None:
            contact["user_id"] = user_id
        return self._post(target, person_id, {"contact": contact})

    def _send_files(
        self,
        person_id: int,
        files: list[tuple[str, bytes]],
        kind: str,
        caption: str,
        chat: int | None,
        album: str,
        reply_to: int | None,
    ) -> list[Message]:
        target = self._writable_chat(person_id, chat, reply_to, None)
        if kind not in ("document", "photo"):
            raise SimError("A person sends a document or a photo.")
        if len(caption) > MAX_CAPTION:
            raise SimError(f"A caption has at most {MAX_CAPTION} characters.")
        try:
            bodies = [self.files.store(kind, *file).message_field() for file in files]
        except Refused as refused:
            raise SimError(f"Telegram doesn't take this {kind}: {refused.description}.") from None
        if caption.strip():
            bodies[0] |= text_fields("caption", caption.strip())
        group = {"media_group_id": album} if album else {}
        return [self._post(target, person_id, {**group, **body}, reply_to) for body in bodies]

    def _writable_chat(self, person_id: int, chat: int | None, reply_to: int | None, thread: int | None) -> Chat:
        if chat is not None and (moved := self.chat(chat).moved_to) is not None:
            raise SimError(f"This group is a supergroup now: {moved}.")
        person, target = self._member_of(person_id, chat)
        if target.private and person.blocked:
            raise SimError(f"{person.name} has blocked the bot.")
        if reply_to is not None:
            self._message(target, reply_to)
        if thread is not None and not target.forum:
            raise SimError("This chat has no topics.")
        return target

    def _anonymous(self, chat: Chat, person_id: int) -> Json:
        if chat.type != "supergroup" or not chat.is_admin(person_id):
            raise SimError("Only administrators of a supergroup can write anonymously.")
        return {"sender_chat": chat_json(chat, self.user)}

    def _post(
        self, chat: Chat, sender: int, body: Json, reply_to: int | None = None, thread: int | None = None
    ) -> Message:
        """Add a message that was not sent by the bot, and queue its update if the bot receives it."""
        right, name = right_to_send(body)
        if sender in self.people and not chat.allows(sender, right):
            raise SimError(f"{self.people[sender].name} may not send {name} here.")
        if thread is not None:
            chat.threads.add(thread)
            body = {**body, "message_thread_id": thread, "is_topic_message": True}
        if chat.private:
            self.people[sender].started = True
        message = self.write(chat, sender, body, reply_to=reply_to)
        if receives(chat, message, self.bot):
            self.updates.push("message", self.message_json(message))
        return message
