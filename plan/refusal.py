"""The one exception for what a person may not or cannot do."""

from collections.abc import Iterator
from contextlib import contextmanager

from plan.reply import Button


class Refusal(Exception):
    """Carries the sentence that the person reads, in Chinese, and what he may tap next.

    Whoever opened the transaction rolls it back and answers with it. `question` is the command line that his next
    words complete, with what he has typed already: it is kept though nothing else is.
    """

    def __init__(self, sentence: str, *buttons: Button, question: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.buttons = buttons
        self.question = question


class Forbidden(Refusal):
    """What is not his to do or to see. A button would not have offered it: whoever types it is noted in the log."""


@contextmanager
def asked_again(question: str) -> Iterator[None]:
    """What is refused in here is asked once more: the person's next words complete `question`."""
    try:
        yield
    except Refusal as wrong:
        raise Refusal(wrong.sentence, *wrong.buttons, question=question) from None
