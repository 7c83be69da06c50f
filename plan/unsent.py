"""What 送达 says of letters: the name of their rule, and why one has not arrived, in words."""

NEVER_BOUND = "never bound"
NO_TOKEN = "Telegram does not know the token"  # noqa: S105 - words about it
LABELS = {
    "digest": "晨报", "phone": "打电话清单", "summary": "周报", "assigned": "新任务", "nudge": "催办",
    "directive": "批示", "acknowledged": "批示收到",
    "submitted": "报结待审", "closed": "销号", "returned": "退回", "waived": "免办", "reopened": "重新办理",
    "undone": "撤销", "extension_asked": "延期申请", "extension_advice": "延期申请", "extension_opinion": "延期意见",
    "extension_decided": "延期批复", "extension_undone": "延期撤销", "feedback": "投诉建议", "leave": "请假",
    "back": "销假", "post": "岗位变动", "schedule_failed": "运行提示", "group_unwritable": "群发提示",
    "next_year": "放假安排",
}  # fmt: skip
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
OTHER = "其他通知"
AWAY = "Telegram 暂时无法连接"
BAD = "内容有误，未能发出"


def label(rule: str) -> str:
    return LABELS.get(rule, OTHER)


def why(error: str, *, final: bool) -> str:
    """`error` is what was written down with the letter; one that is not `final` is still being tried."""
    for words, said in WHY:
        if any(word in error.lower() for word in words):
            return said
    return BAD if final else AWAY


def alike(rule: str) -> list[str]:
    """The rules of the same label; those that have none of their own are one."""
    named = label(rule)
    return [rule] if named == OTHER else [one for one, said in LABELS.items() if said == named]
