"""Methods that send photos, documents and albums, and fetch files."""

from sandbox.errors import bad
from sandbox.files import MAX_DOWNLOAD, Stored
from sandbox.methods.content import caption_of
from sandbox.methods.registry import method
from sandbox.methods.sending import post
from sandbox.methods.targets import open_chat
from sandbox.params import Params
from sandbox.values import Json
from sandbox.world import World

MAX_ALBUM = 10
NAMES = {"photo": "Photo", "document": "Document"}


@method("sendDocument")
def send_document(world: World, params: Params) -> Json:
    return _send(world, params, "document")


@method("sendPhoto")
def send_photo(world: World, params: Params) -> Json:
    return _send(world, params, "photo")


@method("sendMediaGroup")
def send_media_group(world: World, params: Params) -> list[Json]:
    chat = open_chat(world, params)
    media = params.structure("media", "can't parse media JSON object")
    if not isinstance(media, list):
        raise bad("expected an Array of InputMedia")
    if not media:
        raise bad("there are no messages to send")
    if len(media) > MAX_ALBUM:
        raise bad("too many messages to send as an album")
    if len({str(item.get("type")) for item in media if isinstance(item, dict)}) > 1:
        raise bad("document can't be mixed with other media types")
    bodies = [media_of(world, params, item) for item in media]
    album = {"media_group_id": str(13_000_000_000_000 + world.revision)} if len(bodies) > 1 else {}
    sent = [post(world, chat, params, {**album, **body}, markup=False) for body in bodies]
    return [world.message_json(message) for message in sent]


@method("getFile")
def get_file(world: World, params: Params) -> Json:
    stored = world.files.by_id(params.text("file_id"))
    if stored is None:
        raise bad("invalid file_id")
    if stored.size > MAX_DOWNLOAD:
        raise bad("file is too big")
    return {
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        "file_size": stored.size,
        "file_path": stored.path,
    }


def media_of(world: World, params: Params, media: object) -> Json:
    """Return the message body for one InputMedia, whose file is attached or known by its file_id."""
    if not isinstance(media, dict):
        raise bad("can't parse InputMedia: expected an Object")
    kind = str(media.get("type"))
    if kind not in NAMES:
        raise bad(f"type {kind} is not a kind of media that the sandbox sends: photo and document are")
    inner = Params(media, params.files)
    stored = _file(world, inner, "media", kind)
    spoiler = {"has_media_spoiler": True} if kind == "photo" and inner.flag("has_spoiler") else {}
    return {**stored.message_field(), **caption_of(world, inner), **spoiler}


def _send(world: World, params: Params, kind: str) -> Json:
    chat = open_chat(world, params)
    caption = caption_of(world, params)
    body = {**_file(world, params, kind, kind).message_field(), **caption}
    if kind == "photo" and params.flag("has_spoiler"):
        body["has_media_spoiler"] = True
    return world.message_json(post(world, chat, params, body))


def _file(world: World, params: Params, name: str, kind: str) -> Stored:
    upload = params.files.get(name)
    given = params.text(name)
    if upload is None and given.startswith("attach://"):
        upload = params.files.get(given.removeprefix("attach://"))
        if upload is None:
            raise bad(f"can't find the attached file {given}")
    if upload is not None:
        return world.files.store(kind, upload.name, upload.content)
    if not given:
        raise bad(f"there is no {kind} in the request")
    if given.lower().startswith(("http://", "https://")):
        raise bad("failed to get HTTP URL content")  # the sandbox fetches nothing from the network
    stored = world.files.by_id(given)
    if stored is None:
        raise bad("wrong file identifier/HTTP URL specified")
    if stored.kind != kind:
        raise bad(f"can't use file of type {NAMES[stored.kind]} as {NAMES[kind]}")
    return stored
