"""Add files to the last report (补充材料); if there is none that still holds, ask for a report."""

from handlers.ask import Ask
from handlers.evidence import pending_files
from handlers.messages import view_task
from handlers.reports.form import status_form
from plan.assignment import Assignment
from plan.permission import Post
from plan.reply import Button, Reply
from storage import events, evidence
from storage.reports import Report


async def supplement(ask: Ask, assignment: Assignment, post: Post) -> Reply:
    """Hand in the waiting files with the last report, or show the form of a new one."""
    report = await pending_files.current_report(ask, assignment)
    if report is None:
        await pending_files.add(ask, assignment)
        return await status_form(ask, assignment)
    total = await hand_in(ask, assignment, post, report)
    text = f"已补充 {assignment.code} 的成果材料，最近一次汇报共附 {total} 份。" if total else (
        f"{assignment.code} 最近一次汇报没有附材料。请直接发送照片或文件，并在说明中写明 {assignment.code}。"
    )  # fmt: skip
    return Reply(text, ((Button("材料", f"/evidence {assignment.id}"), view_task(assignment.code)),))


async def hand_in(ask: Ask, assignment: Assignment, post: Post, report: Report) -> int:
    """Hand in the files of this message, and those that wait, with the report; return the number of all its files."""
    waiting_count = await pending_files.add(ask, assignment)
    pending_files.check_count(ask, await evidence.in_report(ask.db, report.id) + waiting_count)
    if waiting_count:
        await evidence.hand_in(ask.db, ask.me.id, assignment.id, report.id)
        await events.changed(ask.db, "evidence", ask.me, post, ask.now, assignment, assignment, files=waiting_count)
    return await evidence.in_report(ask.db, report.id)
