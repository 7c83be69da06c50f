"""Whether a letter that has waited still holds: what its key is about, and the rule that decides."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from plan import bulletin, extension
from plan.assignment import Assignment
from plan.bulletin import Bulletin
from plan.extension import Extension
from plan.nudge import Nudge, awaits_unit
from plan.values import State

S = TypeVar("S")


class Acknowledged(Protocol):
    """A unit's receipt for a directive."""

    @property
    def waits(self) -> bool: ...


class Answered(Protocol):
    @property
    def answered_at(self) -> datetime | None: ...


@dataclass(frozen=True)
class Subject(Generic[S]):
    """What the number in a letter's key is the id of; `storage.letter_subjects` reads it from the database."""

    name: str


@dataclass(frozen=True)
class Condition(Generic[S]):
    """`holds` decides whether a delayed letter about this subject is still sent. It is not sent if the subject is
    gone."""

    subject: Subject[S]
    holds: Callable[[S], bool]


ASSIGNMENT: Subject[Assignment] = Subject("assignment")
NUDGE: Subject[tuple[Nudge, Assignment]] = Subject("nudge")
REQUEST: Subject[tuple[Extension, Assignment]] = Subject("request")
RECEIPT: Subject[Acknowledged] = Subject("receipt")
BULLETIN: Subject[Bulletin] = Subject("bulletin")
FEEDBACK: Subject[Answered] = Subject("feedback")


def in_state(*states: State) -> Condition[Assignment]:
    return Condition(ASSIGNMENT, lambda assignment: assignment.state in states)


def _nudge_holds(subject: tuple[Nudge, Assignment]) -> bool:
    nudge, assignment = subject
    return nudge.answered_at is None and awaits_unit(assignment)


def _request_holds(subject: tuple[Extension, Assignment]) -> bool:
    """A request whose task waits for review needs no decision."""
    request, assignment = subject
    return request.stage is extension.ExtensionStage.OPEN and assignment.state in extension.EXTENDABLE


UNANSWERED_NUDGE = Condition(NUDGE, _nudge_holds)
UNDECIDED = Condition(REQUEST, _request_holds)
UNACKNOWLEDGED = Condition(RECEIPT, lambda receipt: receipt.waits)
IN_REVIEW = Condition(BULLETIN, lambda draft: draft.stage is bulletin.BulletinStage.REVIEW)
UNANSWERED_FEEDBACK = Condition(FEEDBACK, lambda feedback: feedback.answered_at is None)
