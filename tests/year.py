"""The plan for `test_year`: two tasks, two cities, and the people who deal with them."""

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

RECORD = {
    "2.2.4": """\
2月25日 运用促进处 · 签收 ▸ 运用促进处联络员：待签收 → 办理中
2月27日 常州市局 · 签收 ▸ 常州市局联络员：待签收 → 办理中
2月27日 南京市局 · 签收 ▸ 南京市局联络员：待签收 → 办理中
2月27日 省知识产权研究与保护协会 · 签收 ▸ 省知识产权局督办员：待签收 → 办理中
3月2日 本任务 · 里程碑 ▸ 省知识产权局督办员：无 → 6月30日40%
3月2日 本任务 · 里程碑 ▸ 省知识产权局督办员：6月30日40% → 6月30日40%、9月30日60%
3月25日 运用促进处 · 汇报 ▸ 运用促进处联络员：按序时，15%，数量 150，“已印发通知，贯标150家”
4月24日 运用促进处 · 汇报 ▸ 运用促进处联络员：“已印发通知，贯标150家”
5月25日 运用促进处 · 汇报 ▸ 运用促进处联络员：“无变化”
7月1日 运用促进处 · 汇报 ▸ 运用促进处联络员：按序时 → 滞后，15% → 25%，“申报集中在下半年”
7月3日 运用促进处 · 汇报 ▸ 运用促进处联络员：滞后 → 有困难，25% → 30%，“缺评审专家”
7月6日 运用促进处 · 批示 ▸ 省知识产权局分管领导
7月6日 运用促进处 · 收到批示 ▸ 运用促进处负责人
8月5日 运用促进处 · 汇报 ▸ 运用促进处联络员：有困难 → 按序时，30% → 45%，数量 450，“已贯标450家”
9月1日 运用促进处 · 汇报 ▸ 运用促进处联络员：45% → 65%，数量 650，“已贯标650家”
11月2日 省知识产权研究与保护协会 · 免办 ▸ 省知识产权局督办员：办理中 → 免办，理由：职能已划转
11月16日 运用促进处 · 申请延期 ▸ 运用促进处联络员：理由：数据尚未报齐（申请延至2021年1月31日）
11月16日 运用促进处 · 不批准延期 ▸ 省知识产权局分管领导：理由：年底前必须完成
11月27日 运用促进处 · 汇报 ▸ 运用促进处联络员：办理中 → 待审核，按序时 → 已完成，65% → 100%
11月27日 运用促进处 · 退回 ▸ 省知识产权局督办员：待审核 → 办理中，已完成 → 按序时，100% → 65%，理由：缺成果材料
12月1日 运用促进处 · 汇报 ▸ 运用促进处联络员：办理中 → 待审核，按序时 → 已完成，65% → 100%，材料 1 份
12月1日 运用促进处 · 销号 ▸ 省知识产权局督办员：待审核 → 已办结
12月2日 运用促进处 · 重新办理 ▸ 省知识产权局督办员：已办结 → 办理中
12月2日 运用促进处 · 撤销 ▸ 省知识产权局督办员：办理中 → 已办结""",
    "1.1.3": """\
2月27日 常州市局 · 签收 ▸ 常州市局联络员：待签收 → 办理中
2月27日 南京市局 · 签收 ▸ 南京市局联络员：待签收 → 办理中
2月27日 知识产权保护处 · 签收 ▸ 知识产权保护处联络员：待签收 → 办理中
6月1日 南京市局 · 汇报 ▸ 南京市局联络员：按序时，60%，“已征求意见”
6月1日 常州市局 · 催办 ▸ 省知识产权局督办员：提〔2020〕1号：请于周五前反馈
6月4日 常州市局 · 催办 ▸ 省知识产权局督办员：催〔2020〕1号
6月8日 常州市局 · 通话 ▸ 省知识产权局督办员：值班室，答应6月12日前报送，1.1.3 已送审
6月12日 常州市局 · 催办 ▸ 省知识产权局督办员：督〔2020〕1号
6月12日 常州市局 · 回复催办 ▸ 常州市局联络员：督〔2020〕1号：文件已报市政府，月底前印发
6月12日 常州市局 · 汇报 ▸ 常州市局联络员：按序时，50%，“文件已报市政府”
9月14日 常州市局 · 申请延期 ▸ 常州市局联络员：理由：常务会议改期（申请延至10月30日）
9月14日 常州市局 · 延期意见 ▸ 省知识产权局督办员：意见：情况属实，建议同意
9月14日 常州市局 · 批准延期 ▸ 省知识产权局分管领导：2020年9月30日 → 2020年10月30日
9月30日 南京市局 · 汇报 ▸ 南京市局联络员：办理中 → 待审核，按序时 → 已完成，60% → 100%，“文件已印发”，材料 1 份
9月30日 南京市局 · 销号 ▸ 省知识产权局督办员：待审核 → 已办结
10月29日 常州市局 · 汇报 ▸ 常州市局联络员：办理中 → 待审核，按序时 → 已完成，50% → 100%，“文件已印发”
10月29日 常州市局 · 销号 ▸ 省知识产权局督办员：待审核 → 已办结""",
}
"""The history that the clerk reads in the end: when, which unit, what was done, from which post, before and after."""


