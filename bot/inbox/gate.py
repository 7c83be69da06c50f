"""Makes an Ask of what came in, finds the command, and answers: the one way in, with the one check."""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import date, datetime

from bot.clock import Clock
from bot.inbox import access, routing
from bot.inbox.answer import Answer
from bot.inbox.arrival import STRANGE
from bot.inbox.crowd import code_in
from bot.logs import described
from bot.telegram import updates
from bot.telegram.files import Files, Unfetched, Unstored
from bot.telegram.updates import Announced, Incoming
from handlers import REGISTRY
from handlers.ask import Ask, Bureau
from handlers.evidence import pending_files
from handlers.messages import STRANGER
from handlers.registry import Command
from plan.evidence import KeptFile
from plan.person import Person
from plan.quota import OverQuota
from plan.refusal import Forbidden, Refusal
from plan.reply import Button, Reply, filled, noted, pairs
from storage import groups, inbox, people, questions
from storage.availability import is_away
from storage.database import Connection, Database

log = logging.getLogger(__name__)
TIME_LIMIT = 30
BROKEN = "抱歉，系统出现故障，您的操作没有保存。我们已记录，请稍后再试。"
HALF_WIDTH = str.maketrans("０１２３４５６７８９．％／", "0123456789.%/")
NAMES_SHARE = re.compile(r"\d+((\.\d+)+|\s+v\d)")
"""Input that begins with a task's number or, as a button has it, a share's id and version."""
UNREADABLE = "请发送文字、照片或文件。"


class TooSlow(Exception):
    """A command did not end within the limit: its transaction is rolled back."""


Known = tuple[Person | None, str | None]
"""Who it is, and what he was asked."""


