"""The reason that each kind of failed call is stored under, and the text that people read for it."""

import pytest

from bot.telegram.errors import (
    CallFailed,
    ChatGone,
    ChatMoved,
    NotSent,
    OutcomeUnclear,
    RequestRejected,
    RetryLater,
    TokenRejected,
    refusal,
)
from bot.telegram.unsent import unsent_reason
from plan.unsent import UnsentReason

FORBIDDEN, BAD = "Forbidden: ", "Bad Request: "


@pytest.mark.parametrize(
    ("status", "description", "words"),
    [
        (403, f"{FORBIDDEN}bot was blocked by the user", "停用或屏蔽了机器人"),
        (403, f"{FORBIDDEN}user is deactivated", "停用或屏蔽了机器人"),
        (403, f"{FORBIDDEN}bot can't initiate conversation with a user", "停用或屏蔽了机器人"),
        (400, f"{BAD}chat not found", "停用或屏蔽了机器人"),
        (403, f"{FORBIDDEN}bot was kicked from the supergroup chat", "机器人已不在群内"),
        (403, f"{FORBIDDEN}bot is not a member of the channel chat", "机器人已不在群内"),
        (403, f"{FORBIDDEN}the group chat was deleted", "机器人已不在群内"),
        (400, f"{BAD}group chat was deactivated", "机器人已不在群内"),
        (400, f"{BAD}not enough rights to send text messages to the chat", "机器人无权在群内发言"),
        (400, f"{BAD}CHAT_WRITE_FORBIDDEN", "机器人无权在群内发言"),
        (400, f"{BAD}TOPIC_CLOSED", "机器人无权在群内发言"),
        (400, f"{BAD}message thread not found", "机器人无权在群内发言"),
        (400, f"{BAD}can't parse entities", "内容未被 Telegram 接受"),
        (413, "Request Entity Too Large", "内容有误，未能发出"),
        (403, f"{FORBIDDEN}something new", "内容有误，未能发出"),
    ],
)
def test_a_refusal_for_good(status: int, description: str, words: str) -> None:
    error = refusal(status, description, {})
    assert isinstance(error, ChatGone | RequestRejected)
    assert unsent_reason(error, is_final=True).label == words


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (refusal(429, "Too Many Requests: retry after 5", {"retry_after": 5}), "发送较多，稍后自动续发"),
        (refusal(401, "Unauthorized", {}), "机器人令牌失效，请联系管理员"),
        (TokenRejected("Not Found"), "机器人令牌失效，请联系管理员"),
        (ChatMoved(-1001), "群已升级，正在转到新群"),
        (refusal(502, "Bad Gateway", {}), "Telegram 暂时无法连接"),
        (NotSent("ClientConnectorError"), "Telegram 暂时无法连接"),
        (OutcomeUnclear("ServerDisconnectedError"), "Telegram 暂时无法连接"),
        (RetryLater("the database is away"), "Telegram 暂时无法连接"),
    ],
)
def test_what_is_tried_again(error: CallFailed, words: str) -> None:
    assert unsent_reason(error, is_final=False).label == words


def test_a_fault_of_the_bot_is_not_taken_for_a_refusal() -> None:
    assert unsent_reason(ValueError("bad request: no rights"), is_final=True) is UnsentReason.BROKEN


def test_a_reason_of_a_later_version() -> None:
    assert UnsentReason("of a later version") is UnsentReason.UNKNOWN
