"""Find the command whose word begins a sentence, unless the sentence as a whole says more."""

import re

from bot.inbox.word_alone import page_of
from handlers import REGISTRY
from handlers.registry import Command
from plan.person import Person
from plan.reply import SLOT
from plan.words.intent import Meaning, Sort
from plan.words.message import TASK, Message
from plan.words.open_question import Wants
from storage.questions import Question

Match = tuple[Command, str]
"""A command and its unparsed input."""
OWN_SENTENCES = frozenset({"progress", "submit", "sign", "nudge", "directive", "remind", "leave", "task"})
"""Commands whose word begins whole sentences, which the table of intents reads better than the inputs do."""
NAMES = frozenset({Wants.NAME, Wants.UNIT, Wants.PHONE})
"""What never begins with a command's word: 岗位 处室 is a command, also while a name is asked for."""
BARE_NUMBER = re.compile(r"\d+(?![.\d])")
"""A number in front that is no task's: a button's line has the id of an assignment there, which nobody types."""


def wanted(line: str) -> Wants:
    """Return what the question asks for that this line, not empty, is waiting with."""
    command, rest = REGISTRY.by_slash(line)
    return command.wants(rest)


def by_first_word(message: Message, meaning: Meaning | None, person: Person, question: Question) -> Match | None:
    """Return the command with its input as it was written. The meaning is that of the whole message."""
    text = message.normal.text
    may_be_answer = bool(question.line) and wanted(question.line) not in NAMES
    match = REGISTRY.by_word(text, whole=may_be_answer) or REGISTRY.by_phrase(text)
    if match is None:
        return None
    command, rest = match
    is_allowed = command.allows(person.duties)
    if _is_beside(command, rest, meaning, is_allowed=is_allowed):
        return None
    if not rest and command.needs_task:
        return REGISTRY.by_slash(
            f"/{command.name} {question.shown}" if question.shown else f"/which /{command.name} {SLOT}"
        )
    if not rest and command.lacks_input(rest) and is_allowed:
        return page_of(command)
    return command, _as_written(message, len(text) - len(rest))


def _is_beside(command: Command, rest: str, meaning: Meaning | None, *, is_allowed: bool) -> bool:
    """Return whether the sentence is not this command, although it begins with its word."""
    if command.needs_task and BARE_NUMBER.match(rest):
        return True
    if meaning is None or (command.needs_task and not rest):
        return bool(rest) and command.lacks_input(rest) and is_allowed
    is_courtesy = meaning.sort is Sort.COURTESY and not is_allowed
    return is_courtesy or not command.takes(rest) or (bool(rest) and _says_more(command, rest, meaning))


def _says_more(command: Command, rest: str, meaning: Meaning) -> bool:
    """Return whether a sentence that begins with the command's word is this command with more than a task's number."""
    if command.name not in OWN_SENTENCES:
        return False
    is_report = command.name in ("progress", "submit") and meaning.sort in (Sort.REPORT, Sort.CORRECTION)
    is_same = is_report or meaning.line.startswith(f"/{command.name}")
    return is_same and command.task_reference(rest) != rest


def _as_written(message: Message, start: int) -> str:
    """Return the input behind `start` of the normal text as it was written, but a task's number in normal form."""
    number = next((entity for entity in message.entities if entity.kind == TASK and entity.start == start), None)
    end = number.end if number else start
    words = message.normal.as_written(end, len(message.normal.text))
    return f"{number.value}{words}" if number else words
