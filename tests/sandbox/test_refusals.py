"""Every refusal, with Telegram's own text."""

from typing import Any

import pytest

from sandbox import World
from tests.sandbox.conftest import LI, PNG, WANG, ZHANG, Api, FrozenClock, Json, keys

SAY: Json = {"chat_id": ZHANG, "text": "好"}
SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)


NO_BUTTON = "can't parse inline keyboard button: "
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
NOT_HERE = "bad webhook: the sandbox calls http addresses of this machine only"
MANY = [{"command": f"a{n}", "description": "字"} for n in range(101)]
SCRIPT = "javascript:alert(1)"
TOO_BIG = (10 << 20) + len(PNG)
SEALED = {"type": "emoji", "emoji": "✅"}
EDIT: Json = {"chat_id": ZHANG, "message_id": 2}


def command(name: str, words: str = "开始") -> Json:
    return {"commands": [{"command": name, "description": words}]}


def data(size: int) -> Json:
    return {**SAY, "reply_markup": keys([("好", "x" * size)])}


def button(**fields: Any) -> Json:
    return {**SAY, "reply_markup": {"inline_keyboard": [[fields]]}}


BAD: list[tuple[str, Json, str]] = [
    ("sendMessage", {"chat_id": ZHANG}, "message text is empty"),
    ("sendMessage", {"chat_id": ZHANG, "text": ""}, "message text is empty"),
    ("sendMessage", {"chat_id": ZHANG, "text": " \n "}, "text must be non-empty"),
    ("sendMessage", {"chat_id": ZHANG, "text": "<b></b>", "parse_mode": "HTML"}, "text must be non-empty"),
    ("sendMessage", {"chat_id": ZHANG, "text": "字" * 4097}, "message is too long"),
    ("sendMessage", {"text": "好"}, "chat_id is empty"),
    ("sendMessage", {"chat_id": 999, "text": "好"}, "chat not found"),
    ("sendMessage", {"chat_id": "@nobody", "text": "好"}, "chat not found"),
    ("sendMessage", {"chat_id": "zhang", "text": "好"}, "chat not found"),
    ("sendMessage", {**SAY, "parse_mode": "BBCode"}, "unsupported parse_mode"),
    ("sendMessage", {**SAY, "text": "\ud83d"}, "strings must be encoded in UTF-8"),
    ("sendMessage", {**SAY, "reply_parameters": {"message_id": 77}}, "message to be replied not found"),
    ("sendMessage", {**SAY, "message_thread_id": 5}, "message thread not found"),
    ("sendMessage", {**SAY, "business_connection_id": "x"}, "business connection not found"),
    ("sendMessage", {**SAY, "entities": "["}, "can't parse entities JSON object"),
    ("sendMessage", {**SAY, "reply_markup": "{"}, "can't parse reply keyboard markup JSON object"),
    ("sendMessage", {**SAY, "reply_markup": "[]"}, "object expected as reply markup"),
    ("sendMessage", data(0), "BUTTON_DATA_INVALID"),
    ("sendMessage", data(65), "BUTTON_DATA_INVALID"),
    ("sendMessage", {**SAY, "reply_markup": keys([("好", "字" * 22)])}, "BUTTON_DATA_INVALID"),
    ("sendMessage", button(text="好"), NO_BUTTON + "text buttons are unallowed in the inline keyboard"),
    ("sendMessage", button(text="", callback_data="x"), "inline keyboard button text must be non-empty"),
    ("sendMessage", button(callback_data="x"), NO_BUTTON + 'field "text" must be of type String'),
    ("sendMessage", button(text="好", url=SCRIPT), f"inline keyboard button URL '{SCRIPT}' is invalid: Wrong HTTP URL"),
    ("sendMessage", {**SAY, "reply_markup": keys([("好", "x")] * 9)}, "reply markup is too long"),
    ("sendMessage", {**SAY, "reply_markup": keys(*[[("好", "x")]] * 101)}, "reply markup is too long"),
    ("editMessageText", {"chat_id": ZHANG, "text": "好"}, "message identifier is not specified"),
    ("editMessageText", {"chat_id": ZHANG, "message_id": 77, "text": "好"}, "message to edit not found"),
    ("editMessageText", {"chat_id": ZHANG, "message_id": 1, "text": "好"}, "message can't be edited"),
    ("editMessageText", {"chat_id": ZHANG, "message_id": 2, "text": "牌"}, SAME),
    ("editMessageText", {"chat_id": ZHANG, "message_id": 2, "text": "字" * 4097}, "MESSAGE_TOO_LONG"),
    ("editMessageText", {"inline_message_id": "x", "text": "好"}, "MESSAGE_ID_INVALID"),
    ("editMessageCaption", {**EDIT, "caption": "好"}, "there is no caption in the message to edit"),
    ("editMessageReplyMarkup", {"chat_id": ZHANG, "message_id": 2}, SAME),
    ("deleteMessage", {"chat_id": ZHANG, "message_id": 77}, "message to delete not found"),
    ("answerCallbackQuery", {"callback_query_id": "1"}, TOO_OLD),
    ("answerInlineQuery", {"inline_query_id": "1", "results": []}, TOO_OLD),
    ("sendDocument", {"chat_id": ZHANG}, "there is no document in the request"),
    ("sendDocument", {"chat_id": ZHANG, "document": "nonsense"}, "wrong file identifier/HTTP URL specified"),
    ("sendDocument", {"chat_id": ZHANG, "document": "https://example.com/a"}, "failed to get HTTP URL content"),
    ("sendDocument", {"chat_id": ZHANG, "document": "attach://a"}, "can't find the attached file attach://a"),
    ("sendMediaGroup", {"chat_id": ZHANG, "media": []}, "there are no messages to send"),
    ("getFile", {"file_id": "x"}, "invalid file_id"),
    ("copyMessage", {"chat_id": ZHANG, "from_chat_id": LI, "message_id": 77}, "message to copy not found"),
    ("forwardMessage", {"chat_id": ZHANG, "from_chat_id": LI, "message_id": 77}, "message to forward not found"),
    ("sendChatAction", {"chat_id": ZHANG, "action": "sleeping"}, "wrong parameter action in request"),
    ("setMyCommands", command("Start"), "BOT_COMMAND_INVALID"),
    ("setMyCommands", command("开始"), "BOT_COMMAND_INVALID"),
    ("setMyCommands", command("x" * 33), "BOT_COMMAND_INVALID"),
    ("setMyCommands", command("a", ""), "BOT_COMMAND_DESCRIPTION_INVALID"),
    ("setMyCommands", command("a", "字" * 257), "BOT_COMMAND_DESCRIPTION_INVALID"),
    ("setMyCommands", {"commands": MANY}, "BOT_COMMANDS_TOO_MUCH"),
    ("setMyCommands", {"commands": [], "language_code": "chinese"}, "invalid language code specified"),
    ("setMyCommands", {"commands": [], "scope": {"type": "chat", "chat_id": 999}}, "chat not found"),
    ("getChatAdministrators", {"chat_id": ZHANG}, "there are no administrators in the private chat"),
    ("getChatMember", {"chat_id": ZHANG, "user_id": 999}, "user not found"),
    ("pinChatMessage", {"chat_id": ZHANG, "message_id": 77}, "message to pin not found"),
    ("unpinChatMessage", {"chat_id": ZHANG}, "message to unpin not found"),
    ("setMessageReaction", {"chat_id": ZHANG, "message_id": 1, "reaction": [SEALED]}, "REACTION_INVALID"),
    ("setWebhook", {"url": "https://example.com/"}, NOT_HERE),
    ("getUpdates", {"allowed_updates": "message"}, "can't parse allowed updates JSON object"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "params", "words"), BAD)
