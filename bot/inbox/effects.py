"""Tell commands that change what people have recorded from those that write down no more than what they ask back."""

from handlers.registry import Command

ASKING = "which"
"""Asks which task is meant, and keeps the rest of the words for the answer."""
RECORDING_NOTHING = (ASKING, "unclear", "start")
"""An invitation that is opened by /start must be confirmed by a button."""


def changes(command: Command) -> bool:
    return command.writes and command.name not in RECORDING_NOTHING
