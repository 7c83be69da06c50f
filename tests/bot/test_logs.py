"""The token is in URLs, tracebacks and names of objects, and never in the log."""

import io
import logging
import sys
from collections.abc import Iterator

import httpx
import pytest

from bot import logs
from bot.ears import Ears
from bot.trouble import NotSent
from sandbox import TOKEN
from tests.town import LIAISON, Town

SECRET = TOKEN.partition(":")[2]


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """As `duban run` sets it up at DEBUG, and afterwards as it was."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    root.handlers.clear()
    stream = io.StringIO()
    for place, name, value in ((sys, "stderr", stream), (sys, "excepthook", None), (logging, "raiseExceptions", None)):
        monkeypatch.setattr(place, name, value)
    logs.set_up("DEBUG")
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)


def test_in_tracebacks_and_names(log: io.StringIO) -> None:
    url = f"https://api.telegram.org/bot{TOKEN}/getUpdates"
    here = logging.getLogger("bot.intake")
    here.info("asking %s", url)
    try:
        httpx.Response(502, request=httpx.Request("GET", url)).raise_for_status()
    except httpx.HTTPStatusError as error:
        here.exception("no answer")
        sys.excepthook(type(error), error, error.__traceback__)
    here.info("%d", url)  # a mistake in the call: the library's complaint about it would show the arguments
    said = log.getvalue()
    assert said.count("Traceback") == 2
    assert "bot<token>/getUpdates" in said
    assert SECRET not in said


async def test_while_it_talks(bureau: Town, log: io.StringIO) -> None:
    """A conversation at DEBUG, with trouble on the way."""
    for kind in ("401", "502", "drop", "400"):
        bureau.world.add_fault(kind, method="sendMessage")
        await bureau.say(LIAISON, "/plan")
    nowhere = bureau.bot.settings.model_copy(update={"bot_api_url": "http://127.0.0.1:9"})
    with pytest.raises(NotSent) as away:
        await Ears(nowhere, bureau.bot.http).poll(None, 0)
    logging.getLogger("bot").error("away", exc_info=away.value)
    logging.getLogger("bot").error("%r", bureau.bot.wire._bot)
    said = log.getvalue()
    assert "may have been delivered" in said
    assert "<token>" in said
    assert SECRET not in said
