"""Read a call's text or caption, with parse_mode or entities."""

from sandbox.errors import bad
from sandbox.params import Params
from sandbox.texts import MAX_CAPTION, MAX_TEXT, formatted, measured
from sandbox.values import Json
from sandbox.world import World

PREVIEW = ("is_disabled", "url", "prefer_small_media", "prefer_large_media", "show_above_text")


def text_of(world: World, params: Params, *, edit: bool = False) -> Json:
    """Return the message's fields `text`, `entities` and `link_preview_options`. Raises Refused."""
    source = params.text("text")
    if not source:
        raise bad("message text is empty")
    given = params.structure("entities", "can't parse entities JSON object") if params.has("entities") else None
    text, entities = formatted(source, params.text("parse_mode"), given, world.user)
    if not text:
        raise bad("text must be non-empty")
    measured(text, MAX_TEXT, "MESSAGE_TOO_LONG" if edit else "message is too long")
    body: Json = {"text": text}
    if entities:
        body["entities"] = entities
    preview = params.mapping("link_preview_options", "can't parse link preview options JSON object")
    if params.flag("disable_web_page_preview"):
        preview = {"is_disabled": True}
    shown = {key: preview[key] for key in PREVIEW if key in preview} if preview else None
    if shown:
        body["link_preview_options"] = shown
    return body


def caption_of(world: World, params: Params) -> Json:
    """Return the message's fields `caption`, `caption_entities` and `show_caption_above_media`, as far as given."""
    source = params.text("caption")
    body: Json = {}
    if source:
        given = params.structure("caption_entities", "can't parse caption entities JSON object")
        text, entities = formatted(source, params.text("parse_mode"), given, world.user)
        measured(text, MAX_CAPTION, "message caption is too long")
        if text:
            body["caption"] = text
        if entities:
            body["caption_entities"] = entities
    if params.flag("show_caption_above_media"):
        body["show_caption_above_media"] = True
    return body