class Gate:
    """`bureau` is asked anew for each update; `settled` is told when one has changed what holds for everybody."""

    def __init__(
        self, db: Database, clock: Clock, bureau: Callable[[], Bureau], files: Files,
        settled: Callable[[], Awaitable[None]],
    ) -> None:  # fmt: skip
        self._db, self._clock, self._bureau, self._files, self._settled = db, clock, bureau, files, settled

    @property
    def _today(self) -> date:
        return self._clock.now().date()

    async def handle(self, one: inbox.Update) -> Answer | None:
        """Return what is to be said, also where it was handled before, and None where there is nothing to say.

        After it the update has taken effect, or was refused, once; only the answer may still be owed. Raises what the
        database raises while it is away: nothing has taken effect then, and the same update may be handled again.
        """
        try:
            update = updates.read(one)
        except STRANGE as error:
            await self._set_aside(one, error)
            return None
        if update.kind in ("message", "tap"):
            return await self._asked(one, update)
        if update.kind in ("membership", "moved"):
            await self._noted(one, update)
        else:
            log.info("update %s of a kind that is not ours: skipped", one.id)
        return None

    async def _noted(self, one: inbox.Update, update: Incoming) -> None:
        """Marked in its own transaction: again after a stop, it would undo what has come since."""

        async def work(db: Connection) -> None:
            await inbox.take(db, one.id, None)
            if update.kind == "moved":
                await groups.move(db, update.chat.id, update.new_chat_id)
            else:
                await _membership(db, update)

        try:
            await self._db.write(work)
        except inbox.Handled:
            return
        except Exception as error:
            if is_away(error) or isinstance(error, inbox.Missing):
                raise
            log.exception("update %s failed", one.id)
            await self._set_aside(one, error)

    async def _set_aside(self, update: inbox.Update, error: Exception) -> None:
        words = described(error)
        log.warning("update %s set aside: %s", update.id, words)
        await self._db.write(lambda db: inbox.poisoned(db, update.id, words))

    async def _asked(self, one: inbox.Update, update: Incoming) -> Answer | None:
        try:
            return await self._answered(one, update)
        except inbox.Handled:  # and the commit was not heard of
            owed = await self._db.read(lambda db: inbox.answer_owed(db, one.id))
            return Answer.load(owed, _received_at(one)) if owed else None
        except Exception as error:
            if is_away(error) or isinstance(error, inbox.Missing):
                raise
            log.exception("update %s failed", one.id)
            await self._set_aside(one, error)
            return _answer(one, update, Reply(BROKEN, fresh=True))

    async def _answered(self, one: inbox.Update, update: Incoming) -> Answer | None:
        try:
            reply = await self._reply(one, update)
        except Refusal as refusal:
            if isinstance(refusal, Forbidden):  # by whom and where, never what they wrote
                log.warning("update %s of %s was refused: %s", one.id, update.sender_id, refusal)
                if refusal.sentence == STRANGER and update.chat.kind == "group":
                    return None
            reply = Reply(refusal.sentence, pairs(refusal.buttons), fresh=True)
            question = refusal.question
            await self._db.write(lambda db: self._said(db, one, update, reply, question or None))
        return _answer(one, update, reply) if reply else None

    async def _said(
        self, db: Connection, one: inbox.Update, update: Incoming, reply: Reply, question: str | None
    ) -> None:
        """Marked as said, with what is asked by it: after a stop it would be asked, or refused, behind what came later,
        and what was refused might take effect then. Without a `question` the last one stays open; "" settles it."""
        if question is not None:
            await self._ask_back(db, update, question)
        await inbox.take(db, one.id, _answer(one, update, reply).dump())

    async def _reply(self, one: inbox.Update, update: Incoming) -> Reply | None:
        known, found = None, self._by_slash(update)
        if found is None:
            known = await self._db.read(lambda db: self._known(db, update))
            found = self._command(update, *known)
        if found is None:
            return None
        if update.file is None:
            return await self._carried_out(one, update, *found, known=known)
        return await self._with_file(one, update, update.file, *found)

    async def _with_file(
        self, one: inbox.Update, update: Incoming, file: Announced, command: Command, rest: str
    ) -> Reply:
        """What may not be done is refused before anything is fetched; a file under what must be said again waits."""
        if not command.files:
            raise Refusal(routing.WORDS_ONLY)
        sender = await self._db.read(lambda db: access.admitted(db, update, command, rest, self._today))
        try:
            await self._db.read(lambda db: self._foresee(db, sender, file))
            async with self._files.held(file) as kept:
                try:
                    return await self._carried_out(one, update, command, rest, (kept,))
                except Refusal as refusal:
                    if not refusal.question and not refusal.buttons:
                        raise
                    await self._db.write(lambda db: self._draft(db, update, kept))
                    raise routing.waiting(refusal, command) from None
        except (Unfetched, OverQuota) as refused:
            if isinstance(refused, Unstored | OverQuota) and update.text.strip() and NAMES_SHARE.match(rest):
                return await self._without_file(one, update, command, rest, str(refused))
            question = f"/{command.name} {rest}" if update.text.strip() else ""
            raise Refusal(f"{refused}{'说明文字已保留。' if question else ''}", question=question) from None

    async def _without_file(self, one: inbox.Update, update: Incoming, command: Command, rest: str, note: str) -> Reply:
        """What was said in words takes effect, though the file could not be kept; `note` says that, and what to do."""
        try:
            return await self._carried_out(one, update, command, rest, note=note)
        except Refusal as refusal:
            if isinstance(refusal, Forbidden):
                raise
            raise Refusal(f"{note}{refusal.sentence}", *refusal.buttons, question=refusal.question) from None

    async def _foresee(self, db: Connection, sender: Person | None, file: Announced) -> None:
        if sender is not None:
            await pending_files.foresee(db, sender.id, file.name, file.size, self._clock.now(), self._bureau().quota)

    async def _draft(self, db: Connection, update: Incoming, kept: KeptFile) -> None:
        if person := await people.by_telegram_id(db, update.sender_id, self._today):
            await pending_files.store(db, person.id, (kept,), self._clock.now(), self._bureau().quota)

    async def _carried_out(
        self, one: inbox.Update, update: Incoming, command: Command, rest: str, files: tuple[KeptFile, ...] = (),
        known: Known | None = None, note: str = "",
    ) -> Reply:  # fmt: skip
        """`known` is good enough where nothing is written; who writes is looked at again in the transaction. `note`
        stands before what is answered."""
        if not command.writes:
            return await self._looked_up(one, update, command, rest, files, known)

        async def work(db: Connection) -> Reply:
            sender, asked = await self._known(db, update)
            reply = noted(await self._run(db, update, command, rest, files, sender), note)
            await self._said(db, one, update, reply, reply.question if asked or reply.question else None)
            return reply

        reply = await self._db.write(work)
        if command.settles:
            await self._look_again()
        return reply

    async def _look_again(self) -> None:
        """It is done, and must be answered as done: what fails here is looked at again within a minute."""
        try:
            await self._settled()
        except Exception:
            log.exception("what holds for everybody could not be read")

    async def _looked_up(
        self, one: inbox.Update, update: Incoming, command: Command, rest: str, files: tuple[KeptFile, ...],
        known: Known | None,
    ) -> Reply:  # fmt: skip
        """A button that leads elsewhere, as 返回, is a no to what was asked; who types may be looking something up."""

        async def look(db: Connection) -> tuple[Reply, str | None]:
            sender, asked = known or await self._known(db, update)
            return await self._run(db, update, command, rest, files, sender), asked

        reply, asked = await self._db.read(look)
        if reply.question or (asked and update.kind == "tap"):
            await self._db.write(lambda db: self._said(db, one, update, reply, reply.question))
        return reply

    def _by_slash(self, update: Incoming) -> tuple[Command, str] | None:
        """A command by its name, as buttons have it: whoever asks, it is this one."""
        text = _text(update)
        with suppress(Refusal):  # in a group it is another bot's
            return REGISTRY.by_slash(text, self._bureau().bot_username) if text.startswith("/") else None
        return None

    def _command(self, update: Incoming, person: Person | None, asked: str | None) -> tuple[Command, str] | None:
        """By Chinese word or form; else the words go with the message to which they reply, or answer what was asked, or
        are looked for. In a group nothing is meant for us but commands."""
        if update.chat.kind != "private":
            return None
        text = _text(update)
        if person is None or not person.posts:
            text = _invitation(text)
        if person is None or text.startswith("/"):  # of no such name
            return REGISTRY.by_slash(text, self._bureau().bot_username)
        if not text and update.file is None:
            raise Refusal(UNREADABLE, Button("我的任务", "/my"))
        line: str | None = REGISTRY.by_reply(person.duties, update.about) if update.about else None
        line = line or asked
        if update.file:
            return routing.by_file(text, line, update.about)
        if found := routing.by_number(text, line):
            return found
        if found := REGISTRY.by_word(text, whole=bool(line)) or REGISTRY.by_phrase(text):
            return found
        return REGISTRY.by_slash(filled(line or "/find", text))

    async def _known(self, db: Connection, update: Incoming) -> Known:
        return await people.with_question(db, update.sender_id, self._clock.now())

    async def _run(
        self, db: Connection, update: Incoming, command: Command, rest: str, files: tuple[KeptFile, ...],
        person: Person | None = None,
    ) -> Reply:  # fmt: skip
        person, now = await access.admitted(db, update, command, rest, self._today, person), self._clock.now()
        ask = Ask(db, now, update.chat, update.sender_id, update.sender_name[:64], person, self._bureau(), files)
        try:
            async with asyncio.timeout(TIME_LIMIT) as limit:
                return await command(ask, rest)
        except TimeoutError:
            if limit.expired():
                raise TooSlow(command.name) from None
            raise

    async def _ask_back(self, db: Connection, update: Incoming, question: str) -> None:
        """What was asked before is settled by any change that went through; a refused one leaves it open."""
        if not question:
            await questions.forget(db, update.sender_id)
        elif person := await people.by_telegram_id(db, update.sender_id, self._today):
            await questions.ask(db, person.id, question, self._clock.now())


def _invitation(text: str) -> str:
    """What a stranger may ask for. A link may be pasted as well as tapped."""
    if code := code_in(text):
        return f"/start {code}"
    raise Forbidden(STRANGER)


def _text(update: Incoming) -> str:
    return update.text.strip().translate(HALF_WIDTH)


def _answer(one: inbox.Update, update: Incoming, reply: Reply) -> Answer:
    replaces = None if reply.fresh or reply.files else update.message_id
    return Answer(update.chat.id, reply, _received_at(one), update.chat.thread_id, replaces, update.tap_id)


def _received_at(update: inbox.Update) -> datetime:
    assert update.received_at is not None, "an update that is handled is in the inbox"
    return update.received_at


async def _membership(db: Connection, update: Incoming) -> None:
    """Somebody blocked the bot or let it back; a group put it out."""
    here = update.status in ("member", "administrator", "creator")
    if update.chat.kind == "private":
        await people.set_reachable(db, update.sender_id, reachable=here)
    elif not here:
        await groups.unbind(db, update.chat.id)
