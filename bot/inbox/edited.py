"""Judge an edited message: what became of it before decides whether the edit is read, offered as a correction, or not
carried out.
"""

import json
from collections.abc import Callable
from enum import Enum, auto

from bot.clock import Clock
from bot.inbox.execute import Executor, store_answer
from bot.inbox.route import find_route, identify
from bot.telegram.updates import STRANGE, Incoming, words_of
from handlers.ask import Bureau
from handlers.reports.edited import correction_of
from plan.refusal import Refusal
from plan.reply import Reply, pairs
from storage import inbox
from storage.database import Connection, Database

UNCHANGED = "修改已发送的消息不会改变已办理的事项。如需更正，请重新发送。"
REPORTS = ("progress", "submit")


class Standing(Enum):
    """How an edit stands to the message that it changes."""

    SAME = auto()
    """The words are the same: the edit is ignored."""
    NEW = auto()
    """The message has changed nothing so far: the edit is handled like a new message."""
    CHANGED = auto()
    """The message has changed something, or nothing is known of it: the edit changes nothing by itself."""
    TOLD = auto()
    """The same, and the sender knows already that edits change nothing."""


async def standing_of(db: Connection, update: Incoming) -> Standing:
    versions = await inbox.earlier_versions(db, update.id)
    effects = {version.effect for version in versions}
    if versions and _words(versions[-1].raw) == _plain(update.text):
        return Standing.SAME
    if "told" in effects:
        return Standing.TOLD
    return Standing.NEW if versions and "changed" not in effects else Standing.CHANGED


class Edits:
    """Edits of messages that are not to be handled like new ones."""

    def __init__(self, db: Database, clock: Clock, bureau: Callable[[], Bureau], executor: Executor) -> None:
        self._db, self._clock, self._bureau, self._executor = db, clock, bureau, executor

    async def standing(self, update: Incoming) -> Standing:
        return await self._db.read(lambda db: standing_of(db, update))

    async def reply(self, update: Incoming, standing: Standing) -> Reply | None:
        """Return the correction that the edit offers, or that edits change nothing, which is said once of a message."""
        if standing is Standing.SAME:
            return None
        understood = await self._report(update)
        try:
            reply = await self._db.read(lambda db: self._correction(db, update, understood))
        except Refusal as refusal:
            return await self._tell(update, standing, Reply(refusal.sentence, pairs(refusal.buttons)))
        if reply is None:
            return await self._tell(update, standing, Reply(UNCHANGED))
        return await self._store(update, reply, "")

    async def _report(self, update: Incoming) -> str:
        """Return the report that the new text means, with the task's number; empty if it means none."""
        bureau = self._bureau()
        try:
            route = await find_route(self._db, update, bureau.bot_username, self._clock.now(), bureau.calendar)
        except Refusal:
            return ""
        return route.rest if route is not None and route.command.name in REPORTS else ""

    async def _correction(self, db: Connection, update: Incoming, understood: str) -> Reply | None:
        person = (await identify(db, update, self._clock.now())).person
        if person is None:
            return None
        return await correction_of(self._executor.ask_of(db, update, person), update.text, understood)

    async def _tell(self, update: Incoming, standing: Standing, reply: Reply) -> Reply | None:
        return None if standing is Standing.TOLD else await self._store(update, reply, "told")

    async def _store(self, update: Incoming, reply: Reply, effect: inbox.Effect) -> Reply:
        now = self._clock.now()
        return await self._db.write(lambda db: store_answer(db, update, reply, None, now, effect))


def _words(raw: str | None) -> str | None:
    """Return the words of an earlier version, None if they are not known any more."""
    try:
        return None if raw is None else _plain(words_of(json.loads(raw)))
    except STRANGE:
        return None


def _plain(text: str) -> str:
    return " ".join(text.split())
