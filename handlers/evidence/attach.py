"""Assign files to a task (附材料) by their caption or by asking; discard files not yet handed in (清空材料)."""

from typing import Annotated

from handlers.ask import Ask
from handlers.evidence import pending_files
from handlers.evidence.album import continue_album
from handlers.evidence.forwarded_files import DISCARD_ROW, offer
from handlers.evidence.supplement import supplement
from handlers.inputs import Input, StatusWord, TaskNo, Version, Words
from handlers.messages import view_task
from handlers.registry import ASSIGNEES, command
from handlers.reports.inputs import ReportPercent
from handlers.reports.record import handle_report
from handlers.tasks.pick import MAX_CHOICES, pick_assignment
from plan.assignment import Assignment
from plan.permission import UNIT_DUTIES
from plan.refusal import Refusal
from plan.reply import SLOT, Button, Reply, pairs
from plan.report_input import ReportInput
from plan.values import State
from storage import assignments, evidence, questions

COMMAND = "/attach"
TaskRef = Annotated[str, Input("编号", "2.2.4", r"\d+(\.\d+){1,3}|\d{1,18}(?=\s+v\d)")]
"""An id without dots counts only before a version, as on buttons: the caption `12 家企业已贯标` names no assignment."""


@command(
    "attach", "附材料", "说明发来的照片、文件属于哪项任务", who=ASSIGNEES, writes=True, files=True,
    example="/attach 2.2.4",
)  # fmt: skip
async def attach(
    ask: Ask, number: TaskRef = "", seen: Version | None = None, status: StatusWord | None = None,
    percent: ReportPercent | None = None, words: Words = "",
) -> Reply:  # fmt: skip
    entered = ReportInput(status=status, percent=percent, words=words.strip())
    if ask.is_forwarded and ask.files:
        return await offer(ask, number, entered.line, COMMAND) or await _ask_for_task(ask, ReportInput())
    album = ask.files[0].album if ask.files and not number else ""
    of_album = "" if entered else str(await evidence.album_of(ask.db, ask.me.id, album) or "")
    if of_album:
        return await continue_album(ask, of_album, album)
    if not number:
        return await _ask_for_task(ask, entered)
    assignment, post = await pick_assignment(ask, number)
    if assignment.restricted:
        await evidence.drop(ask.db, ask.me.id, None)
        return Reply(pending_files.ON_PAPER_ONLY)
    if not ask.files:
        await evidence.lead(ask.db, ask.me.id, assignment.id)
    if entered and assignment.state is not State.SUBMITTED:
        return await handle_report(ask, str(assignment.id), seen, entered)
    return await supplement(ask, assignment, post)


async def _ask_for_task(ask: Ask, entered: ReportInput) -> Reply:
    """Store the files without a task, and ask for its number.

    The caption and the answers so far to an open question are kept in the new question.
    """
    await pending_files.store(ask.db, ask.me.id, ask.files, ask.now, ask.bureau.quota)
    file_count = await evidence.waiting(ask.db, ask.me.id, None)
    if not file_count:
        raise Refusal("没有待归入任务的材料。请先发送照片或文件。", Button("我的任务", "/my"))
    pending_files.check_count(ask, file_count)
    line = (await questions.open_of(ask.db, ask.me.id, ask.sent_at)).line
    if SLOT in line and line.startswith(("/progress", COMMAND)) and not entered:
        return Reply(f"已收到 {file_count} 份材料。请接着回复上一个问题。", question=_as_attach(line))
    text = f"已收到 {file_count} 份材料。请回复任务编号，例如：2.2.4"
    if entered and ask.files:
        return Reply(text, (DISCARD_ROW,), question=f"{COMMAND} {SLOT} {entered.line}")
    buttons = pairs(
        Button(assignment.code, f"{COMMAND} {assignment.id} v{assignment.version}")
        for assignment in await _open_assignments(ask)
    )
    return Reply(f"{text}{'，或选择任务' if buttons else ''}", (*buttons, DISCARD_ROW), question=COMMAND)


def _as_attach(line: str) -> str:
    """Return the question of a report as one of this command."""
    return COMMAND + line.removeprefix("/progress").removeprefix(COMMAND)


async def _open_assignments(ask: Ask) -> list[Assignment]:
    """Return open assignments of the person's units that take files, the earliest deadline first."""
    units = [post.unit_id for post in ask.me.posts if post.duty in UNIT_DUTIES]
    candidates = [
        assignment
        for assignment in await assignments.of_units(ask.db, units)
        if assignment.open and not assignment.restricted
    ]
    return sorted(candidates, key=lambda assignment: assignment.deadline or ask.today.max)[:MAX_CHOICES]


@command("discard", "清空材料", "撤回发来而未提交的材料", who=ASSIGNEES, writes=True, example="/discard 2.2.4")
async def discard(ask: Ask, number: TaskNo = "") -> Reply:
    if not number:
        await evidence.drop(ask.db, ask.me.id, None)
        return Reply("已清空未归入任务的材料。", ((Button("我的任务", "/my"),),))
    assignment, _ = await pick_assignment(ask, number)
    await evidence.drop(ask.db, ask.me.id, assignment.id)
    return Reply(f"已清空 {assignment.code} 未提交的材料。", ((view_task(assignment.code),),))
