"""Logs without secrets: the token is in URLs, in tracebacks and in the names of objects."""

import logging
import re
import sys
from types import TracebackType

TOKEN = re.compile(r"\d{3,}:[\w-]{30,}")


class Redacting(logging.Formatter):
    """Redacts the finished line, traceback included: whatever a library puts in, it comes by here."""

    def format(self, record: logging.LogRecord) -> str:
        return TOKEN.sub("<token>", super().format(record))


def set_up(level: str) -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(Redacting("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for chatty in ("httpx", "httpcore", "telegram", "apscheduler", "aiosqlite"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    sys.excepthook = _uncaught
    logging.raiseExceptions = False  # its complaint about a wrong call shows the arguments


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """What ends the program is written by the same hand: Python's own would show everything."""
    logging.critical("ended by an error", exc_info=(kind, error, trace))
