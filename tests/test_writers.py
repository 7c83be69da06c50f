"""Eight people write at the same time through the real bot: every change is stored, none is overwritten."""

import json
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa

from bot.inbox.arrival import arrival_of
from handlers.messages import CHANGED
from plan.values import Duty
from storage import inbox
from storage.database import Connection
from storage.schema import inbox as arrived
from tests.handlers.scene import scalar
from tests.town import CLERK, Town

CITIES = ("南京", "无锡", "徐州", "常州", "苏州", "南通", "连云港", "淮安")
WRITERS, TURNS = len(CITIES), 20
REPEATED = 6
"""Turns of the tests in which everything arrives twice or more."""
CODE = "1.1.3"
TEXT = "进展"


@dataclass(frozen=True)
class Writer:
    """A person, and the assignment that they report on."""

    chat: int
    share: int

    def line(self, turn: int) -> str:
        return f"/progress {self.share} {turn + 1}% {self.words(turn)}"

    def words(self, turn: int) -> str:
        return f"{self.chat} 第{turn}次{TEXT}"


async def share(bureau: Town, unit: str) -> int:
    query = "SELECT a.id FROM assignments a JOIN tasks t ON t.id = a.task_id JOIN units u ON u.id = a.unit_id "
    return int(await scalar(bureau, f"{query} WHERE t.code = '{CODE}' AND u.name = '{unit}'"))


async def cities(bureau: Town) -> list[Writer]:
    names = [f"{city}市局" for city in CITIES]
    return [Writer(await bureau.person((name, Duty.LIAISON)), await share(bureau, name)) for name in names]


async def colleagues(bureau: Town) -> list[Writer]:
    """Return eight liaisons of one city."""
    place = ("常州市局", Duty.LIAISON)
    people = [bureau.stranger(f"演示联络员{n}") for n in range(WRITERS)]
    for person in people:
        await bureau.join(person, await bureau.code(place))
    return [Writer(person, await share(bureau, place[0])) for person in people]


async def rows(bureau: Town, query: str) -> list[Any]:
    async def look(db: Connection) -> list[Any]:
        return list(await db.execute(sa.text(query)))

    return await bureau.db.read(look)


async def nothing_is_lost(bureau: Town, expected: list[str]) -> None:
    """Every report is stored, each based on the one before it, and has its event."""
    reported = await rows(bureau, "SELECT words FROM reports")
    assert sorted(report.words for report in reported) == sorted(expected)
    assert await bureau.db.read(inbox.set_aside) == []
    before: dict[int, dict[str, Any]] = {}
    recorded = []
    events = await rows(bureau, "SELECT assignment_id, before, after FROM events WHERE action = 'report' ORDER BY id")
    for event in events:
        was, now = json.loads(event.before), json.loads(event.after)
        assert was == before.setdefault(event.assignment_id, was), "a report overwrote one that its writer had not seen"
        assert now["version"] == was["version"] + 1
        before[event.assignment_id] = {name: value for name, value in now.items() if name != "basis"}
        recorded.append(now["words"])
    assert sorted(recorded) == sorted(expected)


async def test_160_of_160_on_eight_shares_and_a_clerk_among_them(bureau: Town) -> None:
    writers = await cities(bureau)
    clerk = await bureau.person(CLERK)
    expected = []
    for turn in range(TURNS):
        for writer in writers:
            bureau.world.say(writer.chat, writer.line(turn))
            expected.append(writer.words(turn))
        on_behalf = Writer(clerk, writers[turn % WRITERS].share)
        bureau.world.say(clerk, on_behalf.line(turn))
        expected.append(on_behalf.words(turn))
    await bureau.settle()
    await nothing_is_lost(bureau, expected)
    assert len(expected) == WRITERS * TURNS + TURNS
    assert await scalar(bureau, "SELECT count(*) FROM reports WHERE on_behalf") == TURNS
    for writer in writers:
        answers = [message.text for message in bureau.world.transcript(writer.chat) if message.out]
        assert sum(text.startswith("已记录") for text in answers) == TURNS


@pytest.mark.parametrize("turns", [4, pytest.param(TURNS, marks=pytest.mark.soak)])
async def test_all_on_one_share(bureau: Town, turns: int) -> None:
    """Each report names the version that its writer has seen; a refused writer sees the change and tries again."""
    writers, refused = await colleagues(bureau), 0
    left = {writer: list(range(turns)) for writer in writers}
    seen = dict.fromkeys(writers, 1)
    while any(left.values()):
        active_writers = [writer for writer in writers if left[writer]]
        for writer in active_writers:
            line = writer.line(left[writer][0]).replace(str(writer.share), f"{writer.share} v{seen[writer]}", 1)
            bureau.world.say(writer.chat, line)
        await bureau.settle()
        for writer in active_writers:
            card = bureau.last(writer.chat)
            seen[writer] = next(int(line.rpartition("v")[2]) for line in card.taps() if line.startswith("/progress"))
            refused += card.text.startswith(CHANGED)
            if card.text.startswith("已记录"):
                left[writer].pop(0)
    await nothing_is_lost(bureau, [writer.words(turn) for writer in writers for turn in range(turns)])
    assert refused > 0, "no two reports conflicted, so nothing was tested"


async def test_every_update_is_delivered_twice(bureau: Town) -> None:
    """At once, again after everything was answered, and past the inbox, as another process might."""
    writers = await cities(bureau)
    for turn in range(REPEATED):
        for writer in writers:
            bureau.world.say(writer.chat, writer.line(turn))
        updates = await bureau.bot.poller.poll(None, 0)
        for _ in range(2):
            await bureau.bot.intake.store(updates)
        await bureau.bot.drained()
        await bureau.bot.intake.store(updates)
        await bureau.settle()
        identities = [arrival_of(update).update.identity for update in updates]
        for update in await bureau.db.read(lambda db: stored_updates(db, identities)):  # noqa: B023 - read here
            assert await bureau.bot.update_handler.handle(update) is None
    await nothing_is_lost(bureau, [writer.words(turn) for writer in writers for turn in range(REPEATED)])
    answers = [message for message in bureau.world.transcript(writers[0].chat) if message.out]
    assert len(answers) == 1 + REPEATED  # the greeting, and one for each


async def test_every_button_is_tapped_twice(bureau: Town) -> None:
    writers = await cities(bureau)
    for _ in range(REPEATED):
        for writer in writers:
            bureau.world.say(writer.chat, f"/progress {writer.share}")
        await bureau.settle()
        for writer in writers:
            form = bureau.last(writer.chat)
            line = next(line for line in form.taps() if line.endswith(" pace"))
            for _ in range(2):
                bureau.world.tap(writer.chat, writer.chat, form.id, line)
        await bureau.settle()
        assert {bureau.last(writer.chat).text[:10] for writer in writers} == {"已记录：按序时。\n\n"}
    await nothing_is_lost(bureau, [""] * WRITERS * REPEATED)


async def stored_updates(db: Connection, identities: list[str]) -> list[inbox.Update]:
    columns = (arrived.c.identity, arrived.c.chat_id, arrived.c.raw, arrived.c.id, arrived.c.received_at)
    query = sa.select(*columns).where(arrived.c.identity.in_(identities))
    return [inbox.Update(*row) for row in await db.execute(query)]
