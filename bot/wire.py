"""Every call to Telegram, and its refusals in our words."""

import json
import os
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, TypeVar
from urllib.parse import urlencode

from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    error,
)
from telegram.request import BaseRequest, HTTPXRequest

from bot.incoming import KINDS
from bot.settings import Settings
from bot.split import split
from plan.reply import Reply, Row

os.environ.setdefault("PTB_TIMEDELTA", "true")  # the library's own switch to the type it will have for retry_after
POOL = 16
T = TypeVar("T")
POLL_SECONDS = 25
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class Later(Exception):
    """Not now: try again after `seconds`, or when it suits where that is None."""

    def __init__(self, words: str, seconds: float | None = None) -> None:
        super().__init__(words)
        self.seconds = seconds


class Perhaps(Later):
    """No answer in time: it may have been delivered."""


class Gone(Exception):
    """Nobody is there: blocked, deactivated, put out of the group."""


class Moved(Exception):
    """The group has become a supergroup."""

    def __init__(self, new_chat_id: int) -> None:
        super().__init__(str(new_chat_id))
        self.new_chat_id = new_chat_id


class Rejected(Exception):
    """It will never be taken as it is."""


class Conflict(Exception):
    """Another program polls with the same token."""


class Unauthorized(Exception):
    """The token is not, or no longer, good."""


GONE = ("chat not found", "user is deactivated", "bot was kicked", "have no rights", "need administrator rights")
NO_EDIT = ("message to edit not found", "message can't be edited", "message_id_invalid")


class Wire:
    """One bot at one Bot API server."""

    def __init__(self, settings: Settings) -> None:
        options: dict[str, Any] = {"proxy": settings.proxy_url or None, "read_timeout": 20, "connect_timeout": 10}
        self._poller = HTTPXRequest(connection_pool_size=2, **options)
        self._bot = Bot(
            settings.bot_token,
            base_url=f"{settings.bot_api_url}/bot",
            base_file_url=f"{settings.bot_api_url}/file/bot",
            request=HTTPXRequest(connection_pool_size=POOL, pool_timeout=30, **options),
            get_updates_request=self._poller,
        )
        self._updates_url = f"{settings.bot_api_url}/bot{settings.bot_token}/getUpdates"

    async def open(self) -> str:
        """The bot's username. May be called again after Later."""
        await _worded(self._bot.initialize)
        return str(self._bot.username)

    async def close(self) -> None:
        await self._bot.shutdown()

    async def poll(self, offset: int | None, seconds: int = POLL_SECONDS) -> list[dict[str, Any]]:
        """Raw updates: one that the library can't read must not block those behind it."""
        query = {"timeout": seconds, "limit": 100, "allowed_updates": json.dumps(KINDS)}
        url = f"{self._updates_url}?{urlencode(query | ({'offset': offset} if offset is not None else {}))}"
        payload = await _worded(lambda: self._poller.retrieve(url, read_timeout=seconds + 15))
        result = BaseRequest.parse_json_payload(payload).get("result")
        if not isinstance(result, list):
            raise Later("getUpdates answered without a result")
        return result

    async def send(self, chat_id: int, reply: Reply, *, thread_id: int | None = None) -> int:
        """The id of the last message: a long text is split, with the buttons under its end."""
        *heads, tail = split(reply.html)
        for part in heads:
            await self._send(chat_id, part, None, thread_id, silent=reply.silent)
        return (
            await self._send(chat_id, tail, self._keyboard(reply.buttons), thread_id, silent=reply.silent)
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

    async def edit(self, chat_id: int, message_id: int, reply: Reply) -> None:
        """In place; where that can't be done (too long, too old, deleted) a new message says it."""
        parts = split(reply.html)
        try:
            if len(parts) > 1:
                raise Rejected(NO_EDIT[0])
            await _worded(
                lambda: self._bot.edit_message_text(
                    parts[0], chat_id, message_id, parse_mode="HTML", reply_markup=self._keyboard(reply.buttons),
                    link_preview_options=NO_PREVIEW,
                )
            )  # fmt: skip
        except Rejected as refused:
            words = str(refused).lower()
            if any(reason in words for reason in NO_EDIT):
                await self.send(chat_id, reply)
            elif "not modified" not in words:
                raise

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

    def _keyboard(self, rows: tuple[Row, ...]) -> InlineKeyboardMarkup | None:
        if not rows:
            return None
        return InlineKeyboardMarkup(
            [
                [InlineKeyboardButton(b.label, callback_data=b.line or None, url=self._url(b.url)) for b in row]
                for row in rows
            ]
        )

    def _url(self, url: str) -> str | None:
        return f"https://t.me/{self._bot.username}{url}" if url.startswith("?") else url or None


async def _worded(call: Callable[[], Awaitable[T]]) -> T:
    """In the library BadRequest and TimedOut are kinds of NetworkError, so the order matters."""
    try:
        return await call()
    except error.RetryAfter as refused:
        wait = refused.retry_after
        raise Later("too many requests", wait if isinstance(wait, int) else wait.total_seconds()) from None
    except error.ChatMigrated as refused:
        raise Moved(refused.new_chat_id) from None
    except error.Forbidden as refused:
        raise Gone(refused.message) from None
    except error.InvalidToken:
        raise Unauthorized from None
    except error.Conflict:
        raise Conflict from None
    except error.BadRequest as refused:
        gone = any(reason in refused.message.lower() for reason in GONE)
        raise (Gone if gone else Rejected)(refused.message) from None
    except error.TimedOut as refused:
        raise Perhaps(refused.message) from None
    except error.TelegramError as refused:
        raise Later(refused.message) from None
