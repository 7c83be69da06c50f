"""Tell from a failed call to Telegram why a letter has not arrived."""

from bot.telegram.errors import Later, Moved, Trouble, Unauthorized
from plan.unsent import UnsentReason

TEXTS = (
    (UnsentReason.NOT_IN_GROUP, ("not a member", "kicked", "chat was deleted", "chat was deactivated")),
    (UnsentReason.NO_RIGHTS, ("rights", "write_forbidden", "topic_", "thread not found")),
    (UnsentReason.BLOCKED, ("blocked", "deactivated", "chat not found", "can't initiate")),
    (UnsentReason.TOO_MANY, ("too many requests",)),
    (UnsentReason.REFUSED, ("bad request",)),
)
"""Parts of the Bot API's error descriptions, in lower case. The first match counts."""


def unsent_reason(error: Exception, *, is_final: bool) -> UnsentReason:
    """Return the reason that is stored with a letter. `is_final` where it will not be tried again."""
    match error:
        case Moved():
            return UnsentReason.GROUP_MOVED
        case Unauthorized():
            return UnsentReason.BAD_TOKEN
        case Later(seconds=float() | int()):
            return UnsentReason.TOO_MANY
    description = str(error).lower() if isinstance(error, Trouble) else ""
    for reason, texts in TEXTS:
        if any(text in description for text in texts):
            return reason
    return UnsentReason.BROKEN if is_final else UnsentReason.UNREACHABLE
