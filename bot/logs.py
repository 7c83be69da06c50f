"""Logs without secrets: the token is in URLs, in tracebacks and in the names of objects."""

import logging
import re

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
