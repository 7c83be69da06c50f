"""Handle an update: parse it, find its command, execute that, and turn whatever comes of it into an answer."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from bot.clock import Clock
from bot.inbox import membership
from bot.inbox.answer import Answer, answer_to
from bot.inbox.attachments import Attachments
from bot.inbox.edited import Edits, Standing
from bot.inbox.evidence_folder import EvidenceFolder
from bot.inbox.execute import Executor, store_answer
from bot.inbox.forwarded import route_of_file, with_caption
from bot.inbox.long_texts import joined
from bot.inbox.route import find_route
from bot.inbox.untaken import note_on, noted_refusals
from bot.logs import described
from bot.telegram import updates
from bot.telegram.updates import STRANGE, Incoming
from handlers.ask import Bureau
from handlers.messages import STRANGER
from plan.refusal import Forbidden, Refusal
from plan.reply import Reply, pairs
from storage import inbox
from storage.availability import is_away
from storage.database import Database
from storage.questions import Question

log = logging.getLogger(__name__)
MEANT = ("message", "edit", "tap")
"""Kinds of updates by which somebody means something."""
BROKEN = "抱歉，系统出现故障，您的操作没有保存。我们已记录，请稍后再试。"


class UpdateHandler:
    """`bureau` returns the settings that are in force now; `refresh_settings` loads them again."""

    def __init__(
        self, db: Database, clock: Clock, bureau: Callable[[], Bureau], folder: EvidenceFolder,
        refresh_settings: Callable[[], Awaitable[None]],
    ) -> None:  # fmt: skip
        self._db, self._clock, self._bureau = db, clock, bureau
        self._executor = Executor(db, clock, bureau, refresh_settings)
        self._edits = Edits(db, clock, bureau, self._executor)
        self._attachments = Attachments(db, clock, bureau, folder, self._executor)

    async def handle(self, stored: inbox.Update, *parts: inbox.Update) -> Answer | None:
        """Return the answer to an update, also if it was handled before, None if there is none. `parts` are the updates
        with the other parts of its text, which take effect with it.

        When this returns, the update has taken effect, or was refused, exactly once; only its answer may still be owed.
        Raises what the database raises while it is away, and inbox.Missing: nothing has taken effect then, and the same
        update may be handled again.
        """
        try:
            update = joined([updates.read(part) for part in (stored, *parts)])
        except STRANGE as error:
            await self._set_aside([part.id for part in (stored, *parts)], error)
            return None
        try:
            return await self._handle(update)
        except inbox.Handled:  # An earlier commit succeeded, and its outcome did not reach the caller.
            answer = await self._db.read(lambda db: inbox.answer_owed(db, update.id))
            return Answer.load(answer, update.arrived_at) if answer else None
        except Exception as error:
            if is_away(error) or isinstance(error, inbox.Missing):
                raise
            log.exception("update %s failed", update.id)
            await self._set_aside([update.id, *update.parts], error)
            return answer_to(update, Reply(BROKEN, fresh=True)) if update.kind in MEANT else None

    async def _handle(self, update: Incoming) -> Answer | None:
        if update.kind in ("membership", "moved"):
            await self._db.write(lambda db: membership.record(db, update))
            return None
        if update.kind not in MEANT:
            log.info("update %s is of a kind that the bot does not handle", update.id)
            return None
        try:
            reply = await (self._reply_to_edit(update) if update.kind == "edit" else self._reply(update))
        except Refusal as refusal:
            return await self._refuse(update, refusal)
        return answer_to(update, reply) if reply else None

    async def _reply(self, update: Incoming) -> Reply | None:
        if update.is_forwarded and update.file is not None:
            update = await self._db.read(lambda db, u=update: with_caption(db, u))  # type: ignore[misc]
        note, bureau = note_on(update), self._bureau()
        route = await find_route(self._db, update, bureau.bot_username, self._clock.now(), bureau.calendar)
        if route is None:
            return None
        if update.file is not None and update.kind == "edit":  # The file came with the message before.
            route = route_of_file(route)
        elif update.file is not None:
            return await self._attachments.execute(update, update.file, route)
        with noted_refusals(note):
            return await self._executor.execute(update, route, note=note)

    async def _reply_to_edit(self, update: Incoming) -> Reply | None:
        standing = await self._edits.standing(update)
        return await (self._reply(update) if standing is Standing.NEW else self._edits.reply(update, standing))

    async def _refuse(self, update: Incoming, refusal: Refusal) -> Answer | None:
        """Store the refusal as the answer, None for a stranger in a group. A refusal that asks nothing leaves an
        earlier question open."""
        if isinstance(refusal, Forbidden):  # The log says who tried and why not, never what they wrote.
            log.warning("update %s of %s was refused: %s", update.id, update.sender_id, refusal)
            if refusal.sentence == STRANGER and update.chat.kind == "group":
                return None
        reply, now = Reply(refusal.sentence, pairs(refusal.buttons), fresh=True), self._clock.now()
        question = Question(refusal.question) if refusal.question else None
        reply = await self._db.write(lambda db, r=reply: store_answer(db, update, r, question, now))  # type: ignore[misc]
        return replace(answer_to(update, reply), refuses=True)

    async def _set_aside(self, ids: Sequence[int], error: Exception) -> None:
        words = described(error)
        log.warning("update %s set aside: %s", ids[0], words)
        await self._db.write(lambda db: inbox.poisoned(db, ids, words))
