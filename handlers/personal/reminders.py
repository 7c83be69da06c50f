"""Personal reminders of a task (提醒我): set, list, postpone and cancel them; nobody else sees them."""

from datetime import date, datetime
from typing import Annotated

from handlers.ask import Ask
from handlers.inputs import Id, Input, Page, TaskNo, Words
from handlers.messages import code_and_title, keyboard
from handlers.registry import command
from handlers.tasks.pick import find_task
from plan.format import day, moment
from plan.permission import doing_post
from plan.refusal import Refusal
from plan.reply import SLOT, Button, Reply, pairs, window
from plan.words import moments
from plan.words.moment_parts import AHEAD, UNCLEAR
from plan.words.moments import Repeated
from plan.words.open_question import Wants
from storage import assignments
from storage import reminders as stored
from storage.plans import Task
from storage.reminders import Reminder

MAX_REMINDERS = 50
MAX_NOTE = 500
NOTE_CUT = f"附言超过{MAX_NOTE}字，已保留前{MAX_NOTE}字。"
NO_NOTE_KEPT = "这项任务不上机，附言不予保存。"
LIST_BUTTON = Button("我的提醒", "/reminders")
ExactMoment = Annotated[
    datetime,
    Input("时间", "2020-03-03 09:00", r"\d{4}-\d{2}-\d{2}\s+\d{2}:\d{2}", "没有这个时间，请写成 2020-03-03 09:00。"),
]
"""A moment in digits means exactly that, whatever the hour."""
OwnTime = Annotated[str, Input("自选", "自选", "自选")]
"""The answer is to the question for a time: its first line is the time, and the next ones are the kept note."""


@command(
    "remind", "提醒我", "到时提醒我办理一项任务", writes=True, card=lambda view: f"/remind {view.task.code}",
    example="/remind 2.2.4 明天下午3点 记得打电话", asks=Wants.MOMENT,
)  # fmt: skip
async def remind(
    ask: Ask, number: TaskNo, own: OwnTime = "", exact: ExactMoment | None = None, words: Words = ""
) -> Reply:  # fmt: skip
    task = await find_task(ask, number)
    task_assignments = await assignments.of_task(ask.db, task.id)
    deadline = next(
        (assignment.deadline for assignment in task_assignments if doing_post(ask.me.posts, assignment.unit_id)),
        task.deadline,
    )
    line = f"/remind {task.code}"
    if not words and not exact:
        offered = moments.offered(ask.sent_at, deadline)
        return _ask_for_time(task, line) if own else _time_choice(ask, task, offered, line)
    time_words, _, kept_note = words.partition("\n") if own and not exact else (words, "", "")
    try:
        at, more = read_moment(ask, exact, time_words, deadline)
    except Repeated as repeated:
        raise _only_once(ask, repeated, line) from None
    except Refusal as wrong:
        if exact or (not own and wrong.sentence == UNCLEAR):
            kept_note = words
        note = "文字已保留，" if kept_note else ""
        question = f"{line} 自选 {SLOT}\n{kept_note}" if kept_note else line
        raise Refusal(f"{wrong.sentence}{note}请重新回复时间。", question=question) from None
    return await _save(ask, task, at, "\n".join(part for part in (more, kept_note.strip()) if part))


def _only_once(ask: Ask, repeated: Repeated, line: str) -> Refusal:
    """Return the refusal of a rhythm, which offers its first moment."""
    if repeated.first is None:
        return Refusal(f"{repeated.sentence}请重新回复时间。", question=line)
    once = Button("设一次", f"{line} {repeated.first:%Y-%m-%d %H:%M} {repeated.rest}".rstrip())
    return Refusal(f"{repeated.sentence}可先设第一次：{time_text(ask, repeated.first)}。", once)


def read_moment(ask: Ask, exact: datetime | None, words: str, deadline: date | None) -> tuple[datetime, str]:
    """Return the moment in digits, or else the one with which `words` begin, and the words after it. Raises Refusal."""
    if exact is None:
        return moments.read(words, ask.sent_at, deadline, ask.bureau.calendar)
    at = exact.replace(tzinfo=ask.zone)
    if at <= ask.sent_at:
        raise Refusal(f"{moment(at, ask.today)} 已过。")
    if at - ask.sent_at > AHEAD:
        raise Refusal("提醒最远可以设到一年以内。")
    return at, words


