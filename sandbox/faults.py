"""Make the bot's next calls fail, as tests and demos ask."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbox.clock import pulse
from sandbox.errors import Refused, SimError, too_many
from sandbox.updates import OTHER_POLL

Json = dict[str, Any]

BEFORE = (
    "429",
    "403",
    "400",
    "409",
    "401",
    "404",
    "502",
    "migrate",
    "drop_before",
    "error",
)  # the call is not carried out
AFTER = ("slow", "drop", "garbage")  # the call is carried out, but the bot doesn't learn it
KINDS = BEFORE + AFTER
FIXED = {
    "403": (403, "Forbidden: bot was blocked by the user"),
    "400": (400, "Bad Request: chat not found"),
    "409": (409, f"Conflict: {OTHER_POLL}"),
    "401": (401, "Unauthorized"),
    "404": (404, "Not Found"),
}
SLOW = 6.0
MAX_SECONDS = 86_400


@dataclass(slots=True)
class Fault:
    """One failure of the next matching call, `times` times.

    Without `method`, calls that name a chat match (409: getUpdates); "*" matches every call. With `seconds`, every
    matching call fails for so long after the fault was added, and `times` is ignored.
    """

    kind: str
    method: str | None = None
    chat: int | None = None
    times: int = 1
    retry_after: int | None = None
    seconds: float | None = None
    code: int | None = None
    description: str | None = None
    parameters: Json | None = None
    until: float | None = None  # on the monotonic clock; set when the fault is added

    def hits(self, method: str, chat: int | None) -> bool:
        if self.chat is not None and self.chat != chat:
            return False
        if self.method == "*":
            return True
        if self.method is not None:
            return self.method.lower() == method
        return method == "getupdates" if self.kind == "409" else chat is not None

    def refusal(self) -> Refused:
        """Return the refusal for the kinds that Telegram answers with JSON."""
        if self.kind == "error":
            refusal = Refused(self.code or 400, self.description or "Bad Request")
            refusal.parameters = self.parameters or {}
            return refusal
        if self.kind == "429":
            return too_many(self.retry_after or 5)
        return Refused(*FIXED[self.kind])


class Faults:
    """The faults that are still to come; `pulse` is the clock that measures their seconds."""

    def __init__(self, pulse: Callable[[], float] = pulse) -> None:
        self._pulse = pulse
        self._added: list[Fault] = []

    @property
    def coming(self) -> list[Fault]:
        """Return the faults still to come, and drop those whose seconds are over."""
        self._added = [fault for fault in self._added if fault.until is None or self._pulse() < fault.until]
        return self._added

    def add(self, fault: Fault) -> None:
        if fault.kind not in KINDS:
            raise SimError(f"A fault is one of {', '.join(KINDS)}.")
        if not 1 <= fault.times <= 1_000_000:
            raise SimError("A fault comes from 1 to 1000000 times.")
        if fault.retry_after is not None and not 0 < fault.retry_after <= MAX_SECONDS:
            raise SimError("retry_after is from 1 to 86400 seconds.")
        _check_own(fault)
        if fault.seconds is not None:
            if not 0 < fault.seconds <= MAX_SECONDS:
                raise SimError("A fault lasts up to 86400 seconds.")
            fault.until = self._pulse() + fault.seconds
        self._added.append(fault)

    def clear(self) -> None:
        self._added = []

    def take(self, method: str, chat: int | None) -> Fault | None:
        for fault in self.coming:
            if fault.hits(method, chat):
                if fault.until is None:
                    fault.times -= 1
                    if not fault.times:
                        self._added.remove(fault)
                return fault
        return None


def _check_own(fault: Fault) -> None:
    given = fault.code is not None or fault.description is not None or fault.parameters is not None
    if fault.kind != "error":
        if given:
            raise SimError("Only a fault of the kind error has a code, a description and parameters.")
    elif fault.code is None or not 400 <= fault.code <= 599 or not fault.description:
        raise SimError("A fault of the kind error has a code from 400 to 599 and a description.")
