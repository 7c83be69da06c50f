"""Every call to Telegram, and its refusals in our words."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from functools import lru_cache
from typing import TypeVar

from markupsafe import Markup
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    InputMediaPhoto,
    LinkPreviewOptions,
    Message,
    error,
)

from bot.drawing import Drawings, Undrawn
from bot.http import Http
from bot.settings import Settings
from bot.split import split
from bot.transport import Transport
from bot.trouble import Later, Rejected, Trouble
from plan.reply import DRAWING, Button, File, Reply, Row

T = TypeVar("T")
log = logging.getLogger(__name__)
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
CAPTION = 1024
LOST = "这份文件暂时无法取出，请联系督办员。"
NO_EDIT = ("message to edit not found", "message can't be edited", "message_id_invalid")


class Wire:
    """One bot at one Bot API server."""

    def __init__(self, settings: Settings, http: Http, username: str, drawings: Drawings) -> None:
        self._username = username
        self._drawings = drawings
        self._folder = settings.files
        self._bot = Bot(
            settings.bot_token,
            base_url=f"{settings.bot_api_url}/bot",
            base_file_url=f"{settings.bot_api_url}/file/bot",
            request=Transport(http),
            get_updates_request=Transport(http),
        )

    async def send(self, chat_id: int, reply: Reply, *, thread_id: int | None = None) -> int:
        """The id of the last message: a long text is split, with the buttons under its end.

        A short text stands under its file; a longer one, or that of several, follows them. Several pictures are an
        album, which can have no buttons.
        """
        if sum(file.kind == DRAWING for file in reply.files) > 1:
            reply = await self._send_album(chat_id, reply, thread_id)
        if _under_file(reply):
            return await self._send_file(chat_id, reply.files[0], reply, thread_id)
        for file in reply.files:
            await self._send_file(chat_id, file, Reply("", silent=reply.silent), thread_id)
        *heads, tail = split(reply.html)
        for part in heads:
            await self._send(chat_id, part, None, thread_id, silent=reply.silent)
        return (
            await self._send(chat_id, tail, _keyboard(reply.buttons, self._username), thread_id, silent=reply.silent)
        ).message_id

    async def _send(
        self, chat_id: int, html: str, keyboard: InlineKeyboardMarkup | None, thread_id: int | None, *, silent: bool
    ) -> Message:
        return await _worded(
            lambda: self._bot.send_message(
                chat_id, html, parse_mode="HTML", reply_markup=keyboard, message_thread_id=thread_id,
                disable_notification=silent or None, link_preview_options=NO_PREVIEW,
            )
        )  # fmt: skip

    async def _send_file(self, chat_id: int, file: File, under: Reply, thread_id: int | None) -> int:
        """From our own disk: Telegram may have forgotten it. Without its picture a text is still worth sending."""
        try:
            content = await self._content(file)
        except Undrawn as error:
            log.error("%s can't be drawn: %s", file.name, error)
            return await self.send(chat_id, replace(under, files=()), thread_id=thread_id) if under.text else 0
        except OSError as error:
            log.error("%s can't be read: %s", file.path, error)
            lost = Markup("\n").join(part for part in (Markup(under.html), LOST) if part)  # noqa: S704
            return await self.send(chat_id, replace(under, text=lost, files=()), thread_id=thread_id)
        send = self._bot.send_photo if file.kind in ("photo", DRAWING) else self._bot.send_document
        message = await _worded(
            lambda: send(
                chat_id, InputFile(content, filename=file.name), caption=under.html or None, parse_mode="HTML",
                reply_markup=_keyboard(under.buttons, self._username), message_thread_id=thread_id,
                disable_notification=under.silent or None,
            )
        )  # fmt: skip
        return message.message_id

    async def _send_album(self, chat_id: int, reply: Reply, thread_id: int | None) -> Reply:
        """What is left to be sent after it."""
        drawn = [file for file in reply.files if file.kind == DRAWING]
        try:
            contents = [await self._content(file) for file in drawn]
        except Undrawn:
            return reply
        album = [InputMediaPhoto(one, filename=file.name) for one, file in zip(contents, drawn, strict=True)]
        await _worded(
            lambda: self._bot.send_media_group(
                chat_id, album,
                message_thread_id=thread_id, disable_notification=reply.silent or None,
            )
        )  # fmt: skip
        return replace(reply, files=tuple(file for file in reply.files if file not in drawn))

    async def _content(self, file: File) -> bytes:
        """Raises OSError, or Undrawn."""
        if file.kind == DRAWING:
            return await self._drawings.png(file.path)
        return await asyncio.to_thread((self._folder / file.path).read_bytes)

    async def edit(self, chat_id: int, message_id: int, reply: Reply, *, thread_id: int | None = None) -> int:
        """In place; where that can't be done (too long, too old, deleted) a new message says it. Returns its id."""
        if await self.edited(chat_id, message_id, reply):
            return message_id
        return await self.send(chat_id, reply, thread_id=thread_id)

    async def edited(self, chat_id: int, message_id: int, reply: Reply) -> bool:
        """False where the message can't be edited so."""
        parts = split(reply.html)
        if len(parts) > 1:
            return False
        try:
            await _worded(
                lambda: self._bot.edit_message_text(
                    parts[0], chat_id, message_id, parse_mode="HTML", link_preview_options=NO_PREVIEW,
                    reply_markup=_keyboard(reply.buttons, self._username),
                )
            )  # fmt: skip
        except Rejected as refused:
            words = str(refused).lower()
            if any(reason in words for reason in NO_EDIT):
                return False
            if "not modified" not in words:
                raise
        return True

    async def pin(self, chat_id: int, message_id: int) -> None:
        """Without a sound."""
        await _worded(lambda: self._bot.pin_chat_message(chat_id, message_id, disable_notification=True))

    async def unpin(self, chat_id: int, message_id: int) -> None:
        await _worded(lambda: self._bot.unpin_chat_message(chat_id, message_id))

    async def answer_tap(self, tap_id: str, words: str) -> None:
        """Stops the button's spinner; too late for it is no harm."""
        try:
            await _worded(lambda: self._bot.answer_callback_query(tap_id, text=words[:200] or None))
        except Rejected:
            return

    async def set_menu(self, commands: Iterable[tuple[str, str]], where: int | str) -> None:
        """`where` is one chat's id, `private` or `group` for all of them."""
        scopes = {"private": BotCommandScopeAllPrivateChats(), "group": BotCommandScopeAllGroupChats()}
        scope = BotCommandScopeChat(where) if isinstance(where, int) else scopes[where]
        menu = [BotCommand(name, about) for name, about in commands]
        await _worded(lambda: self._bot.set_my_commands(menu, scope=scope))


def count(reply: Reply) -> int:
    """How many messages it makes: Telegram counts each of them."""
    return 1 if _under_file(reply) else len(reply.files) + len(split(reply.html))


def _under_file(reply: Reply) -> bool:
    return len(reply.files) == 1 and len(split(reply.html, CAPTION)) == 1


@lru_cache(maxsize=256)
def _keyboard(rows: tuple[Row, ...], username: str) -> InlineKeyboardMarkup | None:
    """The same lists are shown again and again. A link that begins with `?` leads to this bot itself."""
    if not rows:
        return None
    return InlineKeyboardMarkup([[_button(button, username) for button in row] for row in rows])


def _button(button: Button, username: str) -> InlineKeyboardButton:
    url = f"https://t.me/{username}{button.url}" if button.url.startswith("?") else button.url
    return InlineKeyboardButton(button.label, callback_data=button.tap or None, url=url or None)


async def _worded(call: Callable[[], Awaitable[T]]) -> T:
    """Takes our own exception out of the library's wrapping; what the library itself can't read may have been done."""
    try:
        return await call()
    except error.TelegramError as refused:
        cause = refused.__cause__
        raise (cause if isinstance(cause, Trouble) else Later(refused.message)) from None
