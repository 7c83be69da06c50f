"""How a call to Telegram fails, by what is known then: not carried out, refused, or unclear."""

import json
from typing import Any

GONE = (
    "chat not found", "user is deactivated", "bot was kicked", "have no rights", "need administrator rights",
    "not enough rights", "chat_write_forbidden", "chat was deleted", "chat was deactivated", "topic_closed",
    "topic_deleted", "message thread not found",
)  # fmt: skip
PROXY = "the answer is not Telegram's: status"


class CallFailed(Exception):
    """A call to Telegram failed. The subclasses say what that means."""


class RetryLater(CallFailed):
    """The call was certainly not carried out and may be tried again, after `seconds` if Telegram said how many."""

    def __init__(self, words: str, seconds: float | None = None) -> None:
        super().__init__(words)
        self.seconds = seconds


class NotSent(RetryLater):
    """The request did not reach the server: no connection, no such name, no TLS, or a proxy that refused."""


class OutcomeUnclear(CallFailed):
    """The request was written, and it is not known whether Telegram carried it out."""


class ChatGone(CallFailed):
    """The chat can't be written to: the bot was blocked or put out, or the account was deleted."""


class ChatMoved(CallFailed):
    """The group has become a supergroup, with a new id."""

    def __init__(self, new_chat_id: int) -> None:
        super().__init__(str(new_chat_id))
        self.new_chat_id = new_chat_id


class RequestRejected(CallFailed):
    """Telegram will never accept this request."""


class PollConflict(CallFailed):
    """Another program polls with the same token."""


class TokenRejected(CallFailed):
    """Telegram does not accept the bot's token."""


def result_of(status: int, payload: bytes) -> Any:
    """Return the result in an answer of the Bot API. Raise a CallFailed with Telegram's description for a refusal."""
    try:
        answer = json.loads(payload)
        is_ok, words, parameters = answer["ok"], str(answer.get("description", "")), answer.get("parameters") or {}
    except (ValueError, AttributeError, TypeError, KeyError):
        raise _foreign_answer(status) from None
    if is_ok is True and "result" in answer and status < 300:
        return answer["result"]
    if "migrate_to_chat_id" in parameters:
        raise ChatMoved(int(parameters["migrate_to_chat_id"]))
    raise refusal(status, words, parameters)


def refusal(status: int, words: str, parameters: dict[str, Any]) -> CallFailed:
    """Return the exception for a refusal. A server that failed (5xx) may have carried out the call before."""
    match status:
        case 429:
            return RetryLater(words, float(parameters.get("retry_after", 1)))
        case 401 | 404:
            return TokenRejected(words)
        case 403:
            return ChatGone(words)
        case 409:
            return PollConflict(words)
        case 400:
            return (ChatGone if any(reason in words.lower() for reason in GONE) else RequestRejected)(words)
        case _:
            return RequestRejected(words) if 400 <= status < 500 else OutcomeUnclear(f"{status} {words}")


def _foreign_answer(status: int) -> CallFailed:
    """Return the exception for an answer that did not come from Telegram but from a proxy or gateway.

    With 3xx and 4xx it has not passed the request on. A gateway's 5xx, or a page with 200, says nothing of what the
    server behind it did.
    """
    return (NotSent if 300 <= status < 500 else OutcomeUnclear)(f"{PROXY} {status}")
