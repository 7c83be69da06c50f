"""Understand what a person wrote: the first intent of the table that it fits, or none. Nothing is guessed."""

from plan.words.intent import Meaning, Speaker
from plan.words.intents import INTENTS
from plan.words.message import TASK, Message, Names, read


def understand(written: str, names: Names, speaker: Speaker) -> tuple[Message, Meaning | None]:
    """Return the message taken apart, and what it means; None where it is not understood."""
    message = read(written, names, speaker.now.date(), speaker.calendar)
    for intent in INTENTS:
        if meaning := intent.meaning(message, names, speaker):
            return message, meaning
    return message, None


def starts_with_task(message: Message) -> bool:
    return message.shape[:1] == TASK