async def _save(ask: Ask, task: Task, at: datetime, words: str) -> Reply:
    if at <= ask.now:  # It has passed since the person wrote.
        raise Refusal(f"{time_text(ask, at)} 已过，请重新回复时间。", question=f"/remind {task.code}")
    await _check_limit(ask)
    note = NO_NOTE_KEPT if task.restricted and words else NOTE_CUT if len(words) > MAX_NOTE else ""
    words = "" if task.restricted else words[:MAX_NOTE]
    reminder_id = await stored.add(ask.db, ask.me.id, task.id, at, words)
    text = f"将于 {time_text(ask, at)} 提醒您：{code_and_title(task)}\n{words}\n\n{note}"
    foot = (Button("取消提醒", f"/unremind {reminder_id}"), LIST_BUTTON)
    return Reply(text.strip(), (foot, (Button("返回", f"/task {task.code}"),)), toast="已设定")


async def _check_limit(ask: Ask) -> None:
    """Raise Refusal if the person may set no more reminders."""
    if await stored.count(ask.db, ask.me.id) >= MAX_REMINDERS:
        raise Refusal(f"待发的提醒最多{MAX_REMINDERS}条，请先取消不需要的。", LIST_BUTTON)


async def _own_reminder(ask: Ask, id: int) -> Reminder:
    """Return the person's reminder. Raises Refusal if they have none with this id."""
    reminder = await stored.get(ask.db, id, ask.me.id)
    if reminder is None:
        raise Refusal("没有这条提醒。", LIST_BUTTON)
    return reminder


def time_text(ask: Ask, at: datetime) -> str:
    """Return the day and the time, such as `6月3日 周三 09:00`."""
    return f"{day(at.date(), ask.today)} {at:%H:%M}"


def _time_choice(ask: Ask, task: Task, offered: dict[str, datetime], line: str) -> Reply:
    rows = "\n".join(f"{words}：{time_text(ask, at)}" for words, at in offered.items())
    buttons = [Button(words, f"{line} {words}") for words in (*offered, "自选")]
    text = f"请选择提醒时间，或直接回复，例如：明天下午3点 记得打电话\n{code_and_title(task)}\n\n{rows}"
    return Reply(text, (*pairs(buttons), (Button("返回", f"/task {task.code}"),)), question=line)


def _ask_for_time(task: Task, line: str) -> Reply:
    text = f"请回复 {task.code} 的提醒时间，后面可写附言，例如：明天下午3点 记得打电话"
    return Reply(text, ((Button("返回", line),),), question=line)


@command("reminders", "我的提醒", "查看和取消我设的提醒", menu=18)
async def reminders(ask: Ask, page: Page = 0) -> Reply:
    return await _page(ask, page)


async def _page(ask: Ask, page: int = 0, note: str = "") -> Reply:
    total = await stored.count(ask.db, ask.me.id)
    first, page_row, page_label = window(total, page, "/reminders")
    page_items = await stored.page(ask.db, ask.me.id, first)
    rows = [
        (number, reminder, reminder.at.astimezone(ask.zone)) for number, reminder in enumerate(page_items, first + 1)
    ]
    text = ask.render("personal_reminders", rows=rows, total=total, pages=page_label, note=note)
    buttons = pairs(Button(f"取消{number}", f"/unremind {reminder.id} p{page}") for number, reminder, _ in rows)
    return Reply(text, keyboard(*buttons, page_row), toast=note[:100])


@command("unremind", "取消提醒", "取消一条我设的提醒", writes=True, example="/unremind 12")
async def unremind(ask: Ask, id: Id, page: Page = 0) -> Reply:
    reminder = await _own_reminder(ask, id)
    await stored.become(ask.db, id, stored.GONE)
    notes = {stored.OPEN: "已取消。", stored.SENT: "这条提醒已完成，任务的进展没有改变。"}
    return await _page(ask, page, notes.get(reminder.state, "此前已取消。"))


@command("snooze", "稍后提醒", "过1小时再提醒我", writes=True, example="/snooze 12")
async def snooze(ask: Ask, id: Id) -> Reply:
    reminder = await _own_reminder(ask, id)
    if reminder.state == stored.OPEN:
        return await _page(ask, note=f"将于 {time_text(ask, reminder.at.astimezone(ask.zone))} 提醒您。")
    await _check_limit(ask)
    at, _ = moments.read("1小时后", ask.now)
    await stored.become(ask.db, id, stored.OPEN, at)
    return await _page(ask, note=f"将于 {time_text(ask, at)} 再次提醒您。")
