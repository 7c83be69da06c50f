"""Helpers that nudge units."""

from datetime import datetime

from tests.handlers.scene import scalar, small, task
from tests.plan.build import SHANGHAI, day
from tests.town import CHANGZHOU, HEAD, LIAISON, Town

CITY_HEAD = (CHANGZHOU[0], HEAD[1])
SUZHOU = ("苏州市局", LIAISON[1])
PAPERS = "SELECT count(*) FROM nudges"
PLAN = small(
    task("1.1.1", "推动企业贯标", support=("办公室",)), task("1.1.2", "各市落实", lead=(), local=True),
    task("1.1.3", "分理处整改", lead=("苏州分理处",), support=("南京专利代办处",)),
)  # fmt: skip


def at(words: str, hour: int = 10) -> datetime:
    return datetime.combine(day(words), datetime.min.time().replace(hour=hour), SHANGHAI)


async def nudged(bureau: Town, chat: int, line: str) -> str:
    await bureau.say(chat, line)
    return await bureau.tap(chat, "确认发送")


async def share_id(bureau: Town, code: str, unit: str) -> int:
    return int(
        await scalar(
            bureau,
            "SELECT a.id FROM assignments a JOIN tasks t ON t.id = a.task_id JOIN units u ON u.id = a.unit_id "
            f"WHERE t.code = '{code}' AND u.name = '{unit}'",
        )
    )
