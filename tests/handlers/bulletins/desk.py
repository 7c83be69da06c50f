"""Helpers that take a bulletin from draft to group by taps."""

from datetime import datetime

from bot.app import Duban
from bot.cli.open_database import open_database
from bot.telegram.rate_limit import UNLIMITED
from sandbox import Message
from tests.handlers.scene import change, small, task
from tests.town import CLERK, LEADER, SHANGHAI, Town

PLAN = small(
    task("1.1.1", "贯标", until="3-10"), task("1.1.2", "导航", until="3-6"), task("1.1.4", "机要", until="3-6"),
    task("1.1.5", "保护", until="12-31", lead=("知识产权保护处",)),
)  # fmt: skip
TEN = datetime(2020, 3, 11, 10, 0, tzinfo=SHANGHAI)
SIGNED = "SELECT group_concat(year || '-' || number) FROM bulletins WHERE number > 0 AND corrects IS NULL"


async def group(bureau: Town, name: str = "工作群") -> int:
    clerk = await bureau.person(CLERK)
    chat = bureau.world.add_group(name, [clerk, await bureau.person(LEADER)]).id
    await bureau.say(clerk, "/bind", chat=chat)
    return chat


def bulletin_messages(bureau: Town, chat: int) -> list[Message]:
    """Return the bulletins in the group's chat."""
    return [message for message in bureau.world.transcript(chat) if message.out and message.text.startswith("督办通报")]


def cards(bureau: Town, chat: int) -> list[str]:
    return [message.text for message in bulletin_messages(bureau, chat)]


def heads(bureau: Town, chat: int) -> list[str]:
    return [text.partition("\n")[0] for text in cards(bureau, chat)]


async def handed_in(bureau: Town, line: str = "/bulletin") -> str:
    """Draft a bulletin and send it to the leader for signing."""
    await bureau.say(CLERK, line)
    await bureau.tap(CLERK, "送领导审签")
    return await bureau.tap(LEADER, "审签")


async def signed(bureau: Town, line: str = "/bulletin") -> str:
    await handed_in(bureau, line)
    return await bureau.tap(LEADER, "签发")


async def second_leader(bureau: Town) -> None:
    """Make OTHER a leader of the bureau too."""
    await change(bureau, "INSERT INTO posts (unit_id, duty, person_id, version) SELECT u.id, 'leader', p.id, 1 "
                 "FROM units u, people p WHERE u.name = '省知识产权局' AND p.name LIKE '%知识产权保护处%'")  # fmt: skip


async def handled(bureau: Town) -> None:
    """Handle all updates without sending any letter."""
    while await bureau.bot.intake.once():
        await bureau.bot.drained()


async def restarted(bureau: Town) -> None:
    """Send the due letters from a second bot on the same database, as after a kill."""
    second_bot = Duban(bureau.bot.settings, bureau.clock, UNLIMITED)
    async with open_database(bureau.bot.settings) as db:
        await second_bot.open(db, bureau.bot.username)
        await second_bot.delivery.drain()
        await second_bot.close()
