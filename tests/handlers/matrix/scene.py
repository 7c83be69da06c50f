"""A bureau where every unit has done work of every kind; each secret is a word that occurs nowhere else."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from plan.paper import PaperItem, PaperSection, PaperTask, PaperUnit, PlanPaper
from plan.values import Duty, UnitKind
from tests.handlers.scene import UNITS, task
from tests.plan.build import SHANGHAI
from tests.town import CLERK, HEAD, LEADER, LIAISON, OBSERVER, OTHER, Place

NOW = datetime(2020, 6, 1, 10, 0, tzinfo=SHANGHAI)
OWN, THEIRS, BELOW, CITY, CITY_2 = "运用促进处", "知识产权保护处", "演示下属中心", "常州市局", "徐州市局"
WALKERS: dict[str, Place] = {
    "clerk": CLERK, "leader": LEADER, "head": HEAD, "liaison": LIAISON, "observer": OBSERVER,
    "below": (BELOW, Duty.LIAISON), "city": (CITY, Duty.LIAISON),
}  # fmt: skip
"""People of the bureau, of 运用促进处, of a unit below it and of a city, who walk through the bot."""
OTHERS = (OTHER, (THEIRS, Duty.HEAD), (CITY_2, Duty.LIAISON))
FORMER = ("办公室", Duty.LIAISON)
"""A person who held a post and lost it."""
SIGNS = {"甲": OWN, "乙": THEIRS, "下": BELOW}
PERCENT = {OWN: 13, THEIRS: 17, BELOW: 19, CITY: 11, CITY_2: 14}
PACE = 60
"""The pace in percent, at the scene's date, of tasks due on 31 July."""
KINDS = ("main", "submitted", "pending", "closed", "asked", "waived")
ON_LEAVE: dict[Place, str] = {LIAISON: "11-03 11-04", OTHER: "11-10 11-11"}
HIDDEN = "密级"
"""Occurs in every text about a task marked 不上机."""
TOLD_OF_HIDDEN = (HIDDEN, "9月9日", " 61%", " 67%", "序时进度 48%")
"""The deadline, progress and pace of a task marked 不上机, which are secret too."""


def code(sign: str, kind: str) -> str:
    return f"{1 + [*SIGNS].index(sign)}.{1 + KINDS.index(kind)}"


def _tasks() -> tuple[PaperTask, ...]:
    shares = [
        task(code(sign, kind), f"{sign}事项{kind}", until="7-31", lead=(unit,))
        for sign, unit in SIGNS.items()
        for kind in KINDS
    ]
    hidden = [task(f"6.{n}", f"{HIDDEN}题目", f"{HIDDEN}原文", until="9-9", lead=(OWN, THEIRS)) for n in (1, 2, 3, 4)]
    return (*shares, task("5.1", "各市事项", until="7-31", lead=(), local=True), *hidden)


PLAN = PlanPaper(
    "小计划", "省知识产权局", 2020, (PaperSection("一、", "板块", (PaperItem("", "", _tasks()),)),),
    (*UNITS, PaperUnit(BELOW, UnitKind.INSTITUTION, OWN)),
)  # fmt: skip


@dataclass(frozen=True)
class Secret:
    """A word that only some may read; `owner` is the unit that it is about, or the person to whom it belongs."""

    kind: str
    word: str
    owner: str | Place


@cache
def secrets() -> tuple[Secret, ...]:
    words = [
        Secret(kind, f"{sign}{kind}密", unit)
        for sign, unit in SIGNS.items()
        for kind in (
            "汇报",
            "完成",
            "退回",
            "缓办",
            "不准",
            "批示",
            "催办",
            "回复",
            "通话",
            "延期",
            "意见",
            "材料",
            "免办",
        )
    ]
    words += [Secret("汇报", f"{unit[:1]}汇报密", unit) for unit in (CITY, CITY_2)]
    for unit, percent in PERCENT.items():
        words += [Secret("进度", f" {percent}%", unit), Secret("灯", f"落后序时 {PACE - percent} 个", unit)]
    for n, (unit, duty) in enumerate(everybody()):
        person = (unit, duty)
        words += [Secret("姓名", f"演示{unit}{duty.label}", person), Secret("电话", f"1390000000{n}", person)]
        words += [Secret("投诉", f"第{n}条投诉密", person), Secret("自设提醒", f"第{n}条提醒密", person)]
    words += [Secret("答复", "答复密", LIAISON), Secret("请假", "11月3日至11月4日", LIAISON)]
    words += [Secret("请假", "11月10日至11月11日", OTHER)]
    return (*words, *(Secret("不上机", word, OWN) for word in TOLD_OF_HIDDEN))


def everybody() -> tuple[Place, ...]:
    return (*WALKERS.values(), *OTHERS)


@dataclass(frozen=True)
class Scene:
    """The database file from which every walk begins, and the ids in it."""

    file: bytes
    shares: dict[tuple[str, str], int]
    units_of_shares: dict[int, int]
    units: dict[str, int]
    paths: dict[int, str]
    people: dict[Place, int]
    telegram: dict[Place, int]
