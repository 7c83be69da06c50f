"""Set up logging so that no line holds secrets or what people wrote, whatever a library logs."""

import logging
import re
import sys
import threading
from asyncio import Future
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any

from bot.logs.error_text import OURS, described, short, trace
from bot.logs.redaction import bare, redacted
from storage.availability import is_away

__all__ = ["described", "set_up", "trace"]
FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"
TASK = re.compile(r"name='([\w .-]{1,40})'|coro=<([\w.<>]{1,80})")
RESULT, SHOWN = re.compile(r"result=|exception=|wait_for="), re.compile(r"[<{\[(]")
"""The repr of a task shows its name and function, and after these what it has returned or raised."""
WARNING = re.compile(r"(\S.*?:\d+): (\w+):")


class SafeFormatter(logging.Formatter):
    """Removes from log records what is unsafe, and redacts the finished line."""

    def format(self, record: logging.LogRecord) -> str:
        """Format a copy of the record, so that no text is used that another handler has cached, or left for another."""
        copy = logging.makeLogRecord(vars(record))
        copy.exc_text, copy.args = None, _safe_arguments(record.args)
        if isinstance(copy.msg, BaseException):
            copy.msg, copy.args = described(copy.msg), None
        elif record.name.partition(".")[0] not in OURS:
            copy.msg, copy.args = _of_a_library(record), None
        elif not _fits(copy):
            copy.msg, copy.args = f"{record.msg} (with other arguments)", None
        return redacted(super().format(copy))

    def formatException(self, ei: Any) -> str:  # noqa: N802 - overrides the library's
        """Return a traceback, or one line if the database is away: that happens often, and the place says nothing."""
        if ei[1] is None:
            return ""
        return described(ei[1]) if is_away(ei[1]) else trace(ei[1])


class _Described:
    """Shows an exception among the arguments of a log call by its safe description."""

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
    """Return a library's message up to the first value that it shows, with the names of tasks that asyncio mentions."""
    copy = logging.makeLogRecord({"msg": record.msg, "args": _safe_arguments(record.args, _only_numbers)})
    copy.args = _safe_arguments(copy.args)
    message = copy.getMessage() if _fits(copy) else "a message that does not fit its arguments"
    if record.name == "py.warnings":
        match = WARNING.match(message)
        return f"{short(match[1])}: {match[2]}" if match else "a warning"
    before = RESULT.split(message, maxsplit=1)[0]
    tasks = dict.fromkeys(name or coroutine for name, coroutine in TASK.findall(before))
    return " ".join((bare(SHOWN.split(message, maxsplit=1)[0]), *tasks))


def set_up(level: str) -> None:
    """Log to standard error. Of libraries, log warnings and errors only: below, they log what they send and receive."""
    handler = logging.StreamHandler()
    handler.setFormatter(SafeFormatter(FORMAT))
    handler.addFilter(lambda record: record.levelno >= logging.WARNING or record.name.partition(".")[0] in OURS)
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for chatty in ("httpx", "httpcore", "telegram", "apscheduler", "aiosqlite", "sqlalchemy"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    logging.captureWarnings(True)
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_thread
    sys.unraisablehook = lambda event: _log(
        event.exc_type, event.exc_value, event.exc_traceback, "an error was ignored"
    )
    logging.raiseExceptions = False  # Its report of a wrong log call would show the arguments.


def _uncaught(kind: type[BaseException], error: BaseException, place: TracebackType | None) -> None:
    """Log an error that ends the program. Python's own report would show its message."""
    _log(kind, error, place, "ended by an error")


def _uncaught_in_thread(event: threading.ExceptHookArgs) -> None:
    if event.exc_type is not SystemExit:
        _log(event.exc_type, event.exc_value, event.exc_traceback, "a thread was ended by an error")


def _log(kind: type[BaseException], error: BaseException | None, place: TracebackType | None, words: str) -> None:
    logging.getLogger("bot").critical(words, exc_info=(kind, error or kind(), place))
