"""Make a plan from a document that was read: task codes, short titles, deadlines, leading and supporting units."""

import re
from datetime import date

from plan import reading
from plan.format import shortened
from plan.paper import PaperItem, PaperSection, PaperTask, PlanPaper
from plan.refusal import Refusal
from plan.targets import Target
from plan.values import Basis, TargetKind

TITLE = 24
OPENING = re.compile(
    r"^([一二三四五六七八九十]是|要(?![素点闻案害])|并(?![购网轨联])|同时|继续(?!教育)|进一步|积极(?!性)|大力|认真|切实"
    r"|全面(?!从严|小康|依法|深化|建成)|深入|扎实)+"
)


def plan(document: reading.Document, year: int | None = None) -> PlanPaper:
    """Return the plan that a document holds; goals of the whole plan become section 0.

    `year` moves its dates to another year. Raise Refusal where neither `year` is given nor the document names a year.
    """
    own_year = document.year or year
    if own_year is None:
        raise Refusal("文件没有写明年度，请用 --year 指定。")
    shift = (year or own_year) - own_year
    sections = []
    if document.overall:
        goals = tuple(_task(f"0.{n}", task, own_year, shift) for n, task in enumerate(document.overall, 1))
        sections.append(PaperSection("0", "总体目标", (PaperItem("", "", goals),)))
    for number, section in enumerate(document.sections, 1):
        items = tuple(_item(f"{number}.{n}", item, own_year, shift) for n, item in enumerate(section.items, 1))
        sections.append(PaperSection(section.no or str(number), section.title, items))
    return PlanPaper(document.title or "工作要点", document.issuer, own_year + shift, tuple(sections))


def _item(prefix: str, item: reading.Item, year: int, shift: int) -> PaperItem:
    tasks = tuple(_task(f"{prefix}.{n}", task, year, shift) for n, task in enumerate(item.tasks, 1))
    return PaperItem(item.no, item.title, tasks)


def _task(code: str, task: reading.TaskText, year: int, shift: int) -> PaperTask:
    if impossible := next((hint for hint in task.time_hints if hint.impossible), None):
        raise Refusal(f"任务{code}中的“{impossible.text}”：{impossible.impossible}请改正文件后重新读取。")
    dues = [hint.due for hint in task.time_hints if hint.due]
    lead = task.lead or task.units[:1]
    return PaperTask(
        code=code,
        title=title(task.text),
        text=task.text,
        deadline=_moved(max(dues), shift) if dues else date(year + shift, 12, 31),
        basis=Basis.EXPLICIT if dues else Basis.YEAR,
        targets=tuple(_target(target) for target in task.targets),
        lead=lead,
        support=tuple(unit for unit in task.units if unit not in lead),
        local=task.local,
    )


def title(text: str) -> str:
    """Return a short title: the first clause without its opening adverbs, at most TITLE characters."""
    clauses = [clause for clause in re.split(r"[,，;；。:：]", "".join(text.split())) if clause]
    if not clauses:
        return shortened(text, TITLE)
    first = OPENING.sub("", clauses[0])
    return shortened(first if len(first) >= 4 else clauses[0], TITLE)


def _target(target: reading.TargetText) -> Target:
    kind = TargetKind.NUMBER if target.value is not None else TargetKind.RANK
    value = None if target.value is None else float(target.value)
    return Target(target.text, kind, target.op, value, target.unit)  # type: ignore[arg-type]


def _moved(day: date, years: int) -> date:
    """Move a day by so many years; 29 February becomes 28 February where the year has none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
