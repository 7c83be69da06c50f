"""What 送达 says of letters: the name of their rule, and why one has not arrived, in words."""

NEVER_BOUND = "never bound"
NO_TOKEN = "Telegram does not know the token"  # noqa: S105 - words about it
WHY = (
    (("never bound",), "尚未绑定"),
    (("not a member", "kicked", "chat was deleted", "chat was deactivated"), "机器人已不在群内"),
    (("rights", "write_forbidden", "topic_", "thread not found"), "机器人无权在群内发言"),
    (("blocked", "deactivated", "chat not found", "can't initiate"), "停用或屏蔽了机器人"),
    (("too many requests",), "发送较多，稍后自动续发"),
    ((NO_TOKEN.lower(), "unauthorized"), "机器人令牌失效，请联系管理员"),
    (("the group is now",), "群已升级，正在转到新群"),
    (("bad request",), "内容未被 Telegram 接受"),
)
AWAY = "Telegram 暂时无法连接"
UNCLEAR = "多次发送均未获确认，可能已送达"
BAD = "内容有误，未能发出"


def why(error: str, state: str) -> str:
    """`error` is what was written down with a letter in this state; one that waits is still being tried."""
    if state == "unclear":
        return UNCLEAR
    for words, said in WHY:
        if any(word in error.lower() for word in words):
            return said
    return BAD if state == "failed" else AWAY
