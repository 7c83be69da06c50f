"""Files without a report (补充材料): they join the one that stands, or wait for the next, which is asked for."""

from handlers.ask import Ask
from handlers.evidence import pending_files
from handlers.messages import view_task
from handlers.reports.form import form
from plan.assignment import Assignment
from plan.permission import Post
from plan.reply import Button, Reply
from storage import events, evidence


async def supplement(ask: Ask, one: Assignment, post: Post) -> Reply:
    waiting = await pending_files.keep(ask, one)
    report = await pending_files.standing(ask, one)
    if report is None:
        return await form(ask, one)
    total = await evidence.in_report(ask.db, report.id) + waiting
    pending_files.check_count(ask, total)
    if waiting:
        await evidence.hand_in(ask.db, ask.me.id, one.id, report.id)
        await events.changed(ask.db, "evidence", ask.me, post, ask.now, one, one, files=waiting)
        total = await evidence.in_report(ask.db, report.id)
    text = f"已补充 {one.code} 的成果材料，最近一次汇报共附 {total} 份。" if total else (
        f"{one.code} 最近一次汇报没有附材料。请直接发送照片或文件，并在说明中写明 {one.code}。"
    )  # fmt: skip
    return Reply(text, ((Button("材料", f"/evidence {one.id}"), view_task(one.code)),))
