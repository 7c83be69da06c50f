"""The exception for what a person may not or cannot do."""

from collections.abc import Iterator
from contextlib import contextmanager

from plan.reply import Button


class Refusal(Exception):
    """Raised with the Chinese sentence that the person reads, and the buttons under it.

    The transaction is rolled back, and the sentence becomes the answer. `question` is a command line that the person's
    next words complete; it is stored although the transaction is not.
    """

    def __init__(self, sentence: str, *buttons: Button, question: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.buttons = buttons
        self.question = question


class Forbidden(Refusal):
    """Raised for what a person has no right to do or see. It is logged, because no button offers it."""


class UnitNeeded(Refusal):
    """Raised where a person must choose between the units of a task. The line of each button is only the assignment,
    such as `412 v7`; the command completes it with the inputs that it was given."""


@contextmanager
def asked_again(question: str, note: str = "") -> Iterator[None]:
    """Add `question` to refusals that are raised in the block, so that the person's next words complete it.

    `note` follows the sentence; it says what was kept.
    """
    try:
        yield
    except Refusal as refusal:
        raise Refusal(refusal.sentence + note, *refusal.buttons, question=question) from None
