"""Channels, whose posts Telegram forwards to their discussion group."""

from sandbox.entities import text_fields
from sandbox.errors import SimError
from sandbox.forwarding import Forwarding
from sandbox.origins import content_of, origin_of
from sandbox.shapes import chat_json
from sandbox.values import CHANNEL_FORWARDER, Chat, Message


class Channels(Forwarding):
    def add_channel(self, title: str, group: int | None = None) -> Chat:
        """Create a channel without the bot; its posts are forwarded to the supergroup `group`."""
        if not title.strip():
            raise SimError("A channel has a title.")
        if group is not None and self.chat(group).type != "supergroup":
            raise SimError("A channel is linked with a supergroup.")
        channel = Chat(-next(self.supergroup_ids), "channel", title.strip(), linked=group)
        self.chats[channel.id] = channel
        self.changed()
        return channel

    def post(self, channel: int, text: str) -> Message:
        """Publish a text in a channel; return the post, or its copy in the linked group."""
        source = self.chat(channel)
        text = text.strip()
        if source.type != "channel" or not text:
            raise SimError("A post has a text, and belongs to a channel.")
        sender_chat = {"sender_chat": chat_json(source, self.user)}
        post = self.write(source, source.id, {**sender_chat, **text_fields("text", text)})
        if source.linked is None:
            return post
        origin = {"forward_origin": origin_of(source, post, self.user), "is_automatic_forward": True}
        copy = {**sender_chat, **origin, **content_of(post)}
        return self._post(self.chat(source.linked), CHANNEL_FORWARDER, copy)
