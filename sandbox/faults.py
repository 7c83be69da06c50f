"""Trouble on demand: what the next calls of the bot run into."""

from dataclasses import dataclass

from sandbox.errors import Refused, SimError, bad, conflict, forbidden, too_many
from sandbox.updates import OTHER_POLL

BEFORE = ("429", "403", "400", "409", "401", "502", "migrate")  # nothing is done
AFTER = ("slow", "drop")  # all is done, and the bot can't know
KINDS = BEFORE + AFTER
SLOW = 6.0


@dataclass(slots=True)
class Fault:
    """Without a method it waits for a call that names a chat (409: for getUpdates); "*" is any call at all."""

    kind: str
    method: str | None = None
    chat: int | None = None
    times: int = 1
    retry_after: int | None = None

    def hits(self, method: str, chat: int | None) -> bool:
        if self.chat is not None and self.chat != chat:
            return False
        if self.method == "*":
            return True
        if self.method is not None:
            return self.method.lower() == method
        return method == "getupdates" if self.kind == "409" else chat is not None

    def refusal(self) -> Refused:
        """For the kinds that Telegram answers in JSON."""
        match self.kind:
            case "429":
                return too_many(self.retry_after or 5)
            case "403":
                return forbidden("bot was blocked by the user")
            case "409":
                return conflict(OTHER_POLL)
            case "401":
                return Refused(401, "Unauthorized")
            case _:
                return bad("chat not found")


class Faults:
    def __init__(self) -> None:
        self.coming: list[Fault] = []

    def add(self, fault: Fault) -> None:
        if fault.kind not in KINDS:
            raise SimError(f"A fault is one of {', '.join(KINDS)}.")
        if not 1 <= fault.times <= 1_000_000:
            raise SimError("A fault comes from 1 to 1000000 times.")
        if fault.retry_after is not None and not 0 < fault.retry_after <= 86_400:
            raise SimError("retry_after is from 1 to 86400 seconds.")
        self.coming.append(fault)

    def take(self, method: str, chat: int | None) -> Fault | None:
        for fault in self.coming:
            if fault.hits(method, chat):
                fault.times -= 1
                if not fault.times:
                    self.coming.remove(fault)
                return fault
        return None
