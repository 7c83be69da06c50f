"""The books do not balance if something is missing or there twice."""

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
        async with stage(Options(fault=NONE, strangers=0, patience=30), Path(folder)) as built:
            who = built.scene.bureau.liaisons[0]
            acts.report(built.scene, who)
            acts.complain(built.scene, who)
            await built.until_quiet()
            entries = await _entries(built)
            assert balanced(entries), table(entries)
            assert await _lost(built) == {"effects: report", "answers, by their words"}
            assert await _not_arrived(built) == {"letters called sent, arrived", "letters with words of their own"}
            assert await _twice(built) == {"answers, once more"}


async def _entries(built: Stage) -> list[Entry]:
    """Return the entries without 送达, which nobody has opened."""
    return [entry for entry in await balance(built.record("")) if not entry.what.startswith("送达")]


async def _wrong(built: Stage) -> set[str]:
    return {entry.what for entry in await _entries(built) if entry.wrong}


async def _lost(built: Stage) -> set[str]:
    """A report was recorded as sent and never arrived."""
    diary = built.scene.diary
    diary.acts.append(replace(diary.acts[0], words=diary.new_words()))
    wrong = await _wrong(built)
    diary.acts.pop()
    return wrong


async def _not_arrived(built: Stage) -> set[str]:
    """The clerk's letter did not arrive, although the outbox calls it sent."""
    arrived, clerk = built.scene.world.arrived, built.scene.bureau.clerk.id
    messages = arrived.pop(clerk)
    wrong = await _wrong(built)
    arrived[clerk] = messages
    return wrong


async def _twice(built: Stage) -> set[str]:
    """The first answer arrived once more without a reason."""
    mine = built.scene.world.arrived[built.scene.bureau.liaisons[0].id]
    report = next(arrived for arrived in mine if _first_words(built) in arrived.text)
    mine.append(report)
    wrong = await _wrong(built)
    mine.pop()
    return wrong


def _first_words(built: Stage) -> str:
    return built.scene.diary.acts[0].words
