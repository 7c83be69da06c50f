"""Decide what a message is while a question is open: its answer, something else, or so unclear that the bot asks."""

import re
from collections.abc import Callable
from enum import Enum, auto

from plan.words.intent import Meaning, Sort
from plan.words.intents.sentences import is_question
from plan.words.message import DATE, LENGTH, TASK, UNIT, Message


class Wants(Enum):
    """What a question asks for. WORDS are free words, most of which are sent to other people."""

    WORDS = auto()
    REPORT = auto()
    TASK = auto()
    DATE = auto()
    MOMENT = auto()
    PHONE = auto()
    NAME = auto()
    UNIT = auto()
    SEARCH = auto()


class Choice(Enum):
    """ANSWER: it completes the question. OTHER: it is done as if nothing were open. UNCLEAR: the person is asked."""

    ANSWER = auto()
    OTHER = auto()
    UNCLEAR = auto()


NAMES = frozenset({Wants.NAME, Wants.UNIT})
NEVER_ANSWERS = (Sort.CANCEL, Sort.COURTESY, Sort.CORRECTION)
PHONE = re.compile(r"[+\d][\d\s()（）-]{4,}|清除")
LONGEST_TASK = 6
"""In characters of a shape, such as `是2.2.4那项`."""
NOT_IN_NAMES = re.compile(rf"[,，。!！;；:：\n{TASK}]")
LONGEST_SEARCH = 12
"""In characters: longer words that also hit something are rather an answer than a search."""


def choose(
    wants: Wants, task: str, message: Message, meaning: Meaning | None, letter: str = ""
) -> Choice:  # fmt: skip
    """Return what the message is. `task` is the number of the task that the question is about, "" if unknown, and
    `letter` that of the one task of a letter that has come since, "" for none."""
    if meaning and meaning.sort in NEVER_ANSWERS:
        return Choice.OTHER
    if wants is Wants.TASK:
        return Choice.ANSWER if _names_the_task(message, meaning) else Choice.OTHER
    if wants is Wants.REPORT:
        choice = _while_a_report_is_asked(task, message, meaning)
        is_answer_to_letter = choice is Choice.ANSWER and letter not in ("", task)
        return Choice.UNCLEAR if is_answer_to_letter else choice
    if wants is Wants.WORDS:
        return _while_words_are_asked(task, message, meaning)
    if wants in NAMES:
        return _while_a_name_is_asked(wants, message, meaning)
    is_search = meaning is not None and meaning.sort is Sort.SEARCH and wants is Wants.SEARCH
    is_fit = is_search or (FITS[wants](message) and not _is_elsewhere(task, message, meaning))
    return Choice.ANSWER if meaning is None or is_fit else Choice.OTHER  # The command refuses what it cannot read.


def _names_the_task(message: Message, meaning: Meaning | None) -> bool:
    """Return whether a message says which task is meant, and no more: `2.2.4`, `是2.2.4那项`."""
    if message.shape == TASK:
        return True
    numbers = set(message.of(TASK))
    is_short = len(message.shape) <= LONGEST_TASK and not is_question(message.normal.text)
    return is_short and len(numbers) == 1 and (meaning is None or meaning.line in (f"/find {n}" for n in numbers))


def _while_a_name_is_asked(wants: Wants, message: Message, meaning: Meaning | None) -> Choice:
    """Any words can be a name, so that only what means nothing else is one, or a unit's name where one is asked for."""
    if wants is Wants.UNIT and message.shape == UNIT:
        return Choice.ANSWER
    if meaning is None:
        is_sentence = is_question(message.normal.text) or NOT_IN_NAMES.search(message.shape)
        return Choice.UNCLEAR if is_sentence else Choice.ANSWER
    is_unclear = meaning.sort is Sort.SEARCH or (meaning.lacks_task and not message.of(TASK))
    return Choice.UNCLEAR if is_unclear else Choice.OTHER


def _is_elsewhere(task: str, message: Message, meaning: Meaning | None) -> bool:
    if meaning is None:
        return False
    is_whole = meaning.sort is Sort.QUESTION or (meaning.sort is Sort.REQUEST and not meaning.lacks_task)
    is_report = meaning.sort is Sort.REPORT and bool(message.of(TASK)) and "%" in message.normal.text
    return is_whole or is_report or _names_other_task(task, message) or meaning.sort is Sort.SEARCH


def _names_other_task(task: str, message: Message) -> bool:
    return any(number != task for number in message.of(TASK))


def _while_a_report_is_asked(task: str, message: Message, meaning: Meaning | None) -> Choice:
    if meaning is None or meaning.sort in (Sort.QUESTION, Sort.SEARCH):
        return _of_plain_words(task, message, meaning)
    if meaning.sort is Sort.REQUEST or message.of(TASK):
        return Choice.OTHER
    is_of_other_task = meaning.choices or meaning.task not in ("", task)
    return Choice.UNCLEAR if is_of_other_task else Choice.ANSWER


def _while_words_are_asked(task: str, message: Message, meaning: Meaning | None) -> Choice:
    if meaning is None or meaning.sort in (Sort.QUESTION, Sort.SEARCH):
        return _of_plain_words(task, message, meaning)
    is_free_speech = meaning.sort is Sort.REPORT or meaning.line.startswith("/directive")
    if _names_other_task(task, message):
        return Choice.UNCLEAR if is_free_speech and not message.shape.startswith(TASK) else Choice.OTHER
    if is_free_speech:
        return Choice.ANSWER
    return Choice.OTHER if message.of(TASK) else Choice.UNCLEAR


def _of_plain_words(task: str, message: Message, meaning: Meaning | None) -> Choice:
    if meaning is None:
        begins_elsewhere = message.shape.startswith(TASK) and _names_other_task(task, message)
        return Choice.UNCLEAR if is_question(message.normal.text) or begins_elsewhere else Choice.ANSWER
    if meaning.sort is Sort.QUESTION:
        return Choice.OTHER
    return Choice.UNCLEAR if len(message.shape) <= LONGEST_SEARCH else Choice.ANSWER


FITS: dict[Wants, Callable[[Message], bool]] = {
    Wants.DATE: lambda message: bool(message.of(DATE) or message.of(LENGTH)),
    Wants.MOMENT: lambda message: bool(message.of(DATE) or re.search(r"\d|点|时|后", message.normal.text)),
    Wants.PHONE: lambda message: bool(PHONE.fullmatch(message.normal.text)),
    Wants.SEARCH: lambda message: not message.of(TASK),
}
"""Whether a message has the form of an answer."""
