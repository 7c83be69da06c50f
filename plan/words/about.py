"""The task that a message of the bot is about."""

import re

NUMBER = re.compile(r"^(?:[^\s：]+：)?(\d+(?:\.\d+){1,3})(?=[ （])", re.MULTILINE)
"""The number of a task as cards and letters name it: at the beginning of a line, or after `请审核：`."""


def task_of_message(text: str) -> str:
    """Return the number of the one task that a message of the bot names, "" if it names none or several."""
    numbers = set(NUMBER.findall(text))
    return numbers.pop() if len(numbers) == 1 else ""
