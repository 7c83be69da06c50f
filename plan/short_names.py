"""Propose short names of units for buttons, such as 运用处 for 运用促进处 and 常州 for 常州市局."""

import re
from collections.abc import Collection, Iterator
from itertools import count

from plan.values import UnitKind

LONGEST = 6
BRACKETS = re.compile(r"[（(\[【].*?[)）\]】]")
PLACE_IN_BRACKETS = re.compile(r"[（(](\w{2,3}?)市?[)）]")
REGION = re.compile(r"^(?:中国|国家知识产权局|国家|全?省|[\u4e00-\u9fff]{2,3}省)")
SUBJECT = re.compile(r"^(?:知识产权|专利|商标)(?!局$)")
LEVEL = re.compile(r"国家|省|自治区|市|县|区|州|盟")
BUREAU_OF = re.compile(r"^(?:[^市]{2,3}省)?(.{1,16}?)(?:市场监督管理局|市场监管局|市监局|知识产权局|局)$")
ETHNIC = re.compile(
    r"(?:(?:土家|苗|侗|藏|羌|彝|布依|回|朝鲜|蒙古|哈萨克|柯尔克孜|壮|傣|景颇|白|傈僳|哈尼|满|瑶|畲|黎|仫佬|毛南|水|仡佬|"
    r"维吾尔)族?)*自治(?=[州县区])"
)
BEGINNING = re.compile(r"^.{2,4}(?:大学|银行)")
OF_WHAT_KIND = (
    "委员会 管委会 办公室 办事处 代办处 分理处 分中心 研究院 研究所 研究会 基金会 促进会 工作站 中心 协会 学会 联盟 "
    "公司 集团 大学 学院 法院 总队 支队 大厅 窗口 处 室 科 部 司 局 厅 院 所 站 办 委 会"
)
"""What a unit is, longer endings first."""
LESS_NEEDED_LAST = "促进 发展 协调 管理 监督 监管 指导 保障 建设 推进 合作 服务 工作 事务 业务"
"""At the end of what a unit does, officials leave these out: 运用促进, 规划发展, 信息服务."""
LESS_NEEDED_FIRST = ("公共", "政策")
"""At its beginning: 公共服务, 政策法规."""
USUAL = (
    "审查协作→审协 快速维权→快维 市场监督管理→市场监管 发展和改革委员会→发改委 发展改革委员会→发改委 发展改革→发改 "
    "工业和信息化→工信 人力资源和社会保障→人社 人力资源社会保障→人社 科学技术→科技 住房和城乡建设→住建 "
    "住房城乡建设→住建 国有资产监督管理委员会→国资委 高级人民法院→高院 中级人民法院→中院 人民法院→法院 "
    "人民检察院→检察院 有限责任公司→公司 股份有限公司→公司 有限公司→公司 委员会→委 领导小组办公室→办"
)
"""Abbreviations that everybody uses."""
ENDINGS, LESS_NEEDED = tuple(OF_WHAT_KIND.split()), tuple(LESS_NEEDED_LAST.split())
ABBREVIATIONS = [pair.split("→") for pair in USUAL.split()]


def propose(name: str, kind: UnitKind, taken: Collection[str] = (), names: Collection[str] = ()) -> str:
    """Return a name of at most six characters for the unit `name`.

    It is none of `taken`, the short names of other units, and none of `names`, the full names of other units.
    """
    proposals = list(candidates(name, kind))
    for proposal in proposals:
        if proposal not in taken and (proposal == name or proposal not in names):
            return proposal
    numbers = (f"{proposals[0][: LONGEST - len(str(number))]}{number}" for number in count(2))
    return next(numbered for numbered in numbers if numbered not in taken and numbered not in names)


def candidates(name: str, kind: UnitKind) -> Iterator[str]:
    """Yield names of two to six characters, from the usual one to longer ones for units of similar names."""
    plain = BRACKETS.sub("", "".join(name.split())) or name
    fitting = [candidate for candidate in _candidates(name, plain, kind) if 1 < len(candidate) <= LONGEST]
    yield from dict.fromkeys(fitting or [_abridged(plain)])


def _candidates(name: str, plain: str, kind: UnitKind) -> Iterator[str]:
    if kind is UnitKind.BUREAU and (level := LEVEL.search(plain)):
        yield f"{level[0]}局"
    if kind in (UnitKind.CITY, UnitKind.COUNTY) and (place := BUREAU_OF.match(plain)):
        yield from _places(place[1], kind)
    elif kind is not UnitKind.BUREAU:
        yield from _of_office(name, plain, kind)
    yield plain
    yield name


def _places(place: str, kind: UnitKind) -> Iterator[str]:
    """Yield 常州 for 常州市 and 昆山 for 昆山市, but 鼓楼区 and 沛县 as they are; 南京鼓楼区 among several."""
    place = ETHNIC.sub("", place)
    city, _, county = place.rpartition("市") if not place.endswith("市") else ("", "", place)
    if kind is UnitKind.COUNTY and city and county:
        yield county
        yield city + county
    short = re.sub(r"(?<=..)[市州]$|地区$", "", place)
    yield short
    yield place
    yield f"{place}局"


def _of_office(name: str, plain: str, kind: UnitKind) -> Iterator[str]:
    """Yield what the unit does and what it is, without what goes without saying."""
    for long, short in ABBREVIATIONS:
        plain = plain.replace(long, short)
    if kind is UnitKind.OUTSIDE:
        yield plain
        yield match[0] if (match := BEGINNING.match(plain)) else ""
    home = "" if kind is UnitKind.OUTSIDE else REGION.sub("", plain)
    where = match[1] if (match := PLACE_IN_BRACKETS.search(name)) else ""
    for whole in filter(None, (home, plain)):
        ending = next((ending for ending in ENDINGS if whole.endswith(ending)), "")
        task = whole.removesuffix(ending)
        subject = SUBJECT.sub("", task)
        inner = re.sub(r"知识产权|专利", "", task)
        for stem in (_core(subject), subject, _core(inner), inner, _core(task), task):
            if stem:
                yield where + stem + ending
                yield stem + ending


def _core(task: str) -> str:
    """Return the part of a task that names it: 运用 of 运用促进, 法规 of 政策法规, 保护 of 研究与保护."""
    if parts := [part for part in re.split(r"[与和及、]", task) if part]:
        task = parts[-1] if len(task) > LONGEST - 2 and len(parts) > 1 else task
    if len(task) >= 4 and task.startswith(LESS_NEEDED_FIRST):
        return task[2:]
    return task[:-2] if len(task) >= 4 and task.endswith(LESS_NEEDED) else task


def _abridged(plain: str) -> str:
    """Return the beginning and the end of a name for which no rule is known."""
    ending = next((ending for ending in ENDINGS if plain.endswith(ending)), "")
    task = plain.removesuffix(ending)
    inner = re.sub(r"知识产权|专利", "", REGION.sub("", task))
    return (inner if len(inner) > 1 else task)[: LONGEST - len(ending)] + ending
