"""Sorts what comes in by who wrote it: the bureau's people are served, strangers counted, floods put last."""

import re
from collections import OrderedDict, deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.inbox.arrival import Arrival
from handlers import REGISTRY
from handlers.messages import STRANGER
from handlers.start import USED
from storage import inbox, invitations, people, strangers
from storage.database import Connection

CODE = re.compile(r"^/start(?:@\w+)?\s+([\w-]+)|[?&]start=([\w-]+)", re.ASCII)
MOST, WITHIN = 20, timedelta(seconds=10)
"""What one person sends beyond this is handled after what others have sent."""
REMEMBERED = 10_000


@dataclass(frozen=True)
class Line:
    """The one sentence that a stranger gets; `daily` is the one that is said once a day."""

    chat_id: int
    text: str
    daily: bool


async def sort(
    db: Connection, arrivals: Sequence[Arrival], now: datetime
) -> tuple[list[Arrival], list[Line]]:  # fmt: skip
    """Return those to be kept, and what strangers are told instead: in private the one line a day, or that their code
    is not usable; in groups nothing. Strangers leave no row but a count.

    Somebody who writes has not blocked the bot, or no longer. Whose invitation waits to be handled is no stranger: what
    they write behind it is for the bureau.
    """
    writers = {arrival.sender_id for arrival in arrivals if arrival.sender_id}
    reachable = await strangers.of_bureau(db, writers) if writers else {}
    known = reachable.keys()
    await people.reached(
        db,
        [id for arrival in arrivals if not reachable.get(id := arrival.sender_id, True) and not arrival.is_membership],
    )
    # Who has opened an invitation goes on writing before it is handled.
    joining = await inbox.awaited(db, writers - known) if writers - known else set()
    kept: list[Arrival] = []
    others: list[Arrival] = []
    for arrival in arrivals:
        if (
            arrival.sender_id in known | joining
            or arrival.sender_id == 0
            or (arrival.is_membership and not arrival.is_private)
        ):
            kept.append(arrival)
        elif arrival.is_private and not arrival.is_membership:
            if invited := await _invited(db, arrival, now):
                joining.add(arrival.sender_id)
            (kept if invited else others).append(arrival)
    return kept, await _lines(db, others, now.date())


def code_in(text: str) -> str | None:
    """The invitation code in a text: behind /start, or in a link. One that opens a command is none."""
    match = CODE.search(text)
    code = (match[1] or match[2]) if match else ""
    return None if not code or code.partition("-")[0] in REGISTRY.commands else code


async def _invited(db: Connection, arrival: Arrival, now: datetime) -> bool:
    code = code_in(arrival.text)
    return code is not None and await invitations.usable(db, code, now) is not None


async def _lines(db: Connection, others: Sequence[Arrival], today: date) -> list[Line]:
    """One for each stranger who is to be told something."""
    wrong = [arrival.sender_id for arrival in others if code_in(arrival.text)]
    await strangers.count(db, today, [arrival.sender_id for arrival in others], wrong)
    counts = await strangers.today(db, today, {arrival.sender_id for arrival in others}) if others else {}
    lines = {}
    for arrival in others:
        told, codes = counts[arrival.sender_id]
        if code_in(arrival.text) and codes <= strangers.WRONG_CODES:
            lines[arrival.sender_id] = Line(arrival.sender_id, USED, daily=False)
        elif not told and not code_in(arrival.text):
            lines.setdefault(arrival.sender_id, Line(arrival.sender_id, STRANGER, daily=True))
    return list(lines.values())


class Flood:
    """Tells what one person sends beyond the measure of a person, by when they sent it."""

    def __init__(self) -> None:
        self._sent: OrderedDict[int, deque[datetime]] = OrderedDict()

    def is_excess(self, sender_id: int, sent_at: datetime) -> bool:
        sent = self._sent.setdefault(sender_id, deque(maxlen=MOST))
        self._sent.move_to_end(sender_id)
        if len(self._sent) > REMEMBERED:
            self._sent.popitem(last=False)
        excess = len(sent) == MOST and sent_at - sent[0] < WITHIN
        sent.append(sent_at)
        return excess
