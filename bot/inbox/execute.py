"""Run a command: open the transaction, check the right, call the handler, mark the update as handled, commit."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime

from bot.clock import Clock
from bot.inbox import access
from bot.inbox.answer import answer_to
from bot.inbox.button_lines import has_long_lines, with_short_lines
from bot.inbox.effects import changes
from bot.inbox.forwarded import is_only_shown, preview
from bot.inbox.route import Route, identify
from bot.telegram.updates import Incoming
from handlers.ask import Ask, Bureau
from plan.evidence import StoredFile
from plan.person import Person
from plan.reply import Reply, noted
from storage import inbox, questions
from storage.database import Connection, Database
from storage.questions import Question

log = logging.getLogger(__name__)
TIME_LIMIT = 30
"""Seconds within which a handler must return."""


class TooSlow(Exception):
    """A handler did not return within the time limit; its transaction is rolled back."""


class Executor:
    """`bureau` returns the settings that are in force now; `refresh_settings` loads them again."""

    def __init__(
        self, db: Database, clock: Clock, bureau: Callable[[], Bureau], refresh_settings: Callable[[], Awaitable[None]]
    ) -> None:
        self._db, self._clock, self._bureau, self._refresh_settings = db, clock, bureau, refresh_settings

    async def execute(
        self, update: Incoming, route: Route, files: tuple[StoredFile, ...] = (), note: str = ""
    ) -> Reply:  # fmt: skip
        """Return the command's reply, with `note` above it. What it wrote is committed then.

        Raises Refusal, inbox.Handled for an update that has taken effect before, and TooSlow; nothing is changed then.
        """
        if not route.command.writes or is_only_shown(update, route):
            return await self._read(update, route, files, note)
        reply = await self._db.write(lambda db: self._write(db, update, route, files, note))
        if route.command.settles:
            await self._refresh()
        return reply

    async def _write(
        self, db: Connection, update: Incoming, route: Route, files: tuple[StoredFile, ...], note: str
    ) -> Reply:
        """The sender is read again, because this transaction decides by what is so now."""
        author = await identify(db, update, self._clock.now())
        reply = noted(await self._run(db, update, route, files, author.person), note)
        after: Question | None = Question(reply.question, reply.about)
        if after == author.question == Question():
            after = None
        effect: inbox.Effect = "changed" if changes(route.command) and not reply.question else ""
        return await store_answer(db, update, reply, after, self._clock.now(), effect)

    async def _read(self, update: Incoming, route: Route, files: tuple[StoredFile, ...], note: str) -> Reply:
        """Run a command that only reads. Its answer is stored only if it opens or closes a question."""

        async def work(db: Connection) -> tuple[Reply, Question]:
            author = route.author or await identify(db, update, self._clock.now())
            return noted(await self._run(db, update, route, files, author.person), note), author.question

        reply, before = await self._db.read(work)
        after: Question | None = _after_reading(before, reply, is_tap=update.kind == "tap")
        is_shown_anew = bool(reply.about or reply.question)
        if after == before and not is_shown_anew and not has_long_lines(reply) and not update.parts:
            return reply
        if after == before and not is_shown_anew:
            after = None  # It keeps its time.
        now = self._clock.now()
        return await self._db.write(lambda db: store_answer(db, update, reply, after, now))

    async def _run(
        self, db: Connection, update: Incoming, route: Route, files: tuple[StoredFile, ...], person: Person | None
    ) -> Reply:
        """Run the command; of a forwarded message, show what a command that writes would do."""
        access.check(route.command, route.rest, update.chat, person)
        ask = self.ask_of(db, update, person, files)
        try:
            async with asyncio.timeout(TIME_LIMIT) as limit:
                if is_only_shown(update, route):
                    return await preview(ask, route)
                return await route.command(ask, route.rest)
        except TimeoutError:
            if limit.expired():
                raise TooSlow(route.command.name) from None
            raise

    def ask_of(
        self, db: Connection, update: Incoming, person: Person | None, files: tuple[StoredFile, ...] = ()
    ) -> Ask:  # fmt: skip
        now = self._clock.now()
        return Ask(
            db, now, update.sent_at(now), update.chat, update.sender_id, update.sender_name[:64], person,
            self._bureau(), files, update.own_message_id, update.is_forwarded,
        )  # fmt: skip

    async def _refresh(self) -> None:
        """The change is committed, so a failure here must not reach the sender; a refresh follows within a minute."""
        try:
            await self._refresh_settings()
        except Exception:
            log.exception("the settings could not be refreshed")


def _after_reading(before: Question, reply: Reply, *, is_tap: bool) -> Question:
    """Return what the next words may complete after a command that only reads.

    A tap on a button that leads elsewhere, such as 返回, closes an open question, and so does the card of another task,
    because the next words are taken to be about that one. Another typed command does not: the person may be looking
    something up in order to answer.
    """
    after = Question(reply.question, reply.about)
    if is_tap or after.line:
        return after
    if not after.shown:
        return before
    is_of_same_task = after.shown in (before.shown, *before.line.split())
    return Question(before.line if is_of_same_task else "", after.shown)


async def store_answer(
    db: Connection, update: Incoming, reply: Reply, question: Question | None, now: datetime, effect: inbox.Effect = ""
) -> Reply:  # fmt: skip
    """Mark the update as handled, with the answer that is owed to it and the question that this answer asks.

    Return the answer, with buttons that fit. None as `question` leaves an earlier question open, as do forwarded
    messages, and edits that change nothing. Without the mark, a
    bot that is killed would handle the update again after later ones: it would ask again, or carry out what it had
    refused. Raises inbox.Handled.
    """
    may_end_question = update.may_answer or (effect == "changed" and not update.is_forwarded)
    if not may_end_question and (await identify(db, update, now)).question.line:
        question = None
    if question is not None:
        await questions.ask(db, update.sender_id, question, now)
    if has_long_lines(reply):
        reply = await with_short_lines(db, reply, update.sender_id, now)
    if update.parts:
        effect = "changed"  # An edit of one part must not be read as the whole text.
    await inbox.take(db, update.id, answer_to(update, reply.storable).dump(), effect, update.parts)
    return reply
