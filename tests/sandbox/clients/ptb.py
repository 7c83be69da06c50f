"""python-telegram-bot as a client of the scenario."""

from typing import Self

import telegram
from telegram.error import TelegramError

from tests.sandbox.clients import Heard, Rows, heard_in


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
        return [heard_in(update) for update in await self.bot.get_updates(offset=offset, timeout=seconds)]

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
            bot_command.command: bot_command.description
            for bot_command in await self.bot.get_my_commands(scope=telegram.BotCommandScopeAllPrivateChats())
        }

    async def pin(self, chat: int, message: int) -> None:
        await self.bot.pin_chat_message(chat, message, disable_notification=True)

    async def title(self, chat: int) -> str:
        return str((await self.bot.get_chat(chat)).title)
