"""Tell commands that change what people have recorded from those that only ask back, and write down that they do."""

from handlers.registry import Command

ASKING = "which"
"""Asks which task is meant, and keeps the rest of the words for the answer."""
NOT_UNDERSTOOD = "unclear"


def changes(command: Command) -> bool:
    return command.writes and command.name not in (ASKING, NOT_UNDERSTOOD)
