"""Report on several tasks with one message (多项汇报): first a list of what would be recorded, then all by one tap."""

from handlers.ask import Ask
from handlers.inputs import Sure, Words
from handlers.messages import CHANGED
from handlers.registry import ASSIGNEES, REGISTRY, command
from handlers.reports.rows import Refused, ReportRow, read_rows
from handlers.reports.write import write
from plan.refusal import Refusal
from plan.reply import Button, Reply
from plan.report_lines import report_lines
from plan.words.open_question import Wants

COMMAND = "/reports"
MOST = 20
"""The greatest number of reports in one message."""


@command(
    "reports",
    "多项汇报",
    "一次汇报多项任务，每行一项",
    who=ASSIGNEES,
    writes=True,
    example="/reports 2.2.4 60% 已完成初稿",
    asks=Wants.REPORT,
)
async def reports_(ask: Ask, sure: Sure = "", message: Words = "") -> Reply:
    """Show what would be recorded; with `sure`, as on the button, record it if nothing has changed meanwhile."""
    lines = report_lines(message)
    if not lines:
        text = "请每行写一项汇报，例如：\n2.2.4 60% 已完成初稿\n2.2.9 35% 方案已通过"
        return Reply(text, question=COMMAND)
    if len(lines) > MOST:
        raise Refusal(f"一次最多汇报 {MOST} 项，这里有 {len(lines)} 项，均未记录。请分开发送。")
    if len(lines) == 1 and not sure:
        return await REGISTRY.commands["progress"](ask, lines[0])
    rows, refused = await read_rows(ask, lines)
    if sure and rows and not refused and all(row.is_current for row in rows):
        return await _record(ask, rows)
    if sure and rows and not refused and all(row.is_recorded for row in rows):
        return _recorded(ask, rows)
    return _preview(ask, rows, refused, CHANGED if sure else "")


def _preview(ask: Ask, rows: list[ReportRow], refused: list[Refused], note: str) -> Reply:
    text = ask.render("several_reports", rows=rows, refused=refused, note=note, done=False)
    back = Button("返回", "/my")
    if not rows:
        return Reply(text, ((back,),))
    confirmed = "\n".join(row.line for row in rows)
    return Reply(text, ((Button(f"全部记录（{len(rows)}）", f"{COMMAND} yes {confirmed}"),), (back,)))


async def _record(ask: Ask, rows: list[ReportRow]) -> Reply:
    """Write all reports; one that can't be written rolls back the others."""
    first = rows[0].before
    batch = f"{first.id}:{first.version}"
    saved_rows = [
        row.saved((await write(ask, row.post, row.report, row.file_count, batch=batch))[0])
        for row in rows
    ]  # fmt: skip
    return _recorded(ask, saved_rows)


def _recorded(ask: Ask, rows: list[ReportRow]) -> Reply:
    """Return what was recorded, with a button that undoes all of it."""
    text = ask.render("several_reports", rows=rows, refused=[], note="", done=True)
    last = rows[-1].before
    buttons = (Button("撤销", f"/undo {last.id} v{last.version}"), Button("我的任务", "/my"))
    return Reply(text, (buttons,), toast="已记录")
