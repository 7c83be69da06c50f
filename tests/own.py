"""Keep to the program's own schedules, so that the tests of its letters pass whatever schedules are added."""

from plan import letter_kinds
from plan.letter_kinds import LetterKind
from schedules import SCHEDULES, load


def drop_added_schedules() -> None:
    """Remove the schedules whose kind of letter is declared in a file of their own."""
    load()
    own = {kind.name for kind in vars(letter_kinds).values() if isinstance(kind, LetterKind)}
    for name in [name for name in SCHEDULES if name not in own]:
        del SCHEDULES[name]
