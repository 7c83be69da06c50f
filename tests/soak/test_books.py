"""The balance reports what is missing and what is there twice."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.soak import acts
from tests.soak.books import Entry
from tests.soak.options import NONE, Options
from tests.soak.report import balanced, table
from tests.soak.run import Stage, balance, stage


async def test_what_is_missing_or_twice_is_found() -> None:
    with TemporaryDirectory() as folder:
        async with stage(Options(fault=NONE, strangers=0, patience=30), Path(folder)) as running:
            liaison = running.scene.bureau.liaisons[0]
            acts.report(running.scene, liaison)
            acts.complain(running.scene, liaison)
            await running.until_quiet()
            entries = await _entries(running)
            assert balanced(entries), table(entries)
            assert await _lost(running) == {"effects: report", "answers, by their words"}
            assert await _not_arrived(running) == {"letters called sent, arrived", "letters with words of their own"}
            assert await _twice(running) == {"answers, once more"}


async def _entries(running: Stage) -> list[Entry]:
    """Return the entries without 送达, which nobody has opened."""
    return [entry for entry in await balance(running.record("")) if not entry.what.startswith("送达")]


async def _wrong(running: Stage) -> set[str]:
    return {entry.what for entry in await _entries(running) if entry.wrong}


async def _lost(running: Stage) -> set[str]:
    """A report was recorded as sent and never arrived."""
    diary = running.scene.diary
    diary.acts.append(replace(diary.acts[0], words=diary.new_words()))
    wrong = await _wrong(running)
    diary.acts.pop()
    return wrong


async def _not_arrived(running: Stage) -> set[str]:
    """The clerk's letter did not arrive, although the outbox calls it sent."""
    arrived, clerk = running.scene.world.arrived, running.scene.bureau.clerk.id
    messages = arrived.pop(clerk)
    wrong = await _wrong(running)
    arrived[clerk] = messages
    return wrong


async def _twice(running: Stage) -> set[str]:
    """The first answer arrived twice, although no fault explains it."""
    arrivals = running.scene.world.arrived[running.scene.bureau.liaisons[0].id]
    report = next(arrived for arrived in arrivals if _first_words(running) in arrived.text)
    arrivals.append(report)
    wrong = await _wrong(running)
    arrivals.pop()
    return wrong


def _first_words(running: Stage) -> str:
    return running.scene.diary.acts[0].words
