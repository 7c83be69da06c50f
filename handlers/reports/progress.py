"""The commands that report (汇报、报结): status, percent, text and files; by taps, or typed in one line."""

from handlers.ask import Ask, View
from handlers.inputs import DraftWord, StatusWord, Sure, TaskNo, Version, Words
from handlers.registry import ASSIGNEES, command
from handlers.reports.inputs import ReportPercent
from handlers.reports.record import handle_report
from plan.reply import Reply
from plan.report_input import ReportInput
from plan.values import State, Status
from plan.words.open_question import Wants


def _card_button(view: View) -> str:
    reportable = view.own is not None and view.own.state in (State.PENDING, State.ACTIVE)
    return f"/progress {view.own_version}" if reportable else ""


@command(
    "progress", "汇报", "报告进展：状态、百分比、文字和材料", who=ASSIGNEES, words=("进度", "汇报进度"),
    writes=True, menu=6, example="/progress 2.2.4 60% 已完成初稿", files=True, card=_card_button, asks=Wants.REPORT,
)  # fmt: skip
async def progress(
    ask: Ask, number: TaskNo, seen: Version | None = None, draft: DraftWord | None = None,
    status: StatusWord | None = None, percent: ReportPercent | None = None, words: Words = "",
) -> Reply:  # fmt: skip
    return await handle_report(ask, number, seen, ReportInput(draft, status, percent, words.strip()))


@command(
    "submit", "报结", "报告任务已完成，连同成果材料提交审核", who=ASSIGNEES, words=("报完成",), writes=True,
    example="/submit 2.2.4 名单已公布", files=True,
)  # fmt: skip
async def submit(ask: Ask, number: TaskNo, seen: Version | None = None, sure: Sure = "", words: Words = "") -> Reply:
    """Ask for evidence and value; with `sure`, as on the button 提交, submit without asking."""
    entered = ReportInput(status=Status.DONE, words=words.strip())
    return await handle_report(ask, number, seen, entered, asks=not sure)
