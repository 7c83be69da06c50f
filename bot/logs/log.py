"""Logs without secrets and without what people wrote, whatever a library puts in."""

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
"""A task's repr shows its name and its function, and then what it has returned or raised."""
WARNING = re.compile(r"(\S.*?:\d+): (\w+):")


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
        """A database that is away is no fault of the program's: where it was met says nothing, and is met often."""
        if ei[1] is None:
            return ""
        return described(ei[1]) if is_away(ei[1]) else trace(ei[1])


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
        match = WARNING.match(message)
        return f"{short(match[1])}: {match[2]}" if match else "a warning"
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
