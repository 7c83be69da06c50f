"""aiogram as a client of the scenario."""

from typing import Self

import aiogram
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramAPIError
from aiogram.types import BotCommand, BufferedInputFile, InlineKeyboardButton, InlineKeyboardMarkup

from tests.sandbox.clients import Heard, Rows, heard_in


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
        return [heard_in(update) for update in await self.bot.get_updates(offset=offset, timeout=seconds)]

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
        return {
            bot_command.command: bot_command.description for bot_command in await self.bot.get_my_commands(scope=scope)
        }

    async def pin(self, chat: int, message: int) -> None:
        await self.bot.pin_chat_message(chat, message, disable_notification=True)

    async def title(self, chat: int) -> str:
        return str((await self.bot.get_chat(chat)).title)
