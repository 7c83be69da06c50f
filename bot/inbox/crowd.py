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
    writers = {one.sender_id for one in arrivals if one.sender_id}
    reachable = await strangers.of_bureau(db, writers) if writers else {}
    known = reachable.keys()
    await people.reached(
        db, [id for one in arrivals if not reachable.get(id := one.sender_id, True) and not one.is_membership]
    )
    # Who has opened an invitation goes on writing before it is handled.
    joining = await inbox.awaited(db, writers - known) if writers - known else set()
    kept: list[Arrival] = []
    others: list[Arrival] = []
    for one in arrivals:
        if one.sender_id in known | joining or one.sender_id == 0 or (one.is_membership and not one.is_private):
            kept.append(one)
        elif one.is_private and not one.is_membership:
            if invited := await _invited(db, one, now):
                joining.add(one.sender_id)
            (kept if invited else others).append(one)
    return kept, await _lines(db, others, now.date())


def code_in(text: str) -> str | None:
    """The invitation code in a text: behind /start, or in a link. One that opens a command is none."""
    found = CODE.search(text)
    code = (found[1] or found[2]) if found else ""
    return None if not code or code.partition("-")[0] in REGISTRY.commands else code


async def _invited(db: Connection, one: Arrival, now: datetime) -> bool:
    code = code_in(one.text)
    return code is not None and await invitations.usable(db, code, now) is not None


async def _lines(db: Connection, others: Sequence[Arrival], today: date) -> list[Line]:
    """One for each stranger who is to be told something."""
    wrong = [one.sender_id for one in others if code_in(one.text)]
    await strangers.count(db, today, [one.sender_id for one in others], wrong)
    counts = await strangers.today(db, today, {one.sender_id for one in others}) if others else {}
    lines = {}
    for one in others:
        told, codes = counts[one.sender_id]
        if code_in(one.text) and codes <= strangers.WRONG_CODES:
            lines[one.sender_id] = Line(one.sender_id, USED, daily=False)
        elif not told and not code_in(one.text):
            lines.setdefault(one.sender_id, Line(one.sender_id, STRANGER, daily=True))
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
