"""Run a command that came with a file: refuse before anything is fetched, then fetch and store the file."""

import re
from collections.abc import Callable

from bot.clock import Clock
from bot.inbox import access
from bot.inbox.evidence_folder import EvidenceFolder, NotStored, NotTaken
from bot.inbox.execute import Executor
from bot.inbox.forwarded import route_of_file
from bot.inbox.route import Author, Route, identify
from bot.inbox.words import TEXT_ONLY
from bot.telegram.contents import Announced
from bot.telegram.updates import Incoming
from handlers.ask import Bureau
from handlers.evidence import pending_files
from handlers.registry import Command
from plan.evidence import StoredFile
from plan.evidence_quota import OverQuota
from plan.person import Person
from plan.refusal import Forbidden, Refusal
from plan.reply import Button, Reply
from storage.database import Connection, Database

NAMES_TASK = re.compile(r"\d+((\.\d+)+|\s+v\d)")
"""Input that begins with a task's number or, as in a button's line, with an assignment's id and version."""


class Attachments:
    def __init__(
        self, db: Database, clock: Clock, bureau: Callable[[], Bureau], folder: EvidenceFolder, executor: Executor
    ) -> None:
        self._db, self._clock, self._bureau, self._folder, self._executor = db, clock, bureau, folder, executor

    async def execute(self, update: Incoming, file: Announced, route: Route) -> Reply:
        """Return the command's reply. Raises what `Executor.execute` raises, and Refusal for a file that can't be
        taken."""
        if not route.command.files:
            raise Refusal(TEXT_ONLY)
        if update.is_forwarded:
            route = route_of_file(route)
        person = (await self._author(update, route)).person
        access.check(route.command, route.rest, update.chat, person)
        try:
            await self._db.read(lambda db: self._check_quota(db, person, file))
            async with self._folder.stored(file) as stored_file:
                return await self._execute_with(update, route, stored_file, person)
        except (NotTaken, OverQuota) as error:
            return await self._execute_without(update, route, error)

    async def _author(self, update: Incoming, route: Route) -> Author:
        if route.author is not None:
            return route.author
        return await self._db.read(lambda db: identify(db, update, self._clock.now()))

    async def _check_quota(self, db: Connection, person: Person | None, file: Announced) -> None:
        if person is not None:
            now, quota = self._clock.now(), self._bureau().quota
            await pending_files.foresee(db, person.id, file.name, file.size, now, quota)

    async def _execute_with(self, update: Incoming, route: Route, file: StoredFile, person: Person | None) -> Reply:
        """If the command asks back, the file waits for the answer, so that it need not be sent again."""
        try:
            return await self._executor.execute(update, route, (file,))
        except Refusal as refusal:
            if not refusal.question and not refusal.buttons:
                raise
            await self._db.write(lambda db: self._keep_for_answer(db, person, file))
            raise _with_waiting_file(refusal, route.command) from None

    async def _keep_for_answer(self, db: Connection, person: Person | None, file: StoredFile) -> None:
        if person is not None:
            await pending_files.store(db, person.id, (file,), self._clock.now(), self._bureau().quota)

    async def _execute_without(
        self, update: Incoming, route: Route, error: NotTaken | OverQuota
    ) -> Reply:  # fmt: skip
        """Carry out the caption alone if it names a task and the bot has no room for the file. In any other case the
        caption stays as an open question, which the file completes when it is sent again."""
        has_caption = bool(update.text.strip()) and not update.is_forwarded
        if isinstance(error, NotStored | OverQuota) and has_caption and NAMES_TASK.match(route.rest):
            return await self._execute_caption(update, route, str(error))
        question = f"/{route.command.name} {route.rest}" if has_caption else ""
        raise Refusal(f"{error}{'说明文字已保留。' if question else ''}", question=question) from None

    async def _execute_caption(self, update: Incoming, route: Route, note: str) -> Reply:
        """`note` tells the sender that the file was not kept, and what to do."""
        try:
            return await self._executor.execute(update, route, note=note)
        except Refusal as refusal:
            if isinstance(refusal, Forbidden):
                raise
            raise Refusal(f"{note}{refusal.sentence}", *refusal.buttons, question=refusal.question) from None


def _with_waiting_file(refusal: Refusal, command: Command) -> Refusal:
    """Return the same refusal, with buttons and question changed to `/attach`: the answer says where the file belongs,
    which waits already."""
    own_name, attach = f"/{command.name} ", "/attach "
    buttons = [Button(button.label, button.line.replace(own_name, attach, 1), button.url) for button in refusal.buttons]
    question = refusal.question.replace(own_name, attach, 1) or attach.strip()
    return Refusal(f"材料已保留。{refusal.sentence}", *buttons, question=question)
