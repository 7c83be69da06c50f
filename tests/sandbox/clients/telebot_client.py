"""pyTelegramBotAPI as a client of the scenario."""

from typing import Any, Self

from telebot import asyncio_helper, types
from telebot.async_telebot import AsyncTeleBot

from tests.sandbox.clients import Heard, Rows, heard_in

telebot: Any = types  # without types of its own


class Telebot:
    refusal: type[Exception] = asyncio_helper.ApiTelegramException

    def __init__(self, url: str, token: str) -> None:
        helper: Any = asyncio_helper
        helper.API_URL, helper.FILE_URL = url + "/bot{0}/{1}", url + "/file/bot{0}/{1}"
        self.bot: Any = AsyncTeleBot(token)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.bot.close_session()

    async def username(self) -> str:
        return str((await self.bot.get_me()).username)

    async def hear(self, offset: int, seconds: int) -> list[Heard]:
        return [heard_in(item) for item in await self.bot.get_updates(offset=offset, timeout=seconds)]

    async def say(self, chat: int, html: str, rows: Rows | None = None) -> int:
        markup = (
            telebot.InlineKeyboardMarkup(
                [[telebot.InlineKeyboardButton(t, callback_data=d) for t, d in row] for row in rows]
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
        scope = telebot.BotCommandScopeAllPrivateChats()
        await self.bot.set_my_commands([telebot.BotCommand(c, d) for c, d in commands.items()], scope)
        return {item.command: item.description for item in await self.bot.get_my_commands(scope, None)}

    async def pin(self, chat: int, message: int) -> None:
        await self.bot.pin_chat_message(chat, message, disable_notification=True)

    async def title(self, chat: int) -> str:
        return str((await self.bot.get_chat(chat)).title)
