"""Check inline keyboards, and refuse wrong ones with Telegram's error texts."""

from typing import Any

from sandbox.errors import bad
from sandbox.links import checked_link
from sandbox.params import Params

Json = dict[str, Any]

MAX_BUTTONS, MAX_ROW, MAX_DATA, MAX_COPY = 100, 8, 64, 256
ACTIONS = (
    "callback_data", "url", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay",
)  # fmt: skip
KINDS: dict[str, type] = {"switch_inline_query_chosen_chat": dict, "callback_game": dict, "pay": bool}
LOOKS = ("style", "icon_custom_emoji_id")
OTHER_MARKUPS = ("keyboard", "remove_keyboard", "force_reply")


def inline_keyboard(params: Params) -> Json | None:
    """Return the inline keyboard of a call, or None: other keyboards are checked, but not stored. Raises Refused."""
    markup = params.structure("reply_markup", "can't parse reply keyboard markup JSON object")
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise bad("object expected as reply markup")
    if "inline_keyboard" not in markup:
        _check_reply_keyboard(markup)
        return None
    rows = markup["inline_keyboard"]
    if not isinstance(rows, list):
        raise bad('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Array')
    filled_rows = [row for row in map(_row, rows) if row]
    if sum(map(len, filled_rows)) > MAX_BUTTONS or any(len(row) > MAX_ROW for row in filled_rows):
        raise bad("reply markup is too long")
    return {"inline_keyboard": filled_rows} if filled_rows else None


def _check_reply_keyboard(markup: Json) -> None:
    """Check a keyboard that clients show in place of their own; it is not part of the message."""
    if "keyboard" in markup:
        rows = markup["keyboard"]
        if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
            raise bad('field "keyboard" of the ReplyKeyboardMarkup must be an Array of Array')
        if not any(rows):
            raise bad("reply markup is invalid: the keyboard is empty")
    elif markup and not any(kind in markup for kind in OTHER_MARKUPS):
        raise bad("can't parse reply keyboard markup: there is no keyboard in it")


def _row(row: object) -> list[Json]:
    if not isinstance(row, list):
        raise bad("can't parse inline keyboard: expected an Array of InlineKeyboardButton")
    return [_button(button) for button in row]


def _button(raw: object) -> Json:
    if not isinstance(raw, dict):
        raise bad("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    text = raw.get("text")
    if not isinstance(text, str):
        raise bad('can\'t parse inline keyboard button: field "text" must be of type String')
    if not text.strip():
        raise bad("inline keyboard button text must be non-empty")
    actions = [key for key in ACTIONS if raw.get(key) is not None]
    if not actions:
        raise bad("can't parse inline keyboard button: text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad("can't parse inline keyboard button: exactly one action must be given")
    looks = {key: raw[key] for key in LOOKS if isinstance(raw.get(key), str)}
    return {"text": text, **_action(actions[0], raw[actions[0]]), **looks}


def _action(kind: str, value: Any) -> Json:
    match kind:
        case "callback_data":
            if not isinstance(value, str) or not 0 < len(value.encode("utf-8", "replace")) <= MAX_DATA:
                raise bad("BUTTON_DATA_INVALID")
        case "url":
            link = checked_link(str(value))
            if link is None:
                raise bad(f"inline keyboard button URL '{value}' is invalid: Wrong HTTP URL")
            return {"url": link}
        case "copy_text":
            words = value.get("text") if isinstance(value, dict) else None
            if not isinstance(words, str) or not 0 < len(words) <= MAX_COPY:
                raise bad("BUTTON_COPY_TEXT_INVALID")
            return {"copy_text": {"text": words}}
        case "web_app" | "login_url":
            if not isinstance(value, dict) or checked_link(str(value.get("url"))) is None:
                raise bad("BUTTON_URL_INVALID")
        case _:
            if not isinstance(value, KINDS.get(kind, str)):
                raise bad("BUTTON_TYPE_INVALID")
    return {kind: value}
