"""Read tables whose rows are lines with | between the cells: which column holds the task, the units, the time."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from plan.reading.characters import Paragraph
from plan.reading.is_task import is_task
from plan.reading.outline import TextRange
from plan.reading.unit_names import IS_UNIT
from plan.reading.verbs import begins_with_verb, has_predicate

# Labels of the column that holds the task, in order of preference. Of two columns with the same rank the later one is
# more detailed.
_TASK_LABELS = (
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
class TaskRow:
    """The cells of one task; empty ones are filled from above where a cell spans several rows."""

    task: TextRange
    lead: list[TextRange] = field(default_factory=list)
    units: list[TextRange] = field(default_factory=list)
    times: list[TextRange] = field(default_factory=list)
    targets: list[TextRange] = field(default_factory=list)
    group: str = ""


def is_row(view: str) -> bool:
    """Whether the line is a row of a table: it has at least two cells."""
    return "|" in view.strip("|")


def has_table(paragraphs: list[Paragraph]) -> bool:
    """Whether at least two rows have two filled cells: `浏览量:1 | | |` of a web page is no table."""
    return sum(sum(bool(c.strip()) for c in p.view.split("|")) >= 2 for p in paragraphs if "|" in p.view) >= 2


def cells(p: Paragraph) -> list[TextRange]:
    """Return the texts between the bars; a bar at the end of the line does not make an empty cell."""
    view = p.view
    first = 1 if view.startswith("|") else 0
    last = len(view) - (1 if view.endswith("|") and len(view) > 1 else 0)
    row_cells, cell_start = [], first
    for match in re.finditer(r"\|", view[:last]):
        if match.start() >= first:
            row_cells.append(TextRange(p, cell_start, match.start()))
            cell_start = match.end()
    return [*row_cells, TextRange(p, cell_start, last)]


def task_rows(paragraphs: list[Paragraph]) -> Iterator[TaskRow]:
    """Yield the rows that hold a task; the table need not have a header."""
    columns: list[str] = []
    above: list[TextRange] = []
    group = ""
    rows = [cells(p) for p in paragraphs]
    for i, row in enumerate(rows):
        texts = [cell.view.strip() for cell in row]
        filled_texts = [text for text in texts if text]
        if not "".join(texts).strip("—:：=+ "):
            continue  # The line under a Markdown header.
        if header := _header_roles(texts, rows[i + 1 : i + 6]):
            columns, above = header, []
        elif len(set(filled_texts)) == 1 and len(row) > 2 and not is_task(filled_texts[0] + "。"):
            group = filled_texts[0]  # A cell across the whole table names the group of the rows that follow.
        else:
            is_task_row = not columns and len(filled_texts) >= 2 and is_task(max(filled_texts, key=len))
            roles = columns or (_guess_roles(texts) if is_task_row else [])
            filled = _fill_from_above(row, above, roles)
            if task_row := _task_row(filled, roles):
                task_row.group = task_row.group or group
                yield task_row
                above = filled


def _header_roles(texts: list[str], below: list[list[TextRange]]) -> list[str]:
    """Return the role of each column; an empty list where this row is not a header.

    In a header at least two cells are labels, and one of them is that of the task.
    """
    plain = [re.sub(r"[\s\u3000]|（.*）", "", t).lower() for t in texts]
    if any(len(t) > 16 for t in plain):
        return []
    roles = [next((r for r, rule in _ROLES.items() if t and re.fullmatch(rule, t)), "") for t in plain]
    ranked = {i: _rank(t) for i, t in enumerate(plain) if roles[i] in ("", "target", "units")}
    ranks = {i: rank for i, rank in ranked.items() if rank < len(_TASK_LABELS)}
    if not ranks or sum(bool(r) for r in roles) + len(ranks) < 2:
        return []
    task = max(ranks, key=lambda i: (_states_actions(below, i), -ranks[i], i))
    for i in ranks:
        roles[i] = "task" if i == task else roles[i] or ("group" if i < task else "none")
    return roles


def _rank(label: str) -> int:
    """Return the place of a label in _TASK_LABELS, their number where it is not one of them."""
    if re.search("单位|部门|时限|时间|完成|进展", label):
        return len(_TASK_LABELS)
    return next((i for i, rule in enumerate(_TASK_LABELS) if re.fullmatch(rule, label)), len(_TASK_LABELS))


def _states_actions(below: list[list[TextRange]], column: int) -> bool:
    """Whether most cells of a column say what to do; a column of mere names (国企改革) gives only the subject."""
    texts = [row[column].view.strip() for row in below if column < len(row) and row[column].view.strip()]
    return sum(begins_with_verb(text) or has_predicate(text) for text in texts) * 2 > len(texts)


def _guess_roles(texts: list[str]) -> list[str]:
    """Return the role of each column of a table without a header, judged by one row.

    The longest cell is the task, a cell of unit names holds the units, a cell with a date the time.
    """
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


def _fill_from_above(row: list[TextRange], above: list[TextRange], columns: list[str]) -> list[TextRange]:
    """Fill empty cells of columns that span rows with the cells above them.

    The group always spans rows. Units and times do where all of them are empty: where one is filled, an empty cell
    means that the task has, for example, no supporting unit.
    """
    assigning = [i for i, role in enumerate(columns[: len(row)]) if role in ("lead", "units", "time")]
    spanning = {"group"} if any(row[i].view.strip() for i in assigning) else {"group", "lead", "units", "time"}
    return [
        above[i] if not cell.view.strip() and i < len(above) and i < len(columns) and columns[i] in spanning else cell
        for i, cell in enumerate(row)
    ]


def _task_row(row: list[TextRange], columns: list[str]) -> TaskRow | None:
    """Return the cells by their roles, None for a row without a task, such as a total."""
    task_column = columns.index("task") if "task" in columns else len(row)
    if task_column >= len(row) or re.fullmatch(r"[\d\s.、—]*|合计|总计|小计", row[task_column].view.strip()):
        return None
    task_row = TaskRow(row[task_column])
    lists = {"lead": task_row.lead, "units": task_row.units, "time": task_row.times, "target": task_row.targets}
    for role, cell in zip(columns, row, strict=False):
        if role == "group" and cell.view.strip():
            task_row.group = cell.piece(0, cell.end - cell.start)
        elif role in lists and cell.view.strip():
            lists[role].append(cell)
    return task_row
