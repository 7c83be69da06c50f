"""Tables flattened with |: which column is the task, who does it, by when."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from plan.reading.characters import Paragraph
from plan.reading.is_task import is_task
from plan.reading.outline import Text
from plan.reading.units import IS_UNIT
from plan.reading.verbs import has_predicate, opens

# In order of preference for the task cell; a later column of the same rank is the more detailed one.
_TASK = (
    r"(?:具体|工作|主要|重点|年度|目标|分解|细化|改革|整改)*任务(?:内容|名称|要求|及要求|清单|分解)?|任务(?:目标|事项)",
    r"(?:具体|工作|主要|重点|改革|责任|任务)*(?:内容|事项|举措|措施)(?:及要求|名称|内容|和措施)?|(?:工作|重点|具体)要点|工作安排|重点工作|年度工作|主要工作|具体工作|工作名称",
    r"(?:项目|活动|工作|建设)(?:名称|内容)?|建设任务|目标任务及.*|.*任务.*|.*(?:措施|举措|内容|事项).*",
)
_ROLES = {
    "lead": r".*(?:牵头|主办|主责|第一责任).*",
    "units": r".*(?:单位|部门|处室|科室|股室|主体|机构)|责任分工|分工",
    "time": r".*(?:时限|时间|期限|节点|进度|日期).*",
    "target": r".*(?:指标|目标值|工作目标|年度目标|预期目标|目标|量化).*",
    "group": r".*(?:类别|分类|领域|板块|类型|一级|方面|章节|大项).*",
    "none": r"序号|编号|no\.?|号|备注|说明|.*(?:责任人|负责人|领导|联系人|电话|完成情况|进展|备注)",
}


@dataclass(slots=True)
class Row:
    """One task of a table; cells as texts, empty ones filled from above where a cell spans rows."""

    task: Text
    lead: list[Text] = field(default_factory=list)
    units: list[Text] = field(default_factory=list)
    times: list[Text] = field(default_factory=list)
    targets: list[Text] = field(default_factory=list)
    group: str = ""


def is_row(view: str) -> bool:
    """At least two cells."""
    return "|" in view.strip("|")


def has_table(paragraphs: list[Paragraph]) -> bool:
    """Two rows with two filled cells; a web page's `浏览量:1 | | |` is no table."""
    return sum(sum(bool(c.strip()) for c in p.view.split("|")) >= 2 for p in paragraphs if "|" in p.view) >= 2


def cells(p: Paragraph) -> list[Text]:
    """Between the bars; bars at the ends of a line make no cells of their own."""
    view = p.view
    first = 1 if view.startswith("|") else 0
    last = len(view) - (1 if view.endswith("|") and len(view) > 1 else 0)
    found, at = [], first
    for match in re.finditer(r"\|", view[:last]):
        if match.start() >= first:
            found.append(Text(p, at, match.start()))
            at = match.end()
    return [*found, Text(p, at, last)]


def rows(paragraphs: list[Paragraph]) -> Iterator[Row]:
    """The task rows of consecutive table lines, with or without a header."""
    columns: list[str] = []
    above: list[Text] = []
    group = ""
    lines = [cells(p) for p in paragraphs]
    for i, row in enumerate(lines):
        texts = [c.view.strip() for c in row]
        said = [t for t in texts if t]
        if not "".join(texts).strip("—:：=+ "):
            continue  # the rule under a markdown header
        if header := _header(texts, lines[i + 1 : i + 6]):
            columns, above = header, []
        elif len(set(said)) == 1 and len(row) > 2 and not is_task(said[0] + "。"):
            group = said[0]  # a line across the table names what follows
        else:
            guessed = not columns and len(said) >= 2 and is_task(max(said, key=len))
            filled = _filled(row, above, columns or (_guessed(texts) if guessed else []))
            if made := _row(filled, columns or (_guessed(texts) if guessed else [])):
                made.group = made.group or group
                yield made
                above = filled


def _header(texts: list[str], below: list[list[Text]]) -> list[str]:
    """A column's role each, where at least two cells are labels and one names the task."""
    plain = [re.sub(r"[\s\u3000]|（.*）", "", t).lower() for t in texts]
    if any(len(t) > 16 for t in plain):
        return []
    roles = [next((r for r, rule in _ROLES.items() if t and re.fullmatch(rule, t)), "") for t in plain]
    ranked = {i: _rank(t) for i, t in enumerate(plain) if roles[i] in ("", "target", "units")}
    ranks = {i: rank for i, rank in ranked.items() if rank < len(_TASK)}
    if not ranks or sum(bool(r) for r in roles) + len(ranks) < 2:
        return []
    task = max(ranks, key=lambda i: (_active(below, i), -ranks[i], i))
    for i in ranks:
        roles[i] = "task" if i == task else roles[i] or ("group" if i < task else "none")
    return roles


def _rank(label: str) -> int:
    if re.search("单位|部门|时限|时间|完成|进展", label):
        return len(_TASK)
    return next((i for i, rule in enumerate(_TASK) if re.fullmatch(rule, label)), len(_TASK))


def _active(below: list[list[Text]], column: int) -> bool:
    """Whether most cells say what to do; a column of bare names (国企改革) only says what about."""
    said = [row[column].view.strip() for row in below if column < len(row) and row[column].view.strip()]
    return sum(opens(t) or has_predicate(t) for t in said) * 2 > len(said)


def _guessed(texts: list[str]) -> list[str]:
    """Without a header: the longest cell is the task, names of units are units, what holds a date is the time."""
    longest = max(range(len(texts)), key=lambda i: len(texts[i]))
    roles = []
    for i, text in enumerate(texts):
        if i == longest:
            roles.append("task")
        elif text and all(IS_UNIT.fullmatch(t) for t in re.split("[、，]", text)):
            roles.append("units")
        else:
            roles.append("time" if re.search(r"月|年底|季度|年内", text) else "none")
    return roles


def _filled(row: list[Text], above: list[Text], columns: list[str]) -> list[Text]:
    """A class spans rows; units and dates do where all of them are empty, for one may simply have no helper."""
    named = [i for i, r in enumerate(columns[: len(row)]) if r in ("lead", "units", "time")]
    spanning = {"group"} if any(row[i].view.strip() for i in named) else {"group", "lead", "units", "time"}
    return [
        above[i] if not c.view.strip() and i < len(above) and i < len(columns) and columns[i] in spanning else c
        for i, c in enumerate(row)
    ]


def _row(row: list[Text], columns: list[str]) -> Row | None:
    at = columns.index("task") if "task" in columns else len(row)
    if at >= len(row) or re.fullmatch(r"[\d\s.、—]*|合计|总计|小计", row[at].view.strip()):
        return None
    made = Row(row[at])
    homes = {"lead": made.lead, "units": made.units, "time": made.times, "target": made.targets}
    for role, cell in zip(columns, row, strict=False):
        if role == "group" and cell.view.strip():
            made.group = cell.piece(0, cell.end - cell.start)
        elif role in homes and cell.view.strip():
            homes[role].append(cell)
    return made
