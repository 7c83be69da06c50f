"""What an open question of the bot is about."""

from handlers.declaration import Command
from handlers.registry import REGISTRY
from storage import assignments
from storage.database import Connection
from storage.questions import Question


def command_of(question: Question) -> tuple[Command, str]:
    """Return the command that asked an open question, and the rest of its line."""
    return REGISTRY.by_slash(question.line)


async def task_of(db: Connection, question: Question) -> str:
    """Return the number of the task that an open question is about, "" if it is about none."""
    command, rest = command_of(question)
    reference = command.task_reference(rest)
    if "." in reference:
        return reference.partition("@")[0]
    assignment = await assignments.get(db, int(reference)) if reference else None
    return assignment.code if assignment else question.shown
