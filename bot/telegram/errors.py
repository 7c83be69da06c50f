"""How a call to Telegram fails, classed by what is certain: not sent, refused, or unclear."""

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
    """It was surely not carried out, and may be tried again: after `seconds`, or when it suits where that is None."""

    def __init__(self, words: str, seconds: float | None = None) -> None:
        super().__init__(words)
        self.seconds = seconds


class NotSent(Later):
    """The request never reached the server: no connection, a proxy that refused, no name, no TLS."""


class Unclear(Trouble):
    """The request went out, and what came back does not say whether it was carried out."""


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
    """Return the result of an answer of the Bot API; raise one of the above, in Telegram's own words, for a refusal."""
    try:
        answer = json.loads(payload)
        said, words, parameters = answer["ok"], str(answer.get("description", "")), answer.get("parameters") or {}
    except (ValueError, AttributeError, TypeError, KeyError):
        raise _not_telegrams(status) from None
    if said is True and "result" in answer and status < 300:
        return answer["result"]
    if "migrate_to_chat_id" in parameters:
        raise Moved(int(parameters["migrate_to_chat_id"]))
    raise refusal(status, words, parameters)


def refusal(status: int, words: str, parameters: dict[str, Any]) -> Trouble:
    """What Telegram's refusal means. A server that failed (5xx) may have carried the call out before."""
    match status:
        case 429:
            return Later(words, float(parameters.get("retry_after", 1)))
        case 401 | 404:
            return Unauthorized(words)
        case 403:
            return Gone(words)
        case 409:
            return Conflict(words)
        case 400:
            return (Gone if any(reason in words.lower() for reason in GONE) else Rejected)(words)
        case _:
            return Rejected(words) if 400 <= status < 500 else Unclear(f"{status} {words}")


def _not_telegrams(status: int) -> Trouble:
    """Something on the way answered. What refuses a request (3xx, 4xx) has not passed it on; a gateway's 5xx says
    nothing of what the server behind it did, and neither does a page with 200."""
    return (NotSent if 300 <= status < 500 else Unclear)(f"{PROXY} {status}")