async def test_bad_request(api: Api, method: str, params: Json, words: str) -> None:
    await api("sendMessage", chat_id=ZHANG, text="牌")
    assert await api.refusal(method, **params) == f"Bad Request: {words}"


async def test_forbidden(api: Api, world: World) -> None:
    world.block(LI)
    assert await api.refusal("sendMessage", chat_id=LI, text="好") == "Forbidden: bot was blocked by the user"
    world.block(LI, blocked=False)
    await api("sendMessage", chat_id=LI, text="好")
    words = "Forbidden: bot can't initiate conversation with a user"
    assert await api.refusal("sendMessage", chat_id=WANG, text="好") == words


@pytest.mark.parametrize(
    ("status", "words"),
    [("kicked", "bot was kicked from the group chat"), ("left", "bot is not a member of the group chat")],
)
async def test_out_of_a_group(api: Api, world: World, status: str, words: str) -> None:
    group = world.add_group("处室", [ZHANG])
    world.member(group.id, world.bot, status)
    assert await api.refusal("sendMessage", chat_id=group.id, text="好") == f"Forbidden: {words}"


async def test_which_methods_there_are(api: Api) -> None:
    assert await api.refusal("sendPoll", chat_id=ZHANG) == "Not Implemented: the sandbox doesn't carry out sendPoll"
    assert (await api.raw("sendPoll")).status_code == 501
    assert (await api.refusal("sendMagic")).startswith("Not Found")
    assert await api("GETME") == await api("getme")
    markdown = await api.refusal("sendMessage", chat_id=ZHANG, text="*好*", parse_mode="MarkdownV2")
    assert markdown == "Not Implemented: the sandbox doesn't read MarkdownV2; send HTML or entities"


async def test_a_wrong_token_is_unauthorized_and_nobody_sees_the_right_one(api: Api, world: World) -> None:
    for path in ("/botWRONG/getMe", f"/bot{world.token}x/getMe", "/bot/getMe", "/file/bot1:x/documents/file_1"):
        answer = await api.http.get(path)
        assert answer.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}
    await api("getMe")
    assert world.token not in (await api.http.get("/sim/calls")).text
    assert world.token not in (await api.http.get("/sim/state")).text


