"""A letter that has waited says what is so when it goes out, or nothing: what is no longer true is not sent."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from plan.nudge import owing
from plan.reply import Reply
from plan.values import State
from schedules import assigned, digest
from schedules.registry import Tick
from storage import assignments, directives, nudges
from storage.claims import Letter

FRESH = timedelta(minutes=5)
ANEW = {digest.RULE: digest.anew, assigned.RULE: assigned.anew}
STANDS = {
    "submitted": State.SUBMITTED, "returned": State.ACTIVE, "reopened": State.ACTIVE, "waived": State.WAIVED,
}  # fmt: skip
"""By these rules a letter says what an assignment has become."""


async def afresh(tick: Tick, letter: Letter) -> Reply | None:
    """Of one that is not `fresh`; `tick` is the moment of its sending."""
    if compose := ANEW.get(letter.rule):
        return await compose(tick, letter)
    return Reply.load(letter.payload) if await _still(tick, letter) else None


def fresh(letter: Letter, now: datetime) -> bool:
    return now - letter.written <= FRESH


async def _still(tick: Tick, letter: Letter) -> bool:
    if becomes := STANDS.get(letter.rule):
        one = await assignments.get(tick.db, int(_about(letter)))
        return one is not None and one.state is becomes
    ask = ASKED.get(letter.rule)
    return ask is None or await ask(tick, letter)


def _about(letter: Letter) -> str:
    return letter.key.split(":")[1]


async def _nudge(tick: Tick, letter: Letter) -> bool:
    paper = await nudges.get(tick.db, int(_about(letter)), tick.zone)
    one = await assignments.get(tick.db, paper.assignment_id) if paper else None
    return paper is not None and paper.answered_at is None and one is not None and owing(one)


async def _directive(tick: Tick, letter: Letter) -> bool:
    receipt = int(_about(letter).removeprefix("receipt"))
    found = await directives.of_receipt(tick.db, receipt)
    return found is not None and any(one.id == receipt for one in found.waiting)


async def _phone(tick: Tick, letter: Letter) -> bool:
    """Each morning has its own list."""
    return letter.written.astimezone(tick.zone).date() == tick.today


ASKED: dict[str, Callable[[Tick, Letter], Awaitable[bool]]] = {
    "nudge": _nudge, "directive": _directive, "phone": _phone,
}  # fmt: skip
