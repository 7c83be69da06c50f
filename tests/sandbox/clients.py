"""Three client libraries behind one small interface, so that one scenario can be played by each."""

from dataclasses import dataclass
from types import TracebackType
from typing import Any, Protocol, Self

import aiogram
import telegram
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramAPIError
from aiogram.types import BotCommand, BufferedInputFile, InlineKeyboardButton, InlineKeyboardMarkup
from telebot import asyncio_helper
from telebot import types as telebot_types
from telebot.async_telebot import AsyncTeleBot
from telegram.error import TelegramError

Rows = list[list[tuple[str, str]]]


@dataclass(frozen=True)
class Heard:
    """What a client makes of one update."""

    number: int
    text: str
    chat: int
    query: str | None = None
    file_id: str | None = None


class Client(Protocol):
    refusal: type[Exception]

    async def __aenter__(self) -> Self: ...
    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
    async def username(self) -> str: ...
    async def hear(self, offset: int, seconds: int) -> list[Heard]: ...
    async def say(self, chat: int, html: str, rows: Rows | None = None) -> int: ...
    async def edit(self, chat: int, message: int, html: str) -> None: ...
    async def answer(self, query: str, text: str) -> None: ...
    async def document(self, chat: int, name: str, content: bytes, caption: str) -> str: ...
    async def photo(self, chat: int, content: bytes) -> int: ...
    async def download(self, file_id: str) -> bytes: ...
    async def commands(self, commands: dict[str, str]) -> dict[str, str]: ...
    async def pin(self, chat: int, message: int) -> None: ...
    async def title(self, chat: int) -> str: ...


class Ptb:
    refusal: type[Exception] = TelegramError

    def __init__(self, url: str, token: str) -> None:
        self.bot = telegram.Bot(token, base_url=f"{url}/bot", base_file_url=f"{url}/file/bot")

    async def __aenter__(self) -> Self:
        await self.bot.initialize()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.bot.shutdown()

    async def username(self) -> str:
        return str((await self.bot.get_me()).username)

    async def hear(self, offset: int, seconds: int) -> list[Heard]:
        return [_heard(one) for one in await self.bot.get_updates(offset=offset, timeout=seconds)]

    async def say(self, chat: int, html: str, rows: Rows | None = None) -> int:
        markup = (
            telegram.InlineKeyboardMarkup(
                [[telegram.InlineKeyboardButton(t, callback_data=d) for t, d in row] for row in rows]
            )
            if rows
            else None
        )
        return (await self.bot.send_message(chat, html, parse_mode="HTML", reply_markup=markup)).message_id

    async def edit(self, chat: int, message: int, html: str) -> None:
        await self.bot.edit_message_text(html, chat, message, parse_mode="HTML")

    async def answer(self, query: str, text: str) -> None:
        await self.bot.answer_callback_query(query, text)

    async def document(self, chat: int, name: str, content: bytes, caption: str) -> str:
        sent = await self.bot.send_document(chat, content, filename=name, caption=caption, parse_mode="HTML")
        assert sent.document is not None
        assert sent.document.file_name == name
        return sent.document.file_id

    async def photo(self, chat: int, content: bytes) -> int:
        return (await self.bot.send_photo(chat, content)).photo[-1].width

    async def download(self, file_id: str) -> bytes:
        return bytes(await (await self.bot.get_file(file_id)).download_as_bytearray())

    async def commands(self, commands: dict[str, str]) -> dict[str, str]:
        await self.bot.set_my_commands(list(commands.items()), scope=telegram.BotCommandScopeAllPrivateChats())
        return {
            one.command: one.description
            for one in await self.bot.get_my_commands(scope=telegram.BotCommandScopeAllPrivateChats())
        }

    async def pin(self, chat: int, message: int) -> None:
        await self.bot.pin_chat_message(chat, message, disable_notification=True)

    async def title(self, chat: int) -> str:
        return str((await self.bot.get_chat(chat)).title)