@pytest.mark.parametrize(
    ("method", "field", "content", "words"),
    [
        ("sendDocument", "document", b"", "file must be non-empty"),
        ("sendPhoto", "photo", b"no picture", "IMAGE_PROCESS_FAILED"),
        ("sendPhoto", "photo", PNG[:16] + b"\x00\x00\x30\x00\x00\x00\x00\x02" + PNG[24:], "PHOTO_INVALID_DIMENSIONS"),
        (
            "sendPhoto",
            "photo",
            PNG + b"\x00" * (10 << 20),
            f"file of size {TOO_BIG} bytes is too big for a photo; the maximum size is 10485760 bytes",
        ),
    ],
)
async def test_files(api: Api, method: str, field: str, content: bytes, words: str) -> None:
    assert await api.refusal(method, {field: ("a.png", content)}, chat_id=ZHANG) == f"Bad Request: {words}"


async def test_captions_and_kinds_of_files(api: Api) -> None:
    photo = await api("sendPhoto", {"photo": ("图.png", PNG)}, chat_id=ZHANG, caption="字" * 1024)
    sent = {"chat_id": ZHANG, "message_id": photo["message_id"]}
    assert (
        await api.refusal("editMessageCaption", **sent, caption="字" * 1025)
        == "Bad Request: message caption is too long"
    )
    assert (
        await api.refusal("editMessageText", **sent, text="好")
        == "Bad Request: there is no text in the message to edit"
    )
    file_id = photo["photo"][-1]["file_id"]
    wrong = await api.refusal("sendDocument", chat_id=ZHANG, document=file_id)
    assert wrong == "Bad Request: can't use file of type Photo as Document"
    media = [{"type": "photo", "media": file_id}, {"type": "document", "media": file_id}]
    mixed = await api.refusal("sendMediaGroup", chat_id=ZHANG, media=media)
    assert mixed == "Bad Request: document can't be mixed with other media types"


async def test_files_over_the_limits(api: Api, world: World) -> None:
    stored = world.files.store("document", "大.bin", bytes((20 << 20) + 1))
    assert await api.refusal("getFile", file_id=stored.file_id) == "Bad Request: file is too big"
    headers = {"content-length": str(60 << 20), "content-type": "application/json"}
    answer = await api.http.post(f"{api.base}sendMessage", content=b"{}", headers=headers)
    assert answer.json()["description"] == "Request Entity Too Large"


async def test_time_makes_things_impossible(api: Api, world: World, wall: FrozenClock) -> None:
    sent = await api("sendMessage", chat_id=ZHANG, text="好", reply_markup=keys([("签收", "/sign")]))
    query = world.tap(ZHANG, ZHANG, sent["message_id"], "/sign")
    wall.pass_by(minutes=5)
    assert await api.refusal("answerCallbackQuery", callback_query_id=query) == f"Bad Request: {TOO_OLD}"
    wall.pass_by(hours=48)
    words = await api.refusal("deleteMessage", chat_id=ZHANG, message_id=sent["message_id"])
    assert words == "Bad Request: message can't be deleted for everyone"


async def test_answers_to_taps_are_short(api: Api, world: World) -> None:
    sent = await api("sendMessage", chat_id=ZHANG, text="好", reply_markup=keys([("签收", "/sign")]))
    query = world.tap(ZHANG, ZHANG, sent["message_id"], "/sign")
    assert (
        await api.refusal("answerCallbackQuery", callback_query_id=query, text="字" * 201)
        == "Bad Request: MESSAGE_TOO_LONG"
    )
    assert await api("answerCallbackQuery", callback_query_id=query, text="字" * 200, show_alert=True)
    assert [(answer.text, answer.alert) for answer in world.answers(ZHANG)] == [("字" * 200, True)]


async def test_what_just_fits(api: Api) -> None:
    await api("sendMessage", chat_id=ZHANG, text="字" * 4096)
    rows = keys(*[[("好", "x" * 64)] * 5] * 20)
    await api("sendMessage", chat_id=ZHANG, text="<b>字</b>" * 90, parse_mode="HTML", reply_markup=rows)
    many = await api("sendMessage", chat_id=ZHANG, text="<b>字</b> " * 101, parse_mode="HTML")
    assert len(many["entities"]) == 100


async def test_malformed_requests_are_refused(api: Api) -> None:
    kinds = [
        ("application/json", b"{"), ("application/json", b"[]"), ("application/json", b"[" * 100_000),
        ("multipart/form-data", b"x"), ("multipart/form-data; boundary=x", b"--x\r\nwrong"),
        ("application/x-www-form-urlencoded", b"text=%ff"), ("application/x-www-form-urlencoded", b"&" * 2000),
    ]  # fmt: skip
    for kind, body in kinds:
        answer = await api.http.post(f"{api.base}sendMessage", content=body, headers={"content-type": kind})
        assert answer.status_code in (400, 413), (kind, body[:20], answer.text)
        assert not answer.json()["ok"]
