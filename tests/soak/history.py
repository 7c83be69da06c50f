"""Compare events with states: every assignment is what its events make of it, without a gap."""

from collections import Counter
from itertools import pairwise
from typing import Any

import sqlalchemy as sa

from plan.undo import FACTS
from storage.schema import assignments, events, inbox
from tests.soak.books import Entry, Record
from tests.soak.looking import PATIENT

Facts = dict[str, Any]


async def entries(record: Record) -> list[Entry]:
    e = events.c
    query = sa.select(e.assignment_id, e.before, e.after).where(e.assignment_id.is_not(None)).order_by(e.id)
    chains: dict[int, list[tuple[Facts, Facts]]] = {}
    for share, before, after in await record.look(query):
        if "version" in (after or {}):
            chains.setdefault(share, []).append((before, after))
    wrong, right = [], 0
    rows = await record.look(sa.select(assignments))
    for row in rows:
        contradiction = _trouble(chains.get(row.id, []), row)
        wrong += [f"assignment {row.id}: {contradiction}"] if contradiction else []
        right += not contradiction
    return [Entry("assignments as their events say", len(rows), right, wrong), await _inbox(record)]


def _trouble(chain: list[tuple[Facts, Facts]], row: sa.Row[*tuple[Any, ...]]) -> str:
    """Return what does not fit. An event with equal states before and after, as of a directive, changes no version."""
    for (_, after), (before, _) in pairwise(chain):
        if _facts(after) != _facts(before):
            return f"an event begins at {_facts(before)}, the one before it ended at {_facts(after)}"
    steps = [after["version"] - before["version"] for before, after in chain]
    if any(step not in (0, 1) for step in steps):
        return "an event has no version of its own"
    if not chain:
        return "" if row.version == 1 else f"version {row.version} without an event"
    last = chain[-1][1]
    now = {"state": row.state, "percent": row.percent, "words": row.words, "version": row.version}
    then = {name: last[name] for name in now}
    return "" if now == then else f"is {now}, its events say {then}"


def _facts(event: Facts) -> Facts:
    return {name: event.get(name) for name in FACTS}


async def _inbox(record: Record) -> Entry:
    """Check that no update is unhandled or set aside, that only answers tried many times are owed, and that strangers
    left no row.
    """
    columns = (inbox.c.state, inbox.c.attempts >= PATIENT, sa.func.count())
    rows = await record.look(sa.select(*columns).group_by(*columns[:2]))
    counts: Counter[str] = Counter()
    for state, patient, number in rows:
        counts["tried again later" if state == "handled" and patient else state] += number
    wrong = [f"{counts[state]} are {state}" for state in ("new", "handled", "poison") if counts[state]]
    chats = {row[0] for row in await record.look(sa.select(inbox.c.chat_id).distinct())}
    wrong += [f"stranger {stranger} left a row" for stranger in record.scene.strangers if stranger in chats]
    total, note = sum(counts.values()), ", ".join(f"{number} {state}" for state, number in counts.items())
    return Entry("inbox", total, counts["done"], wrong, note)
