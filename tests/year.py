"""The plan of one year in which a task is followed: two tasks, two cities, and everybody who has to do with them."""

import re
from dataclasses import dataclass, replace

from plan import builtin
from plan.paper import PaperItem, PaperSection, PlanPaper
from plan.values import Duty
from tests.schedules.test_digest import at
from tests.town import CLERK, Place, Town

CODES = ("2.2.4", "1.1.3")
CITY_HEAD: Place = ("常州市局", Duty.HEAD)
NANJING: Place = ("南京市局", Duty.LIAISON)
SOCIETY = "省知识产权研究与保护协会"
PDF = b"%PDF-1.7\n%" + b"x" * 90
UNITS = ("省知识产权局", "运用促进处", "知识产权保护处", "常州市局", "南京市局", SOCIETY)


def plan() -> PlanPaper:
    """Of the built-in plan, 2.2.4 (运用促进处, with the cities' support) and 1.1.3 (the cities' own)."""
    whole = builtin.load()
    sections = [replace(section, items=_items(section)) for section in whole.sections]
    units = tuple(unit for unit in whole.units if unit.name in UNITS)
    return replace(whole, sections=tuple(section for section in sections if section.items), units=units)


def _items(section: PaperSection) -> tuple[PaperItem, ...]:
    items = []
    for item in section.items:
        tasks = [
            replace(task, support=tuple(unit for unit in task.support if unit in UNITS))
            for task in item.tasks
            if task.code in CODES
        ]
        items += [replace(item, tasks=tuple(tasks))] if tasks else []
    return tuple(items)


@dataclass
class Year:
    """`liaison` is who holds that post of 运用促进处 now: it changes hands in September."""

    bureau: Town
    liaison: int = 0

    async def until(self, day: str, hour: int = 10) -> None:
        await self.bureau.until(at(day, hour))

    async def says(self, who: Place | int, *lines: str) -> str:
        """The answer to the last of them."""
        for line in lines:
            answer = await self.bureau.say(who, line)
        return answer

    async def taps(self, who: Place | int, *labels: str) -> str:
        for label in labels:
            answer = await self.bureau.tap(who, label)
        return answer

    async def send(self, who: Place | int, caption: str = "") -> str:
        """A file, with or without words."""
        return await self.bureau.send(who, "名单.pdf", PDF, caption)

    async def told(self, who: Place | int) -> str:
        """The last message that he has."""
        return self.bureau.last(who if isinstance(who, int) else await self.bureau.person(who)).text

    async def morning(self, who: Place | int, day: str) -> str:
        """What that day's digest says to him; empty where it says nothing."""
        chat = who if isinstance(who, int) else await self.bureau.person(who)
        await self.until(day)
        sent = self.bureau.letters(chat, at(day, 8))
        return next((text for text in sent if re.match(r".* · 请(办理|关注) ", text)), "")

    async def record(self, code: str) -> str:
        """What happened to a task as the clerk reads it, all pages, the oldest first."""
        pages = [await self.says(CLERK, f"/history {code}")]
        while "下一页" in self.bureau.buttons(await self.bureau.person(CLERK)):
            pages.append(await self.taps(CLERK, "下一页"))
        events = [event for page in pages for event in re.findall(r"^\d.*月.*\n　.*$", page, re.M)]
        return "\n".join(reversed(events))

    async def opens(self, invitation: str, name: str) -> int:
        """The newcomer whom the link in this message has made one of us."""
        newcomer = self.bureau.stranger(name)
        found = re.search(r"start=([\w-]{22})", invitation)
        assert found
        assert f"{name}，您好。您已加入督办" in await self.bureau.say(newcomer, f"/start {found[1]}")
        return newcomer
