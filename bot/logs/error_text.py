"""Describe errors in words that are safe to log and to store: type, place, and message if that is known to be safe.

An exception's message may hold anything: a text that could not be parsed, a name, a row's values.
"""

import os
import traceback
from collections.abc import Iterator
from pathlib import Path

from bot.logs.redaction import bare, redacted
from bot.telegram.errors import CallFailed

OURS = frozenset(("bot", "handlers", "schedules", "storage", "plan", "sandbox"))
ROOT = Path(__file__).parents[2]
DRIVERS = ("sqlite3", "aiosqlite", "asyncpg", "sqlalchemy.dialects")
MAX_CHAIN = 10
"""Exceptions of a chain that are shown."""


def described(error: BaseException) -> str:
    """Return one line such as `TypeError at bot/telegram/updates.py:95`; with words where they are safe."""
    return f"{_named(error)}{_place(error)}"


def _named(error: BaseException) -> str:
    kind = type(error).__name__
    words = _words(error)
    return redacted(f"{kind}: {words}" if words else kind)


def _words(error: BaseException) -> str:
    """Return the message of an error whose type takes its messages from a program's code, else "". Quoted parts, which
    may be somebody's text, are removed."""
    module = type(error).__module__
    if module.startswith("sqlalchemy.exc"):  # Its own message holds the values of the statement.
        cause = getattr(error, "orig", None)
        return _named(cause) if isinstance(cause, BaseException) else ""
    if module.startswith(DRIVERS):
        return bare(str(error))
    if isinstance(error, OSError):  # Not str(error): any code may raise one with a message of its own.
        return os.strerror(error.errno) if isinstance(error.errno, int) else ""
    return bare(str(error)) if isinstance(error, CallFailed) else ""


def _place(error: BaseException) -> str:
    """Return the last line of our own code that the error passed, else the line where it was raised."""
    frames = [(frame.f_code.co_filename, line) for frame, line in traceback.walk_tb(error.__traceback__)]
    ours = [place for place in frames if short(place[0]).partition("/")[0] in OURS]
    for path, line in (ours or frames)[-1:]:
        return f" at {short(path)}:{line}"
    return ""


def short(path: str) -> str:
    """Return the path within the project or the libraries, without where these are on this machine."""
    for folder in ("site-packages/", f"{ROOT}/"):
        if folder in path:
            return path.rpartition(folder)[2]
    return "/".join(Path(path).parts[-2:])


def trace(error: BaseException) -> str:
    """Return the traceback of an error and its causes as Python prints it, without unsafe messages."""
    return "\n".join(_trace(error, set()))


def _trace(error: BaseException, seen: set[int]) -> Iterator[str]:
    if id(error) in seen or len(seen) > MAX_CHAIN:
        yield f"{_named(error)} (see above)"
        return
    seen.add(id(error))
    if error.__cause__ is not None:
        yield from _trace(error.__cause__, seen)
        yield "\nThe above exception was the direct cause of the following exception:\n"
    elif error.__context__ is not None and not error.__suppress_context__:
        yield from _trace(error.__context__, seen)
        yield "\nDuring handling of the above exception, another exception occurred:\n"
    yield "Traceback (most recent call last):"
    stack = traceback.StackSummary.extract(traceback.walk_tb(error.__traceback__), limit=-40)
    yield from ("".join(traceback.format_list(stack)).rstrip().splitlines())
    yield _named(error)
    if isinstance(error, BaseExceptionGroup):
        for number, part in enumerate(error.exceptions, 1):
            yield f"  + {number} of {len(error.exceptions)}:"
            yield from (f"  | {line}" for line in "\n".join(_trace(part, seen)).splitlines())
