"""A letter that has waited says what is so when it goes out, or nothing: what is no longer true is not sent."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from plan.bulletin import Stage
from plan.letter_kinds import (
    ASSIGNED,
    BULLETIN_REVIEW,
    DIGEST,
    DIRECTIVE,
    EXTENSION_ADVICE,
    EXTENSION_ASKED,
    EXTENSION_OPINION,
    FEEDBACK,
    NEXT_YEAR,
    NUDGE,
    PHONE,
    REOPENED,
    RETURNED,
    SUBMITTED,
    WAIVED,
    LetterKind,
)
from plan.nudge import owing
from plan.reply import Reply
from plan.values import State
from schedules import assigned, digest
from schedules.registry import Tick
from storage import assignments, bulletins, directives, extensions, feedback, nudges
from storage.outbox.claims import Letter

Still = Callable[[Tick, Letter], Awaitable[bool]]
FRESH = timedelta(minutes=5)


def fresh(letter: Letter, now: datetime) -> bool:
    return now - letter.written <= FRESH


async def afresh(tick: Tick, letter: Letter) -> Reply | None:
    """Of one that is not `fresh`; `tick` is the moment of its sending."""
    if compose := COMPOSED.get(letter.kind):
        return await compose(tick, letter)
    still = STILL.get(letter.kind)
    return Reply.load(letter.payload) if still is None or await still(tick, letter) else None


def _about(letter: Letter) -> int:
    """The id behind the rule: `nudge:copy12:3` is about paper 12."""
    return int(letter.key.split(":")[1].lstrip("abcdefghijklmnopqrstuvwxyz"))


def _stands(*states: State) -> Still:
    """It says what an assignment has become."""

    async def still(tick: Tick, letter: Letter) -> bool:
        assignment = await assignments.get(tick.db, _about(letter))
        return assignment is not None and assignment.state in states

    return still


async def _nudge(tick: Tick, letter: Letter) -> bool:
    paper = await nudges.get(tick.db, _about(letter), tick.zone)
    assignment = await assignments.get(tick.db, paper.assignment_id) if paper else None
    return paper is not None and paper.answered_at is None and assignment is not None and owing(assignment)


async def _directive(tick: Tick, letter: Letter) -> bool:
    directive = await directives.of_receipt(tick.db, _about(letter))
    return directive is not None and any(receipt.id == _about(letter) for receipt in directive.waiting)


async def _request(tick: Tick, letter: Letter) -> bool:
    return any(request.id == _about(letter) for request, _ in await extensions.waiting(tick.db))


async def _bulletin(tick: Tick, letter: Letter) -> bool:
    bulletin = await bulletins.get(tick.db, _about(letter), tick.zone)
    return bulletin is not None and bulletin.stage is Stage.REVIEW


async def _feedback(tick: Tick, letter: Letter) -> bool:
    found = await feedback.get(tick.db, _about(letter), tick.zone)
    return found is not None and found.answered_at is None


async def _phone(tick: Tick, letter: Letter) -> bool:
    """Each morning has its own list."""
    return letter.written.astimezone(tick.zone).date() == tick.today


async def _next_year(tick: Tick, letter: Letter) -> bool:
    return not tick.calendar.known(_about(letter))


COMPOSED = {DIGEST: digest.anew, ASSIGNED: assigned.anew}
STILL: dict[LetterKind, Still] = {
    SUBMITTED: _stands(State.SUBMITTED), RETURNED: _stands(State.ACTIVE), WAIVED: _stands(State.WAIVED),
    REOPENED: _stands(State.ACTIVE, State.PENDING), NUDGE: _nudge, DIRECTIVE: _directive, EXTENSION_ASKED: _request,
    EXTENSION_ADVICE: _request, EXTENSION_OPINION: _request, BULLETIN_REVIEW: _bulletin, FEEDBACK: _feedback,
    PHONE: _phone, NEXT_YEAR: _next_year,
}  # fmt: skip
