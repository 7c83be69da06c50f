"""What Telegram, or something on the way to it, refuses: in our words."""

import json
from typing import Any

GONE = (
    "chat not found", "user is deactivated", "bot was kicked", "have no rights", "need administrator rights",
    "not enough rights", "chat_write_forbidden", "chat was deleted", "chat was deactivated", "topic_closed",
    "topic_deleted", "message thread not found",
)  # fmt: skip
PROXY = "the answer is not Telegram's: status"


class Trouble(Exception):
    """Any of those below."""


class Later(Trouble):
    """Not now: try again after `seconds`, or when it suits where that is None."""

    def __init__(self, words: str, seconds: float | None = None) -> None:
        super().__init__(words)
        self.seconds = seconds


class Perhaps(Later):
    """It went out and no answer came: it may have been delivered."""


class Gone(Trouble):
    """Nobody is there: blocked, deactivated, put out of the group."""


class Moved(Trouble):
    """The group has become a supergroup."""

    def __init__(self, new_chat_id: int) -> None:
        super().__init__(str(new_chat_id))
        self.new_chat_id = new_chat_id


class Rejected(Trouble):
    """It will never be taken as it is."""


class Conflict(Trouble):
    """Another program polls with the same token."""


class Unauthorized(Trouble):
    """The token is not, or no longer, good."""


def result_of(status: int, payload: bytes) -> Any:
    """The result of an answer of the Bot API; raises one of the above, in Telegram's own words, for a refusal."""
    try:
        answer = json.loads(payload)
        words, parameters = str(answer.get("description", "")), answer.get("parameters") or {}
    except (ValueError, AttributeError):
        raise Later(f"{PROXY} {status}") from None
    if answer.get("ok") is True and "result" in answer:
        return answer["result"]
    if "migrate_to_chat_id" in parameters:
        raise Moved(int(parameters["migrate_to_chat_id"]))
    if status == 429:
        raise Later(words, float(parameters.get("retry_after", 1)))
    if status in (401, 404):
        raise Unauthorized(words)
    if status == 403:
        raise Gone(words)
    if status == 409:
        raise Conflict(words)
    if status == 400:
        raise (Gone if any(reason in words.lower() for reason in GONE) else Rejected)(words)
    raise Later(f"{status} {words}")
