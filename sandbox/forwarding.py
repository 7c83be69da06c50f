"""What people do with messages that exist: forward, edit and pin them."""

from sandbox.entities import text_fields
from sandbox.errors import SimError
from sandbox.origins import can_be_forwarded, content_of, hidden_origin, origin_of
from sandbox.privacy import receives
from sandbox.shapes import message_json
from sandbox.texts import MAX_CAPTION, MAX_TEXT
from sandbox.values import Chat, Json, Message
from sandbox.writing import Writing

EDITABLE = 48 * 3600  # seconds
NO_TEXT = ("contact",)
OLD_TEXT = ("text", "entities", "caption", "caption_entities")


class Forwarding(Writing):
    def forward(
        self, person_id: int, from_chat: int, message_id: int, chat: int | None = None, hidden: bool = False
    ) -> Message:
        """Forward a message. `hidden`: its author's privacy settings hide their account; only the name is shown."""
        target = self._writable_chat(person_id, chat, None, None)
        source = self.chat(from_chat)
        if source.type != "channel":
            self._member_of(person_id, from_chat)
        original = self._message(source, message_id)
        if not can_be_forwarded(original):
            raise SimError("This message can't be forwarded.")
        origin: Json | None = origin_of(source, original, self.user)
        if hidden and origin is not None:
            origin = hidden_origin(origin)
        if origin is None:
            raise SimError("Only a person can hide their account.")
        return self._post(target, person_id, {"forward_origin": origin, **content_of(original)})

    def edit(self, person_id: int, message_id: int, text: str, chat: int | None = None) -> Message:
        """Replace the text or the caption of one's own message."""
        target = self._writable_chat(person_id, chat, None, None)
        message = self._message(target, message_id)
        self._check_editable(person_id, message)
        name, limit = ("text", MAX_TEXT) if "text" in message.body else ("caption", MAX_CAPTION)
        text = text.strip()
        if len(text) > limit:
            raise SimError(f"A {name} has at most {limit} characters.")
        if not text and name == "text":
            raise SimError("A message is not empty.")
        if text == message.text:
            raise SimError("The edit changes nothing.")
        body = {key: value for key, value in message.body.items() if key not in OLD_TEXT}
        self.rewrite(message, body | (text_fields(name, text) if text else {}))
        if receives(target, message, self.bot):
            self.updates.push("edited_message", self.message_json(message))
        return message

    def pin(self, person_id: int, message_id: int, chat: int | None = None, pinned: bool = True) -> Chat:
        """Pin a message, or unpin it."""
        target = self._writable_chat(person_id, chat, None, None)
        message = self._message(target, message_id)
        if not target.allows(person_id, "can_pin_messages"):
            raise SimError(f"{self.people[person_id].name} may not pin messages here.")
        if pinned and message.service is not None:
            raise SimError("Service messages can't be pinned.")
        if not pinned and message_id not in target.pins:
            raise SimError("This message is not pinned.")
        if pinned:
            self.add_pin(target, message, person_id)
        else:
            self.remove_pin(target, message_id)
        return target

    def add_pin(self, chat: Chat, message: Message, by: int) -> None:
        """Make a message the latest pinned one, and say so in a service message, unless it is already."""
        if chat.pinned == message.id:
            return
        if message.id in chat.pins:
            chat.pins.remove(message.id)
        chat.pins.append(message.id)
        shown = message_json(chat, message, self.user, nested=True)
        name = self.people[by].name if by in self.people else self.bot.name
        self.serve(chat, by, f"{name} 置顶了一条消息", {"pinned_message": shown})

    def remove_pin(self, chat: Chat, message_id: int) -> None:
        chat.pins.remove(message_id)
        self.changed()

    def _check_editable(self, person_id: int, message: Message) -> None:
        if message.sender != person_id or message.service is not None:
            raise SimError("A person edits only their own messages.")
        if "forward_origin" in message.body or any(field in message.body for field in NO_TEXT):
            raise SimError("Forwarded messages and contacts can't be edited.")
        if self.clock.unix() - message.date > EDITABLE:
            raise SimError("A message can be edited for 48 hours.")
