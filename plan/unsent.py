"""Why a letter has not arrived, as stored with it and as 送达 shows it."""

from plan.values import Named


class UnsentReason(Named):
    """What is known of the last try to send a letter that waits, has failed, or may have arrived."""

    NEVER_BOUND = "never_bound", "尚未绑定"
    NOT_IN_GROUP = "not_in_group", "机器人已不在群内"
    NO_RIGHTS = "no_rights", "机器人无权在群内发言"
    BLOCKED = "blocked", "停用或屏蔽了机器人"
    TOO_MANY = "too_many", "发送较多，稍后自动续发"
    BAD_TOKEN = "bad_token", "机器人令牌失效，请联系管理员"
    GROUP_MOVED = "group_moved", "群已升级，正在转到新群"
    REFUSED = "refused", "内容未被 Telegram 接受"
    UNREACHABLE = "unreachable", "Telegram 暂时无法连接"
    UNCONFIRMED = "unconfirmed", "多次发送均未获确认，可能已送达"
    BROKEN = "broken", "内容有误，未能发出"
    RESTORED = "restored", "恢复数据前可能已发出"
    UNKNOWN = "unknown", "原因不明"

    @classmethod
    def _missing_(cls, value: object) -> "UnsentReason":  # noqa: ARG003 - Enum gives it
        """Return UNKNOWN for a reason that only a later version knows."""
        return cls.UNKNOWN
