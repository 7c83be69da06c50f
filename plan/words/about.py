"""The task that a message of the bot is about."""

import re

NUMBER = re.compile(r"^(?:[^\s：]+：)?(\d+(?:\.\d+){1,3})(?=[ （])", re.MULTILINE)
"""The number of a task as cards and letters name it: at the beginning of a line, or after `请审核：`."""


NAMED = re.compile(r"(?<![\d.])\d+(?:\.\d+){2,3}(?![\d.])")
EXAMPLES = re.compile(r"(?:例如|（如|用法)[^\n]*(?:\n\d[^\n]*)*")
"""Numbers in examples mean no task. An example may be of several lines."""


def tasks_named(text: str) -> list[str]:
    """Return all numbers of tasks in a message of the bot, also those in its sentences, each once."""
    text = EXAMPLES.sub("", text)
    return list(dict.fromkeys((*NUMBER.findall(text), *NAMED.findall(text))))


def task_of_message(text: str) -> str:
    """Return the number of the one task that a message of the bot names, "" if it names none or several."""
    numbers = set(NUMBER.findall(EXAMPLES.sub("", text)))
    return numbers.pop() if len(numbers) == 1 else ""
