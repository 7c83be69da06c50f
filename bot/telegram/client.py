"""Every call to Telegram, and its refusals in our words."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    InputFile,
    InputMediaPhoto,
    LinkPreviewOptions,
    error,
)

from bot.pictures.drawings import Drawings, Undrawn
from bot.settings import Settings
from bot.telegram.errors import Rejected, Trouble, Unclear
from bot.telegram.http import Http
from bot.telegram.keyboard import keyboard
from bot.telegram.parts import Part
from bot.telegram.split import split
from bot.telegram.transport import Transport
from plan.reply import DRAWING, File, Reply

T = TypeVar("T")
log = logging.getLogger(__name__)
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
LOST = "这份文件暂时无法取出，请联系督办员。"
NO_EDIT = ("message to edit not found", "message can't be edited", "message_id_invalid")


class Client:
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

    async def send(self, chat_id: int, part: Part, *, thread_id: int | None = None) -> int | None:
        """Return the message's id, None where there was nothing to send: a picture that can't be drawn, without words.

        Files are read from our own disk, for Telegram may have forgotten them.
        """
        contents = [(file, content) for file in part.files if (content := await self._content(file)) is not None]
        if len(contents) > 1:
            return await self._send_album(chat_id, contents, part, thread_id)
        if contents:
            return await self._send_file(chat_id, *contents[0], part, thread_id)
        html = part.html
        if any(file.kind != DRAWING for file in part.files):
            html = f"{html}\n{LOST}".strip()
        return await self._send_text(chat_id, html, part, thread_id) if html else None

    async def _send_text(self, chat_id: int, html: str, part: Part, thread_id: int | None) -> int:
        message = await _worded(
            lambda: self._bot.send_message(
                chat_id, html, parse_mode="HTML", message_thread_id=thread_id, link_preview_options=NO_PREVIEW,
                reply_markup=keyboard(part.buttons, self._username), disable_notification=part.silent or None,
            )
        )  # fmt: skip
        return message.message_id

    async def _send_file(self, chat_id: int, file: File, content: bytes, part: Part, thread_id: int | None) -> int:
        send = self._bot.send_photo if file.kind in ("photo", DRAWING) else self._bot.send_document
        message = await _worded(
            lambda: send(
                chat_id, InputFile(content, filename=file.name), caption=part.html or None, parse_mode="HTML",
                reply_markup=keyboard(part.buttons, self._username), message_thread_id=thread_id,
                disable_notification=part.silent or None,
            )
        )  # fmt: skip
        return message.message_id

    async def _send_album(
        self, chat_id: int, contents: list[tuple[File, bytes]], part: Part, thread_id: int | None
    ) -> int:
        album = [InputMediaPhoto(content, filename=file.name) for file, content in contents]
        messages = await _worded(
            lambda: self._bot.send_media_group(
                chat_id, album, message_thread_id=thread_id, disable_notification=part.silent or None
            )
        )
        return messages[-1].message_id

    async def _content(self, file: File) -> bytes | None:
        """None where it can't be had: without its picture a text is still worth sending."""
        try:
            if file.kind == DRAWING:
                return await self._drawings.png(file.path)
            return await asyncio.to_thread((self._folder / file.path).read_bytes)
        except (Undrawn, OSError) as error:
            log.error("a file can't be sent: %s", error)
            return None

    async def edited(self, chat_id: int, message_id: int, reply: Reply) -> bool:
        """False where the message can't be edited so."""
        parts = split(reply.html)
        if len(parts) > 1:
            return False
        try:
            await _worded(
                lambda: self._bot.edit_message_text(
                    parts[0], chat_id, message_id, parse_mode="HTML", link_preview_options=NO_PREVIEW,
                    reply_markup=keyboard(reply.buttons, self._username),
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

    async def answer_tap(self, tap_id: str, words: str) -> bool:
        """Stop the button's spinner and show `words` over the chat; False where it is too late for that."""
        try:
            await _worded(lambda: self._bot.answer_callback_query(tap_id, text=words[:200] or None))
        except Rejected:
            return False
        return True

    async def set_menu(self, commands: Iterable[tuple[str, str]], where: int | str) -> None:
        """`where` is one chat's id, `private` or `group` for all of them."""
        scopes = {"private": BotCommandScopeAllPrivateChats(), "group": BotCommandScopeAllGroupChats()}
        scope = BotCommandScopeChat(where) if isinstance(where, int) else scopes[where]
        menu = [BotCommand(name, about) for name, about in commands]
        await _worded(lambda: self._bot.set_my_commands(menu, scope=scope))


async def _worded(call: Callable[[], Awaitable[T]]) -> T:
    """Take our own exception out of the library's wrapping. An answer that the library can't read is unclear."""
    try:
        return await call()
    except error.TelegramError as refused:
        cause = refused.__cause__
        raise (cause if isinstance(cause, Trouble) else Unclear(refused.message)) from None
    except (KeyError, TypeError, ValueError, AttributeError) as unreadable:
        raise Unclear(f"unreadable answer: {type(unreadable).__name__}") from None
