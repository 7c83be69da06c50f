"""Nudge by unit: what one unit owes, and which units owe something; each task opens the preview of its nudge."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from handlers.ask import Ask
from handlers.inputs import Input, Page, Words
from handlers.messages import keyboard
from handlers.nudges.candidates import NUDGERS
from handlers.people.pick_unit import find_unit
from handlers.registry import command
from plan.assignment import Assignment
from plan.nudge import LACKS, Lack, lack_of, next_nudges
from plan.permission import nudging_post, readable_paths
from plan.refusal import Refusal
from plan.reply import Button, Reply, Row, paged, pairs
from storage import assignments, nudges, progress_counts
from storage import units as tree
from storage.units import Unit

UnitWords = Annotated[
    str, Input("单位", "常州市局", r"\d{1,9}(?:[\s,，、]+\d{1,9}(?!\S))*|[^\s,，、]+(?:[,，、][^\s,，、]+)*")
]
"""Names, or the ids of buttons."""
LISTS = {"未签收": "pending", "未反馈": "missing", "逾期": "overdue"}
ListWord = Annotated[str, Input("情况", "未签收", "|".join(LISTS))]
UNITS_PER_PAGE = 14


@dataclass(frozen=True)
class Owed:
    """What a unit lacks and may be nudged for, the most urgent first; `spared` is the number nudged today."""

    rows: list[tuple[Assignment, Lack]]
    spared: int

    @property
    def counts(self) -> list[tuple[str, int]]:
        counter = Counter(lack for _, lack in self.rows)
        return [(lack.label, counter[lack]) for lack in LACKS if counter[lack]]


@command("nudgeunit", "催办单位", "按单位催办：列出这个单位欠办的任务", who=NUDGERS, example="/nudgeunit 常州市局")
async def nudge_unit(ask: Ask, unit: UnitWords, page: Page = 0, words: Words = "") -> Reply:
    every = await tree.every(ask.db)
    rest = f" {words}".rstrip()
    chosen = [find_unit(every, word, "/nudgeunit ", rest) for word in re.split(r"[\s,，、]+", unit)]
    for candidate in chosen:
        if not nudging_post(ask.me.posts, candidate.path):
            raise Refusal(f"{candidate.name}不在您的催办范围内。", Button("我的任务", "/my"))
    if len(chosen) > 1:
        return await _several(ask, chosen, words)
    return await _tasks_of(ask, chosen[0], page, words)


async def _owed(ask: Ask, unit: Unit) -> Owed:
    lacking = {
        assignment: lack
        for assignment in await assignments.of_units(ask.db, [unit.id])
        if (lack := lack_of(assignment, ask.today, ask.bureau.limits))
    }
    chain = await nudges.of_shares(ask.db, [assignment.id for assignment in lacking], ask.zone)
    planned, nudged_today = next_nudges(lacking, chain, ask.today)
    rows = [(assignment, lacking[assignment]) for assignment, _ in planned]
    rows.sort(key=lambda row: (LACKS.index(row[1]), row[0].deadline or date.max))
    return Owed(rows, len(nudged_today))


async def _tasks_of(ask: Ask, unit: Unit, page: int, words: str) -> Reply:
    owed = await _owed(ask, unit)
    back = (Button("返回", f"/unit {unit.id}"),)
    if not owed.rows:
        done = f"有 {owed.spared} 项今天已催办，同一天不重复催办" if owed.spared else "没有需要催办的任务"
        return Reply(f"{unit.name}{done}。", (back,))
    page_items, page_row, page_label = paged(owed.rows, page, f"/nudgeunit {unit.id}")
    text = ask.render(
        "nudge_unit", unit=unit.name, pages=page_label, lacks=owed.counts, rows=page_items, words=words,
        spared=owed.spared,
    )  # fmt: skip
    buttons = pairs(Button(assignment.code, _nudge_line(assignment, words)) for assignment, _ in page_items)
    return Reply(text, keyboard(*buttons, _with_words(page_row, words), back))


def _nudge_line(assignment: Assignment, words: str) -> str:
    """Return the line that opens the preview. The letter on a restricted task (不上机) has no words."""
    return f"/nudge {assignment.id} v{assignment.version} {'' if assignment.restricted else words}".rstrip()


def _with_words(row: Row, words: str) -> Row:
    return tuple(Button(button.label, f"{button.line} {words}".rstrip()) for button in row)


async def _several(ask: Ask, units: Sequence[Unit], words: str) -> Reply:
    rows = [(unit.name, (await _owed(ask, unit)).counts) for unit in units]
    heading = f"催办{len(units)}个单位"
    text = ask.render("nudge_units", heading=heading, pages="", rows=rows, words=words)
    buttons = (Button(unit.short, f"/nudgeunit {unit.id} {words}".rstrip()) for unit in units)
    return Reply(text, keyboard(*pairs(buttons), (Button("返回", "/units"),)))


@command("nudgeall", "催办各单位", "列出未签收、未反馈或逾期的单位，逐个催办", who=NUDGERS)
async def nudge_all(ask: Ask, missing: ListWord, page: Page = 0) -> Reply:
    paths = readable_paths(ask.me.posts)
    counts = {
        unit_id: count
        for unit_id, path, count in await progress_counts.units_with(ask.db, ask.today, LISTS[missing], paths)
        if nudging_post(ask.me.posts, path)
    }
    if not counts:
        return Reply(f"没有{missing}的单位。", ((Button("各单位", "/units"),),))
    page_items, page_row, page_label = paged(list(counts), page, f"/nudgeall {missing}", UNITS_PER_PAGE)
    units = await tree.by_id(ask.db, page_items)
    text = ask.render(
        "nudge_units", heading=f"催办{missing}的单位", pages=page_label, words="",
        rows=[(units[id].name, [(missing, counts[id])]) for id in page_items],
    )  # fmt: skip
    buttons = pairs(Button(units[id].short, f"/nudgeunit {id}") for id in page_items)
    return Reply(text, keyboard(*buttons, page_row, (Button("返回", "/units"),)))
