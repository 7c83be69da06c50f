"""Neither secrets nor what people wrote get into the log or a stored error, wherever a library puts them."""

import asyncio
import gc
import io
import json
import logging
import re
import sqlite3
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pydantic
import pytest
import sqlalchemy as sa

from bot import logs
from bot.logs.redaction import redacted
from bot.telegram.errors import NotSent, RequestRejected, RetryLater
from bot.telegram.poller import Poller
from plan.refusal import Refusal
from sandbox import TOKEN
from storage.async_database import AsyncDatabase
from storage.availability import is_away
from tests.town import LIAISON, Town

SECRET = TOKEN.partition(":")[2]
CODE = "aB3-x_Zq9LmN0pQrStUvWx"
PERSON, PHONE, TEXT = "演示·张某", "13812345678", "2.2.3 滞后 数据未报齐"
HOSTILE = f"{PERSON} {PHONE} {TEXT} {TOKEN} /start {CODE}"
LIKE_A_NAME = f"name='geheim' {HOSTILE}"
PRIVATE = (SECRET, CODE, PERSON, PHONE, "数据未报齐", "025-83279999", "geheim")


class Form(pydantic.BaseModel):
    percent: int


def clean(text: str) -> bool:
    return not [secret for secret in PRIVATE if secret in text]


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """Set up logging as `duban run` does, at DEBUG, and restore it afterwards."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    root.handlers.clear()
    stream = io.StringIO()
    for place, name, value in (
        (sys, "stderr", stream), (sys, "excepthook", None), (logging, "raiseExceptions", None),
        (threading, "excepthook", None), (sys, "unraisablehook", None),
    ):  # fmt: skip
        monkeypatch.setattr(place, name, value)
    logs.set_up("DEBUG")
    yield stream
    logging.captureWarnings(False)
    root.handlers[:] = handlers
    root.setLevel(level)


def raised(work: Callable[[], Any]) -> BaseException:
    try:
        work()
    except BaseException as error:
        return error
    raise AssertionError("nothing was raised")


def throw(error: BaseException) -> None:
    raise error


def from_cause() -> None:
    try:
        int(HOSTILE)
    except ValueError as error:
        raise KeyError(HOSTILE) from error


def in_context() -> None:
    try:
        int(HOSTILE)
    except ValueError:
        throw(RuntimeError(HOSTILE))


def of_statement() -> None:
    with sa.create_engine("sqlite://").connect() as db:
        db.execute(sa.text("SELECT * FROM nowhere WHERE name = :name"), {"name": HOSTILE})


def circular() -> None:
    value_error, two = ValueError(HOSTILE), TypeError(HOSTILE)
    value_error.__cause__, two.__cause__ = two, value_error
    raise value_error


def noted() -> None:
    error = ValueError("x")
    error.add_note(HOSTILE)
    raise error


ERRORS: dict[str, tuple[Callable[[], Any], str]] = {
    "a number": (lambda: int(HOSTILE), "ValueError"),
    "a key": (lambda: throw(KeyError(HOSTILE)), "KeyError"),
    "json": (lambda: json.loads(HOSTILE), "JSONDecodeError"),
    "pydantic": (lambda: Form(percent=HOSTILE), "ValidationError"),
    "encoding": (lambda: HOSTILE.encode("ascii"), "UnicodeEncodeError"),
    "a statement": (of_statement, "OperationalError: OperationalError: no such table: nowhere"),
    "the driver": (
        lambda: sqlite3.connect(":memory:").execute(f'SELECT "{PERSON} FROM'),
        "OperationalError: unrecognized token: …",
    ),
    "cause": (from_cause, "KeyError"),
    "context": (in_context, "RuntimeError"),
    "notes": (noted, "ValueError"),
    "circular": (circular, "ValueError"),
    "a group": (lambda: throw(ExceptionGroup(HOSTILE, [ValueError(HOSTILE), OSError(HOSTILE)])), "ExceptionGroup"),
    "a refusal": (lambda: throw(Refusal(f"没有“{HOSTILE}”")), "Refusal"),
    "no such file": (lambda: open(f"/nowhere/{PERSON}"), "FileNotFoundError: No such file or directory"),  # noqa: SIM115
    "a network": (lambda: throw(ConnectionResetError(HOSTILE)), "ConnectionResetError"),
    "Telegram": (
        lambda: throw(
            RequestRejected(f'Bad Request: can\'t parse entities: Unsupported start tag "{HOSTILE}" at byte 7')
        ),
        "RequestRejected: Bad Request: can't parse entities: Unsupported start tag … at byte 7",
    ),
    "too late": (
        lambda: throw(RetryLater("Too Many Requests: retry after 35")),
        "RetryLater: Too Many Requests: retry after 35",
    ),
    "assertion": (lambda: throw(AssertionError(HOSTILE)), "AssertionError"),
}


@pytest.mark.parametrize("name", ERRORS)
def test_errors(log: io.StringIO, name: str) -> None:
    work, words = ERRORS[name]
    error = raised(work)
    assert logs.described(error).startswith(words)
    assert re.search(r" at [\w/]+\.py:\d+$", logs.described(error))
    here = logging.getLogger("bot.inbox.update_handler")
    here.error("it failed: %s, %r", error, error, exc_info=error)
    here.error(error)
    here.error("%(error)s", {"error": error})
    logging.getLogger("aiohttp.server").error("failed: %s", error, exc_info=error)
    sys.excepthook(type(error), error, error.__traceback__)
    logged = log.getvalue()
    assert words in logged
    assert clean(logged + logs.described(error))
    assert logged.count("Traceback") >= (0 if is_away(error) else 3)
    assert "\n" not in logs.described(error)


def test_the_place_is_ours(log: io.StringIO) -> None:
    error = raised(lambda: Refusal().sentence)  # type: ignore[call-arg]
    assert logs.described(error).startswith("TypeError at ")
    url = "https://api.telegram.org"
    error = raised(lambda: httpx.Response(502, request=httpx.Request("GET", url)).raise_for_status())
    assert "site-packages" not in logs.described(error)
    error = raised(lambda: __import__("plan.reading").reading.read(b"\xff", name="x.docx"))
    assert " at plan/" in logs.described(error)


def test_another_handler_came_first(log: io.StringIO) -> None:
    """A formatter caches the traceback in the record; the next one would use it."""
    other = logging.StreamHandler(io.StringIO())
    root = logging.getLogger()
    root.handlers.insert(0, other)
    logging.getLogger("bot").error("failed", exc_info=raised(lambda: int(HOSTILE)))
    assert HOSTILE in other.stream.getvalue()
    assert clean(log.getvalue())


ARGUMENTS = {
    "an address": f"https://api.telegram.org/bot{TOKEN}/getUpdates",
    "an encoded address": f"/bot{TOKEN.replace(':', '%3A')}/getMe",
    "a proxy": "http://duban:geheim@10.0.0.1:3128",
    "a database": "postgresql+asyncpg://duban:geheim@db/duban",
    "an invitation": f"https://t.me/duban_bot?start={CODE}",
    "a start": f"/start {CODE}",
    "a start to one bot": f"/start@duban_bot {CODE}",
    "JSON": json.dumps({"text": f"/start\n{CODE}", "caption": f"startgroup={CODE}"}),
    "a code": CODE,
    "a mobile": f"电话{PHONE}，或 +86 138 1234 5678",
    "a line": "025-83279999",
    "bytes": f"/start {CODE} {TOKEN}".encode(),
}


@pytest.mark.parametrize("name", ARGUMENTS)
def test_arguments(log: io.StringIO, name: str) -> None:
    here = logging.getLogger("bot")
    here.warning("got %s", ARGUMENTS[name])
    here.warning("got %r", [{"raw": ARGUMENTS[name]}])
    here.warning("got %d", ARGUMENTS[name])
    assert log.getvalue().count("got ") == 3
    assert clean(log.getvalue())


def test_what_is_no_secret_stays() -> None:
    for text in (
        "update 1583107200 of 8123456789 was refused", "letter due:412:2020-06-30:3 waits 35 s", "-1001234567890",
        "2020-03-02 08:00:00,123 INFO bot", "https://t.me/duban_bot?start=task-2_2_4", "sqlite+aiosqlite:///data/duban.db",
        "in test_what_is_no_secret", "sha256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    ):  # fmt: skip
        assert redacted(text) == text


async def test_a_task_that_nobody_asked(log: io.StringIO) -> None:
    async def fail() -> None:
        raise ValueError(LIKE_A_NAME)

    task = asyncio.create_task(fail(), name="worker 3")
    await asyncio.wait([task])
    del task
    gc.collect()
    await asyncio.sleep(0)
    asyncio.get_running_loop().call_exception_handler(
        {"message": "odd", "future": HOSTILE, "exception": KeyError(TEXT)}
    )
    done = asyncio.get_running_loop().create_future()
    done.set_result(HOSTILE)
    logging.getLogger("bot").warning("%s %r", done, done)
    logged = log.getvalue()
    assert "ERROR asyncio Task exception was never retrieved worker 3" in logged
    assert "\nValueError\n" in logged
    assert clean(logged)


def test_warnings_threads_and_finalizers(log: io.StringIO) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn(HOSTILE, RuntimeWarning, stacklevel=1)
    thread = threading.Thread(target=lambda: int(HOSTILE))
    thread.start()
    thread.join()

    class Dying:
        def __del__(self) -> None:
            raise ValueError(HOSTILE)

    Dying()
    gc.collect()
    logged = log.getvalue()
    assert "test_logs.py" in logged
    assert "RuntimeWarning" in logged
    assert "a thread was ended by an error" in logged
    assert "an error was ignored" in logged
    assert clean(logged)


def test_libraries(log: io.StringIO) -> None:
    library = logging.getLogger("a.library")
    library.debug(HOSTILE)
    library.info("sent %s", HOSTILE)
    library.warning("could not send %s to %d in %s", HOSTILE, 7, {"text": HOSTILE})
    library.warning("failed {'text': 'geheim'}")
    library.error("%s", raised(lambda: int(HOSTILE)))
    logged = log.getvalue()
    assert len(logged.splitlines()) == 3
    assert "could not send … to 7 in" in logged
    assert clean(logged)


def test_in_tracebacks_and_names(log: io.StringIO) -> None:
    url = f"https://api.telegram.org/bot{TOKEN}/getUpdates"
    here = logging.getLogger("bot.inbox.intake")
    here.info("asking %s", url)
    try:
        httpx.Response(502, request=httpx.Request("GET", url)).raise_for_status()
    except httpx.HTTPStatusError as error:
        here.exception("no answer")
        sys.excepthook(type(error), error, error.__traceback__)
    logged = log.getvalue()
    assert logged.count("Traceback") == 2
    assert "bot<token>/getUpdates" in logged
    assert SECRET not in logged


async def test_while_it_talks(bureau: Town, log: io.StringIO) -> None:
    """A conversation is logged at DEBUG while calls fail."""
    for kind in ("401", "502", "drop", "400"):
        bureau.world.add_fault(kind, method="sendMessage")
        await bureau.say(LIAISON, "/plan")
    nowhere = bureau.bot.settings.model_copy(update={"bot_api_url": "http://127.0.0.1:9"})
    with pytest.raises(NotSent) as away:
        await Poller(nowhere, bureau.bot.http).poll(None, 0)
    logging.getLogger("bot").error("away", exc_info=away.value)
    logging.getLogger("bot").error("%r", bureau.bot.client._bot)
    logged = log.getvalue()
    assert "may have been delivered" in logged
    assert "<token>" in logged
    assert SECRET not in logged


async def test_the_database_through_our_own_door(tmp_path: Any, log: io.StringIO) -> None:
    db = await AsyncDatabase.open(f"sqlite+aiosqlite:///{tmp_path}/duban.db")
    statement = sa.text("INSERT INTO people (id, telegram_id, name, joined_at) VALUES (1, 2, :name, NULL)")
    with pytest.raises(sa.exc.IntegrityError) as failed:
        await db.write(lambda db: db.execute(statement, {"name": HOSTILE}))
    await db.close()
    logging.getLogger("bot").error("update %s failed", 7, exc_info=failed.value)
    assert "NOT NULL constraint failed: people." in logs.described(failed.value)
    assert "NOT NULL constraint failed: people." in log.getvalue()
    assert clean(log.getvalue())
