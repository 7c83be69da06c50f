"""Logs without secrets and without what people wrote: of an error its type, its place, and words known to be safe.

An exception's message may hold anything: a text that could not be read, a name that was not found, a row's values.
"""

import logging
import os
import re
import sys
import threading
import traceback
from asyncio import Future
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

from bot.redaction import bare, redacted
from bot.trouble import Trouble

OURS = frozenset(("bot", "handlers", "schedules", "storage", "plan", "sandbox"))
ROOT = Path(__file__).parents[1]
FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"
DRIVERS = ("sqlite3", "aiosqlite", "asyncpg", "sqlalchemy.dialects")
MOST_LINKS = 10
"""Of a chain of exceptions."""
TASK = re.compile(r"name='([\w .-]{1,40})'|coro=<([\w.<>]{1,80})")
RESULT, SHOWN = re.compile(r"result=|exception=|wait_for="), re.compile(r"[<{\[(]")
"""A task's repr shows its name and its function, and then what it has returned or raised."""
WARNING = re.compile(r"(\S.*?:\d+): (\w+):")


def described(error: BaseException) -> str:
    """One line to be logged or stored, such as `TypeError at bot/incoming.py:95`; with words where they are safe."""
    return f"{_named(error)}{_place(error)}"


def _named(error: BaseException) -> str:
    kind = type(error).__name__
    words = _words(error)
    return redacted(f"{kind}: {words}" if words else kind)


def _words(error: BaseException) -> str:
    """Only of types whose words come from a program's own code. A quoted part of them may be somebody's text."""
    module = type(error).__module__
    if module.startswith("sqlalchemy.exc"):  # its own words hold the statement's values
        cause = getattr(error, "orig", None)
        return _named(cause) if isinstance(cause, BaseException) else ""
    if module.startswith(DRIVERS):
        return bare(str(error))
    if isinstance(error, OSError):  # not its own words: anybody may raise one with others
        return os.strerror(error.errno) if isinstance(error.errno, int) else ""
    return bare(str(error)) if isinstance(error, Trouble) else ""


def _place(error: BaseException) -> str:
    """Where it was raised, or the last place of ours on the way there."""
    frames = [(frame.f_code.co_filename, line) for frame, line in traceback.walk_tb(error.__traceback__)]
    ours = [place for place in frames if _short(place[0]).partition("/")[0] in OURS]
    for path, line in (ours or frames)[-1:]:
        return f" at {_short(path)}:{line}"
    return ""


def _short(path: str) -> str:
    """Within our own folder, or the libraries': where that is on this machine is of no use to anybody."""
    for folder in ("site-packages/", f"{ROOT}/"):
        if folder in path:
            return path.rpartition(folder)[2]
    return "/".join(Path(path).parts[-2:])


def trace(error: BaseException) -> str:
    """Frames and types of an error and of what led to it, as Python prints them, without unsafe words."""
    return "\n".join(_trace(error, set()))


def _trace(error: BaseException, seen: set[int]) -> Iterator[str]:
    if id(error) in seen or len(seen) > MOST_LINKS:
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


class Safe(logging.Formatter):
    """Redacts the finished line: whatever a library puts in, it comes by here."""

    def format(self, record: logging.LogRecord) -> str:
        """Of a copy, so that nothing that another handler has made of the exception is used, and none is left."""
        copy = logging.makeLogRecord(vars(record))
        copy.exc_text, copy.args = None, _safe_arguments(record.args)
        if isinstance(copy.msg, BaseException):
            copy.msg, copy.args = described(copy.msg), None
        elif record.name.partition(".")[0] not in OURS:
            copy.msg, copy.args = _of_a_library(record), None
        elif not _fits(copy):
            copy.msg, copy.args = f"{record.msg} (with other arguments)", None
        return redacted(super().format(copy))

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the library's name
        return trace(ei[1]) if ei[1] is not None else ""


class _Described:
    """An exception among a call's arguments, however it is to be shown."""

    def __init__(self, error: BaseException) -> None:
        self._error = error

    def __str__(self) -> str:
        return described(self._error)

    __repr__ = __str__


def _safe_arguments(arguments: Any, change: Callable[[Any], Any] | None = None) -> Any:
    change = change or _safe
    if isinstance(arguments, Mapping):
        return {name: change(value) for name, value in arguments.items()}
    return tuple(change(value) for value in arguments) if isinstance(arguments, tuple) else arguments


def _safe(value: Any) -> Any:
    if isinstance(value, BaseException):
        return _Described(value)
    return type(value).__name__ if isinstance(value, Future) else value


def _only_numbers(value: Any) -> Any:
    return value if isinstance(value, int | float | BaseException) else "…"


def _fits(record: logging.LogRecord) -> bool:
    try:
        record.getMessage()
    except (TypeError, ValueError, KeyError):
        return False
    return True


def _of_a_library(record: logging.LogRecord) -> str:
    """The beginning of its message, up to the first thing that it shows; which task asyncio's speaks of."""
    copy = logging.makeLogRecord({"msg": record.msg, "args": _safe_arguments(record.args, _only_numbers)})
    copy.args = _safe_arguments(copy.args)
    message = copy.getMessage() if _fits(copy) else "a message that does not fit its arguments"
    if record.name == "py.warnings":
        found = WARNING.match(message)
        return f"{_short(found[1])}: {found[2]}" if found else "a warning"
    before = RESULT.split(message, maxsplit=1)[0]
    tasks = dict.fromkeys(name or coroutine for name, coroutine in TASK.findall(before))
    return " ".join((bare(SHOWN.split(message, maxsplit=1)[0]), *tasks))


def set_up(level: str) -> None:
    """To standard error. Below WARNING only we speak: what libraries tell then is what they send and receive."""
    handler = logging.StreamHandler()
    handler.setFormatter(Safe(FORMAT))
    handler.addFilter(lambda record: record.levelno >= logging.WARNING or record.name.partition(".")[0] in OURS)
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for chatty in ("httpx", "httpcore", "telegram", "apscheduler", "aiosqlite", "sqlalchemy"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    logging.captureWarnings(True)
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_thread
    sys.unraisablehook = lambda told: _log(told.exc_type, told.exc_value, told.exc_traceback, "an error was ignored")
    logging.raiseExceptions = False  # its complaint about a wrong call shows the arguments


def _uncaught(kind: type[BaseException], error: BaseException, place: TracebackType | None) -> None:
    """What ends the program is written by the same hand: Python's own would show everything."""
    _log(kind, error, place, "ended by an error")


def _uncaught_in_thread(told: threading.ExceptHookArgs) -> None:
    if told.exc_type is not SystemExit:
        _log(told.exc_type, told.exc_value, told.exc_traceback, "a thread was ended by an error")


def _log(kind: type[BaseException], error: BaseException | None, place: TracebackType | None, words: str) -> None:
    logging.getLogger("bot").critical(words, exc_info=(kind, error or kind(), place))