def plan() -> PlanPaper:
    """Return the built-in plan with two tasks: 2.2.4 (运用促进处, supported by the cities) and 1.1.3 (the cities)."""
    builtin_plan = builtin.load()
    sections = [replace(section, items=_items(section)) for section in builtin_plan.sections]
    units = tuple(unit for unit in builtin_plan.units if unit.name in UNITS)
    return replace(builtin_plan, sections=tuple(section for section in sections if section.items), units=units)


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
    """`liaison` is the present liaison of 运用促进处; the post is handed over in September."""

    bureau: Town
    liaison: int = 0

    async def until(self, day: str, hour: int = 10) -> None:
        await self.bureau.until(at(day, hour))

    async def says(self, who: Place | int, *lines: str) -> str:
        """Say these lines and return the answer to the last one."""
        for line in lines:
            answer = await self.bureau.say(who, line)
        return answer

    async def taps(self, who: Place | int, *labels: str) -> str:
        for label in labels:
            answer = await self.bureau.tap(who, label)
        return answer

    async def send(self, who: Place | int, caption: str = "") -> str:
        """Send a file, with or without words."""
        return await self.bureau.send(who, "名单.pdf", PDF, caption)

    async def last_message(self, who: Place | int) -> str:
        """Return the last message in the person's chat."""
        return self.bureau.last(who if isinstance(who, int) else await self.bureau.person(who)).text

    async def morning(self, who: Place | int, day: str) -> str:
        """Return the person's digest of that day; empty if there is none."""
        chat = who if isinstance(who, int) else await self.bureau.person(who)
        await self.until(day)
        sent = self.bureau.letters(chat, at(day, 8))
        return next((text for text in sent if re.match(r".* · 请(办理|关注) ", text)), "")

    async def record(self, code: str) -> str:
        """Return all pages of the task's history as the clerk reads it, oldest first."""
        pages = [await self.says(CLERK, f"/history {code}")]
        while "下一页" in self.bureau.buttons(await self.bureau.person(CLERK)):
            pages.append(await self.taps(CLERK, "下一页"))
        events = [event for page in pages for event in re.findall(r"^(\d+月\d+日) \d\d:00　(.*)\n　(.*)$", page, re.M)]
        return "\n".join(f"{day} {what} ▸ {change}" for day, what, change in reversed(events))

    async def opens(self, invitation: str, name: str) -> int:
        """Open the link in this message as a new person, and return their Telegram id."""
        newcomer = self.bureau.stranger(name)
        code = re.search(r"start=([\w-]{22})", invitation)
        assert code
        assert f"{name}，您好。您已加入督办" in await self.bureau.join(newcomer, code[1])
        return newcomer
