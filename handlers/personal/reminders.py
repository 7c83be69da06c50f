"""Personal reminders (提醒我): set by taps or words, listed, put off, cancelled; nobody else sees them."""

from datetime import datetime
from typing import Annotated

from handlers.ask import Ask
from handlers.inputs import Id, Input, Page, TaskNo, Words
from handlers.messages import keyboard
from handlers.registry import command
from handlers.tasks.pick import find_task
from plan import when
from plan.format import day, named
from plan.permission import doing_post
from plan.refusal import Refusal
from plan.reply import SLOT, Button, Reply, pairs, window
from storage import assignments
from storage import reminders as stored
from storage.plans import Task

MOST = 50
LONGEST = 500
CUT = f"附言超过{LONGEST}字，已保留前{LONGEST}字。"
NONE_KEPT = "这项任务不上机，附言不予保存。"
LIST = Button("我的提醒", "/reminders")
Own = Annotated[str, Input("自选", "自选", "自选")]
"""What was asked for is a time: what stands on the lines behind it has been kept."""


@command(
    "remind", "提醒我", "到时提醒我办理一项任务", writes=True, card=lambda view: f"/remind {view.task.code}",
    example="/remind 2.2.4 明天下午3点 记得打电话",
)  # fmt: skip
async def remind(ask: Ask, number: TaskNo, own: Own = "", words: Words = "") -> Reply:
    task = await find_task(ask, number)
    shares = await assignments.of_task(ask.db, task.id)
    deadline = next(
        (assignment.deadline for assignment in shares if doing_post(ask.me.posts, assignment.unit_id)), task.deadline
    )
    line, words = f"/remind {task.code}", words.strip()
    if not words:
        return _own(task, line) if own else _choices(ask, task, when.offered(ask.now, deadline), line)
    said, _, kept = words.partition("\n") if own else (words, "", "")
    try:
        at, more = when.read(said, ask.now, deadline)
    except Refusal as wrong:
        kept = kept if own or wrong.sentence != when.UNCLEAR else words
        note = "文字已保留，" if kept else ""
        again = f"{line} 自选 {SLOT}\n{kept}" if kept else line
        raise Refusal(f"{wrong.sentence}{note}请重新回复时间。", question=again) from None
    return await _set(ask, task, at, "\n".join(part for part in (more, kept.strip()) if part))


async def _set(ask: Ask, task: Task, at: datetime, words: str) -> Reply:
    if await stored.count(ask.db, ask.me.id) >= MOST:
        raise Refusal(f"待发的提醒最多{MOST}条，请先取消不需要的。", LIST)
    note = NONE_KEPT if task.restricted and words else CUT if len(words) > LONGEST else ""
    words = "" if task.restricted else words[:LONGEST]
    id = await stored.add(ask.db, ask.me.id, task.id, at, words)
    title = named(task.title, 40, restricted=task.restricted)
    text = f"将于 {_said(ask, at)} 提醒您：{task.code} {title}\n{words}\n\n{note}"
    foot = (Button("取消提醒", f"/unremind {id}"), LIST)
    return Reply(text.strip(), (foot, (Button("返回", f"/task {task.code}"),)), toast="已设定")


def _said(ask: Ask, at: datetime) -> str:
    return f"{day(at.date(), ask.today)} {at:%H:%M}"


def _choices(ask: Ask, task: Task, offered: dict[str, datetime], line: str) -> Reply:
    rows = "\n".join(f"{words}：{_said(ask, at)}" for words, at in offered.items())
    title = named(task.title, 40, restricted=task.restricted)
    buttons = [Button(words, f"{line} {words}") for words in (*offered, "自选")]
    text = f"请选择提醒时间，或直接回复，例如：明天下午3点 记得打电话\n{task.code} {title}\n\n{rows}"
    return Reply(text, (*pairs(buttons), (Button("返回", f"/task {task.code}"),)), question=line)


def _own(task: Task, line: str) -> Reply:
    text = f"请回复 {task.code} 的提醒时间，后面可写附言，例如：明天下午3点 记得打电话"
    return Reply(text, ((Button("返回", line),),), question=line)


@command("reminders", "我的提醒", "查看和取消我设的提醒", menu=18)
async def reminders(ask: Ask, page: Page = 0) -> Reply:
    return await _listed(ask, page)


async def _listed(ask: Ask, page: int = 0, note: str = "") -> Reply:
    total = await stored.count(ask.db, ask.me.id)
    first, page_row, page_label = window(total, page, "/reminders")
    shown = await stored.page(ask.db, ask.me.id, first)
    rows = [(number, reminder, reminder.at.astimezone(ask.zone)) for number, reminder in enumerate(shown, first + 1)]
    text = ask.render("reminders", rows=rows, total=total, pages=page_label, note=note)
    buttons = pairs(Button(f"取消{number}", f"/unremind {one.id} p{page}") for number, one, _ in rows)
    return Reply(text, keyboard(*buttons, page_row), toast=note[:100])


@command("unremind", "取消提醒", "取消一条我设的提醒", writes=True, example="/unremind 12")
async def unremind(ask: Ask, id: Id, page: Page = 0) -> Reply:
    one = await stored.get(ask.db, id, ask.me.id)
    if one is None:
        raise Refusal("没有这条提醒。", LIST)
    await stored.become(ask.db, id, stored.GONE)
    note = {stored.OPEN: "已取消。", stored.SENT: "这条提醒已完成，任务的进展没有改变。"}.get(one.state, "此前已取消。")
    return await _listed(ask, page, note)


@command("snooze", "稍后提醒", "过1小时再提醒我", writes=True, example="/snooze 12")
async def snooze(ask: Ask, id: Id) -> Reply:
    one = await stored.get(ask.db, id, ask.me.id)
    if one is None:
        raise Refusal("没有这条提醒。", LIST)
    if one.state == stored.OPEN:
        return await _listed(ask, note=f"将于 {_said(ask, one.at.astimezone(ask.zone))} 提醒您。")
    if await stored.count(ask.db, ask.me.id) >= MOST:
        raise Refusal(f"待发的提醒最多{MOST}条，请先取消不需要的。", LIST)
    at, _ = when.read("1小时后", ask.now)
    await stored.become(ask.db, id, stored.OPEN, at)
    return await _listed(ask, note=f"将于 {_said(ask, at)} 再次提醒您。")
