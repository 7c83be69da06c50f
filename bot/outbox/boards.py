"""Maintain the pinned board of every bound group: it is sent once, and edited silently when its content changes."""

import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime

from bot.clock import Clock
from bot.telegram.client import Client
from bot.telegram.errors import ChatGone, ChatMoved, RequestRejected, RetryLater
from bot.telegram.parts import Part
from handlers.ask import Bureau
from plan.format import moment
from plan.letter_kinds import BOARD_TROUBLE
from plan.reply import Button, Reply
from schedules import pinned_board
from storage import events, groups, outbox
from storage.database import Connection, Database
from storage.groups import Group
from storage.outbox import pinned_boards
from storage.outbox.claims import Letter

log = logging.getLogger(__name__)
LINKS = ((Button("查看总览", url="?start=board"), Button("我的任务", url="?start=my")),)
NO_PIN = "机器人已在“{}”发布看板，但没有置顶权限。请将机器人设为管理员并允许置顶消息，然后在群内重新发送 /bind。"
PLACE = "本群看板由机器人自动更新，以最新一条为准。"
CLOSED = "本群已解除绑定，看板不再更新。"
Marks = tuple[date, int | None, tuple[tuple[int, str], ...]]
"""Today, the last event, and what each board says: while they are the same, no board can have changed."""


class Boards:
    def __init__(self, db: Database, client: Client, clock: Clock, bureau: Callable[[], Bureau]) -> None:
        self._db, self._client, self._clock, self._bureau = db, client, clock, bureau
        self._seen: Marks | None = None

    async def look(self) -> None:
        """Queue updates of boards that have changed; called once a minute."""
        try:
            marks = await self._db.read(self._marks)
            if marks != self._seen and not await self._want():
                self._seen = marks
        except Exception:
            log.exception("the boards could not be looked at; trying again")

    async def _marks(self, db: Connection) -> Marks:
        bound = await groups.bound(db)
        return self._today, await db.scalar(events.LAST_ID), tuple((group.id, group.board.hash) for group in bound)

    async def _want(self) -> bool:
        """Queue updates of the boards whose content has changed; return whether there are any."""
        if stale := await self._db.read(self._stale):
            await self._db.write(lambda db: pinned_boards.want(db, stale, self._clock.now()))
        return bool(stale)

    async def _stale(self, db: Connection) -> list[Group]:
        stale = []
        for group in await groups.bound(db):
            text = await pinned_board.text(db, group, self._today, self._bureau().calendar)
            if text is not None and pinned_board.stamp(text) != group.board.hash:
                stale.append(group)
        return stale

    @property
    def _today(self) -> date:
        return self._clock.now().date()

    async def deliver(self, letter: Letter) -> int | None:
        """Send or edit the board; return the message's id. An update that is refused for good is tried again only when
        the content changes again."""
        group = await self._db.read(lambda db: groups.get(db, letter.group_id or 0))
        if group is None:
            await self._closed(letter)
            return None
        now = self._clock.now()
        text = await self._db.read(lambda db: pinned_board.text(db, group, now.date(), self._bureau().calendar))
        if text is None:
            return None
        changes: dict[str, object] = {"board_hash": pinned_board.stamp(text), "board_at": now}
        try:
            message_id, pinned_before = await self._shown(letter, group, text, now)
        except (ChatGone, RequestRejected):
            await self._db.write(lambda db: groups.change(db, group.id, **changes))  # its content counts as shown
            raise
        if pinned_before or await self._pinned(letter, message_id):
            await self._db.write(lambda db: groups.change(db, group.id, board_pinned=True, **changes))
        else:
            await self._db.write(lambda db: self._not_pinned(db, group, changes))
        return message_id

    async def _shown(self, letter: Letter, group: Group, text: str, now: datetime) -> tuple[int, bool]:
        """Return the message's id and whether it was pinned before. A new message first says only what stays true, and
        is recorded before its content is set: a process that dies in between leaves no outdated second board."""
        board = group.board
        reply = Reply(text + f"\n\n更新于{moment(now, now.date())}", LINKS, silent=True)
        if board.message_id and await self._client.edit(letter.chat_id, board.message_id, reply):
            return board.message_id, board.pinned
        new = await self._client.send(letter.chat_id, Part(PLACE, silent=True), thread_id=letter.thread_id)
        assert new is not None
        await self._db.write(lambda db: groups.change(db, group.id, board_message_id=new, board_pinned=False))
        if not await self._client.edit(letter.chat_id, new, reply):
            raise RetryLater("the board's new message is gone")
        return new, False

    async def _pinned(self, letter: Letter, message_id: int) -> bool:
        """Pin the message; return whether the bot may."""
        try:
            await self._client.pin(letter.chat_id, message_id)
        except (ChatGone, RequestRejected):
            return False
        return True

    async def _not_pinned(self, db: Connection, group: Group, changes: dict[str, object]) -> None:
        """Tell whoever bound the group, once, within the hours."""
        now = self._clock.now()
        await groups.change(db, group.id, **changes)
        key = f"board:pin:{group.id}:{group.bound_at.timestamp():.0f}"
        payload = Reply(NO_PIN.format(group.title)).dump()
        await outbox.put(db, key, BOARD_TROUBLE, payload, now, person_id=group.bound_by)

    async def _closed(self, letter: Letter) -> None:
        """Close the board of a group that was unbound, as far as the bot may still write there, and forget it."""
        id = letter.group_id or 0
        message_id = await self._db.read(lambda db: groups.left_board(db, id))
        if message_id is None:
            return
        for step in (
            lambda: self._client.edit(letter.chat_id, message_id, Reply(CLOSED)),
            lambda: self._client.unpin(letter.chat_id, message_id),
        ):
            with suppress(ChatGone, RequestRejected, ChatMoved):
                await step()
        await self._db.write(lambda db: groups.change(db, id, **groups.NO_BOARD))
