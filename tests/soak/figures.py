"""Measure how soon 300 messages of one person take effect, and how long people wait beside a crowd."""

import asyncio
from dataclasses import replace
from pathlib import Path
from time import monotonic

import sqlalchemy as sa

from storage.schema import reports
from tests.soak import acts, people
from tests.soak.answers import first_answer, percentile
from tests.soak.books import Entry
from tests.soak.options import Options
from tests.soak.run import Stage, stage

MESSAGES, WITHIN = 300, 5.0
STRANGERS, A_SECOND = 500, 40.0
SECONDS = 60.0
AT_MOST = 2.0
"""A multiple of the usual wait."""
STEP = 0.05


async def figures(options: Options, folder: Path) -> list[Entry]:
    entries = []
    for name, measure, strangers in (("alone", _alone, 0), ("crowd", _crowd, STRANGERS)):
        (folder / name).mkdir()
        async with stage(replace(options, strangers=strangers), folder / name) as running:
            entries.append(await measure(running))
    return entries


async def _alone(running: Stage) -> Entry:
    """Measure the first figure, while everybody else is silent."""
    who, count = running.scene.bureau.liaisons[0], sa.select(sa.func.count()).select_from(reports)
    began = monotonic()
    for _ in range(MESSAGES):
        acts.report(running.scene, who)
    count_stored = 0
    while count_stored < MESSAGES and monotonic() - began < running.options.patience:
        await asyncio.sleep(STEP)
        count_stored = int((await running.look(count))[0][0])
    took = monotonic() - began
    is_fast = count_stored == MESSAGES and took <= WITHIN
    wrong = [] if is_fast else [f"{count_stored} in effect after {took:.1f} s, at most {WITHIN}"]
    return Entry("messages of one person alone", MESSAGES, count_stored, wrong, f"in effect after {took:.2f} s")


async def _crowd(running: Stage) -> Entry:
    """Measure the second figure: the same traffic for a minute without strangers, and for another with them."""
    usual, rate = await _traffic(running, 0.0), A_SECOND
    beside = await _traffic(running, rate)
    wrong = []
    for share in (50, 95):
        before, after = (percentile(waits, share) for waits in (usual, beside))
        if after > AT_MOST * before:
            wrong.append(f"p{share} was {before:.2f} s, and {after:.2f} s beside the crowd")
    note = (
        f"usual wait p50 {percentile(usual, 50):.3f} s, p95 {percentile(usual, 95):.3f} s; "
        f"beside {STRANGERS} strangers p50 {percentile(beside, 50):.3f} s, p95 {percentile(beside, 95):.3f} s"
    )
    return Entry("waits of the bureau's people", len(usual), len(beside), wrong, note)


async def _traffic(running: Stage, strangers: float) -> list[float]:
    """Return the waits for answers, sorted; `strangers` is how many messages a second they send."""
    began = len(running.scene.diary.acts)
    async with asyncio.TaskGroup() as group:
        group.create_task(people.act(running.scene, running.options.rate, SECONDS))
        if strangers:
            group.create_task(people.crowd(running.scene, strangers, SECONDS))
    await running.until_quiet()
    sent = [act for act in running.scene.diary.acts[began:] if act.marker and act.words and act.echoed]
    answers = ((act, first_answer(running.record(""), act)) for act in sent)
    return sorted(first.at - act.at for act, first in answers if first)
