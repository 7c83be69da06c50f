"""The people API's requests in which people act: they write, tap, forward, edit, and change chats."""

from starlette.requests import Request

from sandbox import views
from sandbox.errors import SimError
from sandbox.fields import Fields, form_fields, json_fields
from sandbox.rights import PERMISSIONS, RIGHTS
from sandbox.values import Json
from sandbox.world import World


class Actions:
    def __init__(self, world: World) -> None:
        self.world = world

    async def add_person(self, request: Request) -> Json:
        fields = await json_fields(request)
        username, number = fields.optional_text("username"), fields.optional_integer("id")
        return views.person_view(self.world.add_person(fields.text("name"), username, number, fields.text("about", "")))

    async def add_chat(self, request: Request) -> Json:
        fields = await json_fields(request)
        return views.chat_view(
            self.world.add_group(fields.text("title"), fields.integers("members"), fields.flag("forum", False))
        )

    async def add_channel(self, request: Request) -> Json:
        fields = await json_fields(request)
        return views.chat_view(self.world.add_channel(fields.text("title"), fields.optional_integer("group")))

    async def post(self, request: Request) -> Json:
        fields = await json_fields(request)
        return views.message_view(self.world.post(request.path_params["id"], fields.text("text")))

    async def member(self, request: Request) -> Json:
        fields = await json_fields(request)
        who = self.world.bot.id if fields.flag("bot", False) else fields.integer("person")
        rights = {name: fields.flag(name, False) for name in {*RIGHTS, *PERMISSIONS} if name in fields.raw}
        return views.chat_view(self.world.member(request.path_params["id"], who, fields.text("status"), **rights))

    async def supergroup(self, request: Request) -> Json:
        return views.chat_view(self.world.make_supergroup(request.path_params["id"]))

    async def say(self, request: Request) -> Json:
        fields = await json_fields(request)
        chat, reply, thread = (fields.optional_integer(name) for name in ("chat", "reply_to", "thread"))
        person, text, anonymous = fields.integer("person"), fields.text("text"), fields.flag("anonymous", False)
        return views.message_view(self.world.say(person, text, chat, reply, thread, anonymous))

    async def forward(self, request: Request) -> Json:
        fields = await json_fields(request)
        person, from_chat, message = (fields.integer(name) for name in ("person", "from_chat", "message"))
        chat, hidden = fields.optional_integer("chat"), fields.flag("hidden", False)
        return views.message_view(self.world.forward(person, from_chat, message, chat, hidden))

    async def edit(self, request: Request) -> Json:
        fields = await json_fields(request)
        person, message, chat = fields.integer("person"), fields.integer("message"), fields.optional_integer("chat")
        return views.message_view(self.world.edit(person, message, fields.text("text"), chat))

    async def pin(self, request: Request) -> Json:
        fields = await json_fields(request)
        person, message, chat = fields.integer("person"), fields.integer("message"), fields.optional_integer("chat")
        return views.chat_view(self.world.pin(person, message, chat, fields.flag("pinned", True)))

    async def contact(self, request: Request) -> Json:
        fields = await json_fields(request)
        person, chat = fields.integer("person"), fields.optional_integer("chat")
        return views.message_view(self.world.contact(person, _subject(fields), chat, fields.optional_text("phone")))

    async def tap(self, request: Request) -> Json:
        fields = await json_fields(request)
        person, chat, message = (fields.integer(name) for name in ("person", "chat", "message"))
        return {"query": self.world.tap(person, chat, message, fields.text("data"))}

    async def upload(self, request: Request) -> Json | list[Json]:
        """Send one file, or several as an album."""
        fields, files = await form_fields(request)
        if not files:
            raise SimError("There is no file in the request.")
        person, chat, reply = (
            fields.integer("person"),
            fields.optional_integer("chat"),
            fields.optional_integer("reply_to"),
        )
        sort, caption = fields.text("kind", "document"), fields.text("caption", "")
        if len(files) > 1:
            content = [(file.name, file.content) for file in files]
            album = self.world.upload_album(person, content, sort, caption, chat, reply)
            return [views.message_view(message) for message in album]
        (file,), name = files, fields.text("album", "")
        return views.message_view(self.world.upload(person, file.name, file.content, sort, caption, chat, name, reply))

    async def block(self, request: Request) -> Json:
        fields = await json_fields(request)
        return views.person_view(self.world.block(fields.integer("person"), fields.flag("blocked", True)))


def _subject(fields: Fields) -> int | str | None:
    """Return whose contact it is: a person's id, the name of somebody without Telegram, or None for one's own."""
    return fields.text("of") if isinstance(fields.raw.get("of"), str) else fields.optional_integer("of")
