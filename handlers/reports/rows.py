"""The reports of one message, each with what it would record, or with the reason why it can't be recorded."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from handlers.ask import Ask
from handlers.evidence import pending_files
from handlers.inputs import read
from handlers.registry import REGISTRY
from handlers.reports.confirmation import status_text
from handlers.reports.write import Measured, measured, preview
from handlers.tasks.pick import pick_assignment
from plan.amendment import is_same
from plan.assignment import Assignment
from plan.format import shortened
from plan.permission import Post
from plan.refusal import Refusal
from plan.report_input import ReportInput
from plan.values import State

NUMBER = re.compile(r"\d+(\.\d+)+")
WORDS_ONLY = "只有文字，请写明状态（按序时、滞后、有困难、已完成）或百分比"


@dataclass(frozen=True)
class ReportRow:
    """One report. `after` is the assignment as it would be, and `seen` the version for which the report was shown."""

    post: Post
    report: Measured
    after: Assignment
    seen: int | None
    file_count: int

    @property
    def before(self) -> Assignment:
        return self.report.before

    @property
    def is_current(self) -> bool:
        return self.seen == self.before.version

    @property
    def is_recorded(self) -> bool:
        """Whether an earlier tap on the same button has recorded it."""
        return self.before.version == (self.seen or 0) + 1 and is_same(self.before, self.report.entered)

    @property
    def line(self) -> str:
        """Return the report as the button carries it."""
        return f"{self.before.id} v{self.before.version} {self.report.entered.line}"

    @property
    def status(self) -> str:
        """Return the status and the stated percent, and whether the status was computed: `按序时 60%`."""
        basis = f"（{self.report.basis.rstrip('为')}）" if self.report.basis else ""
        return f"{status_text(self.after)}{basis}"

    @property
    def lacks(self) -> str:
        """Return what a finished task is submitted without."""
        if self.after.state is not State.SUBMITTED or self.before.restricted:
            return ""
        missing = (("成果材料", not self.file_count), ("完成数量", self.report.lacks_value))
        names = "、".join(name for name, is_missing in missing if is_missing)
        return f"（没有{names}）" if names else ""

    def saved(self, assignment: Assignment) -> "ReportRow":
        """Return the row with the assignment as it was saved."""
        return replace(self, after=assignment, report=replace(self.report, before=assignment))


@dataclass(frozen=True)
class Refused:
    line: str
    reason: str


async def read_rows(ask: Ask, lines: Sequence[str]) -> tuple[list[ReportRow], list[Refused]]:
    """Return the reports that can be recorded, or were recorded by an earlier tap, and those that can't be."""
    rows: dict[int, ReportRow] = {}
    refused = []
    for line in lines:
        try:
            row = await _row(ask, line)
            if row.before.id in rows:
                raise Refusal("同一任务写了两次，请合并为一行")
            rows[row.before.id] = row
        except Refusal as refusal:
            refused.append(Refused(_name_of(line), refusal.sentence.rstrip("。")))
    return [*rows.values()], refused


def _name_of(line: str) -> str:
    """Return the task's number, because the words may be about a restricted task (不上机); without one the words."""
    number = NUMBER.match(line)
    return number[0] if number else shortened(line, 40)


async def _row(ask: Ask, line: str) -> ReportRow:
    """Return the report of one line, which is read as the input of /progress. Raises Refusal."""
    progress = REGISTRY.commands["progress"]
    inputs = read(progress.params, line, "没有写明任务编号")
    before, post = await pick_assignment(ask, inputs.pop("number"))
    seen = inputs.pop("seen")
    entered = ReportInput(**inputs | {"words": inputs["words"].strip()})
    if not entered:
        raise Refusal("没有写明进展")
    report = await measured(ask, before, entered)
    if seen is not None and before.version == seen + 1 and is_same(before, entered):
        return ReportRow(post, report, before, seen, 0)
    if report.lacks_status:
        raise Refusal(WORDS_ONLY)
    return ReportRow(post, report, preview(ask, report), seen, await pending_files.add(ask, before))
