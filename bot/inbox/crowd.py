"""Sort arriving updates by sender: those of the bureau are handled, strangers counted, floods handled last."""

import re
from collections import OrderedDict, deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.inbox.arrival import Arrival
from bot.inbox.invitation_codes import hash_in
from handlers.messages import STRANGER, USED
from storage import inbox, invitations, people, strangers
from storage.database import Connection

DECISION = re.compile(r"/(?:join|decline) (\d{1,18}) ([0-9a-f]{16})(?: yes)?")
"""The lines behind the buttons under an invitation."""
FLOOD_MESSAGES, FLOOD_TIME = 20, timedelta(seconds=10)
"""What one person sends beyond this number within this time is handled after the updates of others."""
REMEMBERED = 10_000
"""Senders whose latest messages are remembered."""


@dataclass(frozen=True)
class Line:
    """The sentence that a stranger gets. `daily` is true of the one that each stranger gets once a day at most."""

    chat_id: int
    text: str
    daily: bool


async def sort(
    db: Connection, arrivals: Sequence[Arrival], now: datetime
) -> tuple[list[Arrival], list[Line]]:  # fmt: skip
    """Return the updates to be stored, and what strangers are told: in private chats one line a day, or that their code
    can't be used; in groups nothing. Of strangers only a count is stored.

    Whoever writes counts as reachable again. A sender whose answer to an invitation waits to be handled is no stranger:
    what they write after it is stored.
    """
    writers = {arrival.sender_id for arrival in arrivals if arrival.sender_id}
    reachable = await strangers.of_bureau(db, writers) if writers else {}
    known = reachable.keys()
    await people.reached(
        db,
        [id for arrival in arrivals if not reachable.get(id := arrival.sender_id, True) and not arrival.is_membership],
    )
    # People go on writing before their answer to an invitation is handled.
    joining = await inbox.awaited(db, writers - known) if writers - known else set()
    stored: list[Arrival] = []
    of_strangers: list[Arrival] = []
    for arrival in arrivals:
        if (
            arrival.sender_id in known | joining
            or arrival.sender_id == 0
            or (arrival.is_membership and not arrival.is_private)
        ):
            stored.append(arrival)
        elif arrival.is_private and not arrival.is_membership:
            decides = await _decides(db, arrival)
            if decides and arrival.text.startswith("/join"):
                joining.add(arrival.sender_id)
            is_stored = decides or await _is_invited(db, arrival, now)
            (stored if is_stored else of_strangers).append(arrival)
    return stored, await _lines(db, of_strangers, now.date())


async def _is_invited(db: Connection, arrival: Arrival, now: datetime) -> bool:
    code_hash = hash_in(arrival.text)
    invitation = await invitations.by_hash(db, code_hash) if code_hash else None
    return invitation is not None and invitation.is_usable(now)


async def _decides(db: Connection, arrival: Arrival) -> bool:
    """Return whether the sender has tapped a button under an invitation that they have opened."""
    match = DECISION.fullmatch(arrival.text)
    return match is not None and await invitations.opened(db, int(match[1]), arrival.sender_id, match[2]) is not None


async def _lines(db: Connection, arrivals: Sequence[Arrival], today: date) -> list[Line]:
    """Count the strangers' messages, and return at most one line for each stranger."""
    wrong = [arrival.sender_id for arrival in arrivals if hash_in(arrival.text)]
    await strangers.count(db, today, [arrival.sender_id for arrival in arrivals], wrong)
    counts = await strangers.today(db, today, {arrival.sender_id for arrival in arrivals}) if arrivals else {}
    lines = {}
    for arrival in arrivals:
        told, codes = counts[arrival.sender_id]
        if hash_in(arrival.text) and codes <= strangers.WRONG_CODES:
            lines[arrival.sender_id] = Line(arrival.sender_id, USED, daily=False)
        elif not told and not hash_in(arrival.text):
            lines.setdefault(arrival.sender_id, Line(arrival.sender_id, STRANGER, daily=True))
    return list(lines.values())


class Flood:
    """Recognise senders who write more than FLOOD_MESSAGES within FLOOD_TIME, by the dates of their messages."""

    def __init__(self) -> None:
        self._sent: OrderedDict[int, deque[datetime]] = OrderedDict()

    def is_excess(self, sender_id: int, sent_at: datetime) -> bool:
        sent = self._sent.setdefault(sender_id, deque(maxlen=FLOOD_MESSAGES))
        self._sent.move_to_end(sender_id)
        if len(self._sent) > REMEMBERED:
            self._sent.popitem(last=False)
        excess = len(sent) == FLOOD_MESSAGES and sent_at - sent[0] < FLOOD_TIME
        sent.append(sent_at)
        return excess
