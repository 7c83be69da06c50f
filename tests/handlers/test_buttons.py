"""Every button within three taps of /start, for every role: within the phone's limits, without a crash."""

import re

import pytest

from bot.inbox.update_handler import BROKEN
from bot.telegram.keyboard import MAX_CALLBACK_BYTES
from handlers import REGISTRY, load
from sandbox import Message
from tests.handlers.scene import ROLES
from tests.town import Town

load()
LABEL, A_ROW, ROWS = 6, 2, 8 + 2
TAPS = 3
FIRST = {f"/{command.name}" for command in REGISTRY if command.menu}
"""Pages that the menu opens; they have no button back."""


@pytest.mark.parametrize("role", ROLES)
async def test_the_buttons(bureau: Town, role: str) -> None:
    person = await bureau.person(ROLES[role])
    paths: list[tuple[str, ...]] = [()]
    seen_lines: set[str] = set()
    for path in paths:
        await open_at(bureau, person, path)
        if len(path) == TAPS:
            continue
        for line in fresh_lines(bureau.last(person), seen_lines):
            seen_lines.add(line)
            paths.append((*path, line))
    assert len(seen_lines) >= 10


async def open_at(bureau: Town, person: int, path: tuple[str, ...]) -> None:
    """Tap the last button only; the message before it is requested by its line, which gives the same page."""
    await bureau.say(person, path[-2] if len(path) > 1 else "/start")
    check(bureau.last(person), "/start")
    if path and path[-1] in bureau.last(person).taps():
        bureau.world.tap(person, person, bureau.last(person).id, path[-1])
        await bureau.settle()
        check(bureau.last(person), path[-1])
        assert "返回" in bureau.buttons(person) or path[-1].partition(" p")[0] in FIRST, path


def check(message: Message, after: str) -> None:
    assert message.text != BROKEN, after
    assert len(message.buttons) <= ROWS, after
    for row in message.buttons:
        assert len(row) <= A_ROW, after
        for button in row:
            assert 1 <= len(button.text) <= LABEL, f"{after}: {button.text}"
            assert "…" not in button.text, f"{after}: {button.text}"
            assert len(grown(button.data or "").encode()) <= MAX_CALLBACK_BYTES, f"{after}: {button.data}"


def grown(line: str) -> str:
    """Return the line as it may be after years of use: ids of six digits, versions of three."""
    return re.sub(r"(?<= )\d{1,6}(?= |$)", "9" * 6, re.sub(r"(?<= v)\d+(?= |$)", "9" * 3, line))


def fresh_lines(message: Message, seen_lines: set[str]) -> list[str]:
    """Return the first and the last button of each command, since the tasks of a list are alike."""
    by_command: dict[str, list[str]] = {}
    for line in message.taps():
        by_command.setdefault(line.partition(" ")[0], []).append(line)
    ends = [line for lines in by_command.values() for line in dict.fromkeys((lines[0], lines[-1]))]
    return [line for line in ends if line not in seen_lines]