class Aiogram:
    refusal: type[Exception] = TelegramAPIError

    def __init__(self, url: str, token: str) -> None:
        self.bot = aiogram.Bot(token, AiohttpSession(api=TelegramAPIServer.from_base(url)))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.bot.session.close()

    async def username(self) -> str:
        return str((await self.bot.get_me()).username)

    async def hear(self, offset: int, seconds: int) -> list[Heard]:
        return [_heard(one) for one in await self.bot.get_updates(offset=offset, timeout=seconds)]

    async def say(self, chat: int, html: str, rows: Rows | None = None) -> int:
        markup = (
            InlineKeyboardMarkup(
                inline_keyboard=[[InlineKeyboardButton(text=t, callback_data=d) for t, d in row] for row in rows]
            )
            if rows
            else None
        )
        return (await self.bot.send_message(chat, html, parse_mode="HTML", reply_markup=markup)).message_id

    async def edit(self, chat: int, message: int, html: str) -> None:
        await self.bot.edit_message_text(html, chat_id=chat, message_id=message, parse_mode="HTML")

    async def answer(self, query: str, text: str) -> None:
        await self.bot.answer_callback_query(query, text)

    async def document(self, chat: int, name: str, content: bytes, caption: str) -> str:
        sent = await self.bot.send_document(chat, BufferedInputFile(content, name), caption=caption, parse_mode="HTML")
        assert sent.document is not None
        assert sent.document.file_name == name
        return sent.document.file_id

    async def photo(self, chat: int, content: bytes) -> int:
        sent = await self.bot.send_photo(chat, BufferedInputFile(content, "图.png"))
        assert sent.photo is not None
        return sent.photo[-1].width

    async def download(self, file_id: str) -> bytes:
        file = await self.bot.download(file_id)
        assert file is not None
        return file.read()

    async def commands(self, commands: dict[str, str]) -> dict[str, str]:
        scope = aiogram.types.BotCommandScopeAllPrivateChats()
        await self.bot.set_my_commands([BotCommand(command=c, description=d) for c, d in commands.items()], scope=scope)
        return {one.command: one.description for one in await self.bot.get_my_commands(scope=scope)}

    async def pin(self, chat: int, message: int) -> None:
        await self.bot.pin_chat_message(chat, message, disable_notification=True)

    async def title(self, chat: int) -> str:
        return str((await self.bot.get_chat(chat)).title)


class Telebot:
    refusal: type[Exception] = asyncio_helper.ApiTelegramException

    def __init__(self, url: str, token: str) -> None:
        asyncio_helper.API_URL, asyncio_helper.FILE_URL = url + "/bot{0}/{1}", url + "/file/bot{0}/{1}"
        self.bot: Any = AsyncTeleBot(token)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.bot.close_session()

    async def username(self) -> str:
        return str((await self.bot.get_me()).username)

    async def hear(self, offset: int, seconds: int) -> list[Heard]:
        return [_heard(one) for one in await self.bot.get_updates(offset=offset, timeout=seconds)]

    async def say(self, chat: int, html: str, rows: Rows | None = None) -> int:
        markup = (
            telebot_types.InlineKeyboardMarkup(
                [[telebot_types.InlineKeyboardButton(t, callback_data=d) for t, d in row] for row in rows]
            )
            if rows
            else None
        )
        return int((await self.bot.send_message(chat, html, parse_mode="HTML", reply_markup=markup)).message_id)

    async def edit(self, chat: int, message: int, html: str) -> None:
        await self.bot.edit_message_text(html, chat, message, parse_mode="HTML")

    async def answer(self, query: str, text: str) -> None:
        await self.bot.answer_callback_query(query, text)

    async def document(self, chat: int, name: str, content: bytes, caption: str) -> str:
        sent = await self.bot.send_document(chat, content, caption=caption, parse_mode="HTML", visible_file_name=name)
        assert sent.document.file_name == name
        return str(sent.document.file_id)

    async def photo(self, chat: int, content: bytes) -> int:
        return int((await self.bot.send_photo(chat, content)).photo[-1].width)

    async def download(self, file_id: str) -> bytes:
        return bytes(await self.bot.download_file((await self.bot.get_file(file_id)).file_path))

    async def commands(self, commands: dict[str, str]) -> dict[str, str]:
        scope = telebot_types.BotCommandScopeAllPrivateChats()
        await self.bot.set_my_commands([telebot_types.BotCommand(c, d) for c, d in commands.items()], scope)
        return {one.command: one.description for one in await self.bot.get_my_commands(scope, None)}

    async def pin(self, chat: int, message: int) -> None:
        await self.bot.pin_chat_message(chat, message, disable_notification=True)

    async def title(self, chat: int) -> str:
        return str((await self.bot.get_chat(chat)).title)


def _heard(update: Any) -> Heard:
    if update.callback_query is not None:
        query = update.callback_query
        return Heard(update.update_id, query.data, query.message.chat.id, query=query.id)
    message = update.message
    if message is None:
        return Heard(update.update_id, "", update.my_chat_member.chat.id)
    file_id = message.document.file_id if message.document else None
    return Heard(update.update_id, message.text or message.caption or "", message.chat.id, file_id=file_id)
