"""Which task a file belongs to (附材料): said under it, or asked; and taking back what is not handed in yet."""

from typing import Annotated

from handlers.ask import Ask
from handlers.evidence import pending_files
from handlers.evidence.supplement import supplement
from handlers.inputs import Input, Percent, StatusWord, TaskNo, Version, Words
from handlers.messages import view_task
from handlers.registry import ASSIGNEES, command
from handlers.reports.submit import Said, report
from handlers.tasks.pick import MOST, share
from plan.assignment import Assignment
from plan.permission import DOES
from plan.refusal import Refusal
from plan.reply import SLOT, Button, Reply, pairs
from plan.values import State
from storage import assignments, evidence, questions

LINE = "/attach"
Which = Annotated[str, Input("编号", "2.2.4", r"\d+(\.\d+){1,3}|\d{1,18}(?=\s+v\d)")]
"""Under a file `12 家企业已贯标` names no assignment: the id without dots is a button's, with a version behind it."""


@command(
    "attach", "附材料", "说明发来的照片、文件属于哪项任务", who=ASSIGNEES, writes=True, files=True,
    example="/attach 2.2.4",
)  # fmt: skip
async def attach(
    ask: Ask, number: Which = "", seen: Version | None = None, status: StatusWord | None = None,
    percent: Percent | None = None, words: Words = "",
) -> Reply:  # fmt: skip
    said = Said(None, status, percent, words.strip())
    album = ask.files[0].album if ask.files and not number else ""
    number = number or str(await evidence.album_of(ask.db, ask.me.id, album) or "")
    if not number:
        return await _which(ask, said)
    assignment, post = await share(ask, number, LINE)
    if assignment.restricted:
        await evidence.drop(ask.db, ask.me.id, None)
        return Reply(pending_files.NOT_HERE)
    if not ask.files:
        await evidence.lead(ask.db, ask.me.id, assignment.id)
    if said and assignment.state is not State.SUBMITTED:
        return await report(ask, str(assignment.id), seen, said, LINE)
    return await supplement(ask, assignment, post)


async def _which(ask: Ask, said: Said) -> Reply:
    """The file waits; its caption, and what an open question knows already, wait with it for the number."""
    await pending_files.store(ask.db, ask.me.id, ask.files, ask.now, ask.bureau.quota)
    waiting = await evidence.waiting(ask.db, ask.me.id, None)
    if not waiting:
        raise Refusal("没有待归入任务的材料。请先发送照片或文件。", Button("我的任务", "/my"))
    pending_files.check_count(ask, waiting)
    line = await questions.open_of(ask.db, ask.me.id, ask.now) or ""
    if SLOT in line and line.startswith(("/progress", LINE)) and not said:
        return Reply(f"已收到 {waiting} 份材料。请接着回复上一个问题。", question=_led(line))
    text = f"已收到 {waiting} 份材料。请回复任务编号，例如：2.2.4"
    if said and ask.files:
        return Reply(text, (DROP,), question=f"{LINE} {SLOT} {_told(said)}")
    buttons = pairs(
        Button(assignment.code, f"{LINE} {assignment.id} v{assignment.version}") for assignment in await _mine(ask)
    )
    return Reply(f"{text}{'，或选择任务' if buttons else ''}", (*buttons, DROP), question=LINE)


DROP = (Button("清空材料", "/discard"),)


def _led(line: str) -> str:
    return LINE + line.removeprefix("/progress").removeprefix(LINE)


def _told(said: Said) -> str:
    percent = None if said.percent is None else f"{said.percent}%"
    return " ".join(part for part in (said.status and said.status.label, percent, said.words) if part)


async def _mine(ask: Ask) -> list[Assignment]:
    units = [post.unit_id for post in ask.me.posts if post.duty in DOES]
    open_ones = [
        assignment
        for assignment in await assignments.of_units(ask.db, units)
        if assignment.open and not assignment.restricted
    ]
    return sorted(open_ones, key=lambda assignment: assignment.deadline or ask.today.max)[:MOST]


@command("discard", "清空材料", "撤回发来而未提交的材料", who=ASSIGNEES, writes=True, example="/discard 2.2.4")
async def discard(ask: Ask, number: TaskNo = "") -> Reply:
    one = (await share(ask, number, "/discard"))[0] if number else None
    await evidence.drop(ask.db, ask.me.id, one.id if one else None)
    if one is None:
        return Reply("已清空未归入任务的材料。", ((Button("我的任务", "/my"),),))
    return Reply(f"已清空 {one.code} 未提交的材料。", ((view_task(one.code),),))
