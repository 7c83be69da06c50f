"""Keep forwarded files without a task, and offer to hand them in: one tap makes them material of a task."""

import re

from handlers.ask import Ask
from handlers.evidence import pending_files
from handlers.tasks.pick import pick_assignment
from plan.reply import SLOT, Button, Reply
from storage import evidence, questions

FOR_FILES = re.compile(r"/(?:progress|attach) (\d[\d.]*)(?=\s|$)")
"""The beginning of a question that a file answers, with the task or the assignment that it is about."""
DISCARD_ROW = (Button("清空材料", "/discard"),)


async def offer(ask: Ask, number: str, words: str, line: str) -> Reply | None:
    """Store the files without a task, and offer to hand them in with the task `number` and the report `words` of their
    caption, or with what the open question is about. Return None, and store nothing, if neither names a task.

    `line` is the command that hands in what waits. Raises Refusal.
    """
    question = (await questions.open_of(ask.db, ask.me.id, ask.sent_at)).line.partition(SLOT)[0].rstrip()
    asked = FOR_FILES.match(question)
    if not number and not asked:
        return None
    assignment, _ = await pick_assignment(ask, number or (asked[1] if asked else ""))
    pending_files.check_accepts_files(assignment)
    await pending_files.store(ask.db, ask.me.id, ask.files, ask.now, ask.bureau.quota)
    count = await evidence.waiting(ask.db, ask.me.id, None)
    pending_files.check_count(ask, count)
    report = f"{line} {assignment.id} v{assignment.version} {words}".rstrip()
    button = Button(
        f"作为{assignment.code}的材料", report if number else line + question.removeprefix(question.split()[0])
    )
    note = f"\n将一并汇报：{words}" if number and words else ""
    return Reply(f"已收到转发的材料 {count} 份，尚未归入任务。{note}", ((button,), DISCARD_ROW))
