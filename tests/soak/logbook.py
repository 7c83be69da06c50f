"""Check the bot's log for errors that no fault explains, and for secrets."""

import re
import signal
from collections import Counter
from collections.abc import Iterable

from tests.soak.books import Entry, Record
from tests.soak.bureau import NAME
from tests.soak.diary import MARK
from tests.soak.faults import FAULTS
from tests.soak.phases import Spell
from tests.soak.processes import Line

BEGINS = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+ (?P<level>[A-Z]+) (?P<rest>.*)$")
VARIES = re.compile(r"\d+")
AFTERWARDS = 20.0
"""Seconds after a fault within which it still explains errors in the log."""
TOKEN = r"\d{3,}:[\w-]{30,}"
PHONE = r"\b1[38]9?\d{8,}\b"


def entries(record: Record, lines: list[Line]) -> list[Entry]:
    return [_errors(record, lines), _secrets(record, lines), _ends(record)]


def blocks(lines: Iterable[Line]) -> list[tuple[Line, str, str]]:
    """Return the records of the log with their level and traceback.

    Lines outside any record, such as an interpreter's last message, count as errors.
    """
    records: list[tuple[Line, str, str]] = []
    for line in lines:
        if begins := BEGINS.match(line.text):
            records.append((line, begins["level"], begins["rest"]))
        elif records and records[-1][1] in ("ERROR", "CRITICAL", "WARNING"):
            head, level, text = records[-1]
            records[-1] = head, level, f"{text}\n{line.text}"
        else:
            records.append((line, "ERROR", line.text))
    return records


def _errors(record: Record, lines: list[Line]) -> Entry:
    errors = [
        (line, text) for line, level, text in blocks(lines)
        if level in ("ERROR", "CRITICAL") or "Traceback" in text
    ]  # fmt: skip
    unexplained = Counter(
        VARIES.sub("…", f"{text.splitlines()[0]} | {text.splitlines()[-1]}")
        for line, text in errors if not any(_explains(spell, line, text) for spell in record.spells)
    )  # fmt: skip
    wrong = [f"{number} × {text}" for text, number in unexplained.most_common()]
    return Entry("errors in the log", 0, len(errors), wrong, "faults may explain some")


def _explains(spell: Spell, line: Line, text: str) -> bool:
    fault = FAULTS[spell.fault]
    is_in_time = spell.began <= line.at <= spell.ended + AFTERWARDS
    return is_in_time and bool(fault.explains) and re.search(fault.explains, text) is not None


def _secrets(record: Record, lines: list[Line]) -> Entry:
    scene = record.scene
    codes = [re.escape(code) for code in scene.bureau.codes]
    secrets = {
        "the token": re.escape(scene.world.token) + "|" + TOKEN, "an invitation": "|".join(codes),
        "a message's text": MARK, "a person's name": NAME, "a phone number": PHONE,
    }  # fmt: skip
    wrong, leaked = [], 0
    for what, secret in secrets.items():
        leaks = [line.text for line in lines if re.search(secret, line.text)]
        leaked += len(leaks)
        wrong += [f"{what} in {len(leaks)} lines, such as: {re.sub(secret, '<it>', leaks[0])[:160]}"] if leaks else []
    return Entry("secrets in the log", 0, leaked, wrong, f"{len(lines)} lines")


def _ends(record: Record) -> Entry:
    """A bot that ends by itself has a reason that a fault explains: at its start the token was refused, or the database
    could not be written."""
    wrong = []
    for end in record.ends:
        refused = any(
            spell.fault in ("401", "404", "full", "locked") and spell.began <= end.at <= spell.ended + AFTERWARDS
            for spell in record.spells
        )
        if end.how == "by itself" and not refused:
            wrong.append(f"it ended by itself with status {end.status}")
        if end.how == "stopped" and end.status not in (0, -signal.SIGTERM):  # the latter before it is at work
            wrong.append(f"SIGTERM ended with status {end.status}")
    counts = Counter(end.how for end in record.ends)
    note = ", ".join(f"{number} {how}" for how, number in counts.items())
    return Entry("ends of the bot", len(record.ends), len(record.ends) - len(wrong), wrong, note)
