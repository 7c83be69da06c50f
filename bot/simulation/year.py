"""Run the simulation: the real schedules, gate and delivery; the clock jumps to whatever comes next."""

import json
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.app import Duban
from bot.cli.fault import Fault
from bot.clock import Clock
from bot.inbox.answer import Answer
from bot.settings import Settings
from bot.simulation.days import Day, Utterance
from bot.simulation.people import GROUP, Somebody, cast
from bot.simulation.record import Record, record
from bot.simulation.silence import Silence, undrawn
from bot.telegram.rate_limit import UNLIMITED
from plan.assignment import Assignment
from plan.paper import PlanPaper
from plan.values import Duty
from schedules import assigned
from storage import assignments, extensions, inbox, invitations, people, posts, units
from storage.database import Connection
from storage.inbox import Update
from storage.outbox import delivery_log
from storage.sync_database import SyncDatabase

NOBODYS = "1:" + "x" * 35
"""A token that belongs to no bot."""
USERNAME = "duban_simulated_bot"
BEGINS = time(8, 0)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Wanted:
    """What to simulate: both days are simulated too."""

    plan: PlanPaper
    first: date
    last: date
    people: int = 60
    seed: int = 1


class Year:
    """The bot and the invented people over one year. After each of the steps in `cuts` the bot and its database are
    closed and opened again; clock, people and Telegram's numbering go on.

    A step is a moment of the schedules, the sending of what is due, or a line that somebody says.
    """

    def __init__(self, wanted: Wanted, settings: Settings, folder: Path, cuts: Collection[int] = ()) -> None:
        self._path = f"{folder}/simulated.db"
        ours = {"bot_token": NOBODYS, "evidence_dir": str(folder), "proxy_url": ""}
        self._settings = settings.model_copy(update=ours)
        self._wanted, self._cuts, self.steps = wanted, frozenset(cuts), 0
        start = datetime.combine(wanted.first, BEGINS, settings.zone)
        self._clock = Clock(settings.zone, start, frozen=True)
        self._updates = count(1)
        self._cast: list[Somebody] = []
        self._shares: dict[int, Assignment] = {}
        self._seen = 0

    async def run(self) -> Record:
        wanted = self._wanted
        await self._open(fresh=True)
        try:
            await self._everybody_comes()
            for number in range((wanted.last - wanted.first).days + 1):
                await self._day(wanted.first + DAY * number)
            return await self._db.read(self._record)
        finally:
            await self._close()

    async def _record(self, db: Connection) -> Record:
        for id, why in await inbox.set_aside(db):
            raise Fault(f"模拟中有一条消息未能处理（{id}）：{why}")
        return await record(db, self._cast, self._wanted.last, self._clock.zone, self._bot.bureau().calendar)

    async def _open(self, *, fresh: bool = False) -> None:
        self._db = SyncDatabase(self._path)
        if fresh:
            now = self._clock.now()
            await self._db.write(lambda db: assigned.put_into_force(db, self._wanted.plan, now))
        self._bot = Duban(self._settings, self._clock, UNLIMITED, Silence(self._settings), undrawn)
        await self._bot.open(self._db, USERNAME)

    async def _close(self) -> None:
        await self._bot.close()
        await self._db.close()

    async def _step(self) -> None:
        self.steps += 1
        if self.steps in self._cuts:
            await self._close()
            await self._open()

    async def _everybody_comes(self) -> None:
        """Invite those who open the bot; the others are only entered in the roster."""
        self._cast = cast(await self._db.read(units.every), self._wanted.people)
        for somebody in self._cast:
            await self._db.write(lambda db, one=somebody: self._enroll(db, one))  # type: ignore[misc]
            if somebody.chat:
                code = await self._db.write(lambda db, one=somebody: self._invite(db, one))  # type: ignore[misc]
                answer = await self._say(somebody.chat, f"/start {invitations.hash_of(code)}")
                await self._say(somebody.chat, _behind(answer, "确认到岗"))
        clerk = next(somebody.chat for somebody in self._cast if somebody.duty is Duty.CLERK)
        assert clerk is not None
        await self._say(clerk, f"/bind@{USERNAME}", group=True)

    async def _invite(self, db: Connection, somebody: Somebody) -> str:
        return await invitations.create(db, somebody.unit.id, somebody.duty, somebody.name, self._clock.now())

    async def _enroll(self, db: Connection, somebody: Somebody) -> None:
        if somebody.chat is None:
            now = self._clock.now()
            post = await posts.add(db, somebody.unit.id, somebody.duty)
            await posts.take(db, post, await people.enroll(db, somebody.name, now), now)

    async def _day(self, today: date) -> None:
        await self._until(datetime.combine(today, BEGINS, self._clock.zone))
        shares = await self._db.read(self._as_they_are)
        requests = await self._db.read(extensions.waiting)
        calendar = self._bot.bureau().calendar
        every = Day(today, self._clock.now(), self._wanted.seed, calendar, shares, requests, self._cast).lines()
        for utterance, update in zip(every, await self._come(every), strict=True):
            await self._until(utterance.at)
            answer = await self._handle(update)
            if utterance.tap and (line := _behind(answer, utterance.tap)):
                await self._say(utterance.who, line)
            await self._send()
        await self._until(datetime.combine(today + DAY, time(), self._clock.zone))

    async def _as_they_are(self, db: Connection) -> list[Assignment]:
        """Return all assignments; only those with new events are read again, because most have not changed."""
        self._seen, changed = await delivery_log.touched(db, self._seen)
        fresh = await assignments.of_ids(db, sorted(changed)) if self._shares else await assignments.of_plan(db)
        self._shares |= {assignment.id: assignment for assignment in fresh}
        return list(self._shares.values())

    async def _until(self, moment: datetime) -> None:
        """Move the clock, running every moment of a schedule on the way."""
        while (due := self._bot.scheduler.next_moment()) <= moment:
            self._clock.set(due)
            await self._bot.tick()
            await self._step()
            await self._send()
        self._clock.set(moment)

    async def _send(self) -> None:
        await self._bot.delivery.drain()
        await self._step()

    async def _say(self, who: int, line: str, *, group: bool = False) -> Answer | None:
        """Put a line into the inbox, as if Telegram had sent it, handle it, and return the answer."""
        (update,) = await self._store(
            [_update(next(self._updates), who, line, GROUP if group else who, self._clock.now())]
        )
        return await self._handle(update)

    async def _come(self, every: Sequence[Utterance]) -> list[Update]:
        """Put a day's lines into the inbox in one transaction, which halves the writing; each is handled later."""
        updates = [
            _update(next(self._updates), utterance.who, utterance.line, utterance.who, utterance.at)
            for utterance in every
        ]
        return await self._store(updates)

    async def _store(self, updates: list[Update]) -> list[Update]:
        return await self._db.write(lambda db: inbox.put(db, self._settings.bot_id, updates, self._clock.now()))

    async def _handle(self, update: Update) -> Answer | None:
        answer = await self._bot.update_handler.handle(update)
        await self._step()
        return answer


def _behind(answer: Answer | None, label: str) -> str:
    if answer is None:
        return ""
    return next((button.line for row in answer.reply.buttons for button in row if button.label == label), "")


def _update(id: int, who: int, text: str, chat: int, at: datetime) -> Update:
    kind: dict[str, Any] = {"type": "private"} if chat > 0 else {"type": "supergroup", "title": "演示工作群"}
    sender = {"id": who, "is_bot": False, "first_name": "演示"}
    date = int(at.timestamp())
    message = {"message_id": id, "date": date, "from": sender, "chat": {"id": chat, **kind}, "text": text}
    return Update(f"message:{id}", chat, json.dumps({"update_id": id, "message": message}, ensure_ascii=False))


@asynccontextmanager
async def simulated(wanted: Wanted, settings: Settings, cuts: Collection[int] = ()) -> AsyncIterator[Year]:
    """Provide a simulation in a temporary folder."""
    with TemporaryDirectory(prefix="duban-") as folder:
        yield Year(wanted, settings, Path(folder), cuts)
