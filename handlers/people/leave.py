"""Leave (请假): register or end it, by taps or in one typed line; one's own, and as clerk anybody's."""

import re
from datetime import date, timedelta
from typing import Annotated

from pydantic import BeforeValidator

from handlers.ask import Ask
from handlers.inputs import DayWords, Input, PersonId, Version
from handlers.messages import CHANGED, UP_TO_DATE
from handlers.people.contact import back_button, person_to_change
from handlers.people.leave_letters import tell_about_leave
from handlers.people.pick_person import get_person
from handlers.registry import command
from plan import format
from plan.leave import Leave, begins, until
from plan.person import Person
from plan.refusal import Refusal, asked_again
from plan.reply import Button, Reply, pairs
from plan.words import dates
from plan.words.open_question import Wants
from storage import events, leaves, people, post_holders

TO = re.compile(r"[至到—–~～-]*\s*")


def _end_words(text: str) -> str:
    """Return the words at the beginning of a text that say when a leave ends, with 至 or 到 before them."""
    to = TO.match(text)
    words = dates.leading_or_length(text[to.end() :]) if to else ""
    return text[: to.end()] + words if to and words else ""


First = Annotated[str, Input("开始日期", "12-01", dates.leading, dates.UNCLEAR, after=r"(?=[\s至到—–~～-]|$)")]
Last = Annotated[
    str, BeforeValidator(lambda words: TO.sub("", words, count=1)),
    Input("结束日期", "12-05", _end_words, dates.UNCLEAR),
]  # fmt: skip
LENGTHS = {"共1天": 0, "共2天": 1, "共1周": 6, "共2周": 13}


@command("leave", "请假", "登记请假日期，期间由B岗代办", words=("休假",), writes=True, menu=10, asks=Wants.DATE)
async def leave(
    ask: Ask, person: PersonId | None = None, seen: Version | None = None, first: First = "", last: Last = ""
) -> Reply:
    absentee = await person_to_change(ask, person)
    line = f"/leave #{absentee.id} v{absentee.version}"
    if not first:
        return await _page(ask, absentee)
    with asked_again(line, "请假未登记，请重新回复起止日期。"):
        first_day = begins(first, ask.sent_on, ask.bureau.calendar)
    line = f"{line} {first_day}"
    if not last:
        return _ask_for_last_day(ask, absentee, first_day, line)
    with asked_again(line, f"开始日期{format.short_day(first_day, ask.today)}已保留，请重新回复结束日期。"):
        new_leave = until(first_day, last, ask.sent_on, ask.bureau.calendar)
    return await _register(ask, absentee, seen, new_leave)


async def _register(ask: Ask, absentee: Person, seen: int | None, new_leave: Leave) -> Reply:
    done_note = f"已登记：{absentee.name}{new_leave.says(ask.today)}。"
    if new_leave in await leaves.ahead(ask.db, absentee.id, ask.today):
        return await _page(ask, absentee, done_note, new=new_leave)
    if seen not in (None, absentee.version):
        return await _page(ask, absentee, CHANGED, toast=UP_TO_DATE)
    await leaves.put(ask.db, absentee.id, new_leave)
    await _record(ask, absentee, "leave", new_leave)
    return await _page(ask, await get_person(ask, absentee.id), done_note, toast="已登记", new=new_leave)


@command("back", "销假", "结束请假，恢复由本人办理", writes=True, example="/back")
async def back(
    ask: Ask, person: PersonId | None = None, seen: Version | None = None, first: DayWords = ""
) -> Reply:  # fmt: skip
    """End the present leave, or the next one; or the leave with this first day, as a button names it."""
    absentee = await person_to_change(ask, person)
    ahead, done_note = await leaves.ahead(ask.db, absentee.id, ask.today), f"已销假：{absentee.name}的请假已结束。"
    ahead = [leave for leave in ahead if not first or leave.first == dates.day(first, ask.sent_on, ask.bureau.calendar)]
    if seen not in (None, absentee.version):
        is_repeated = not ahead and absentee.version == seen + 1
        return await _page(ask, absentee, done_note if is_repeated else CHANGED, toast=UP_TO_DATE)
    if not ahead:
        raise Refusal(f"{absentee.name}目前没有请假。", Button("请假", f"/leave #{absentee.id} v{absentee.version}"))
    await leaves.end(ask.db, absentee.id, ahead[0], ask.today)
    await _record(ask, absentee, "back", ahead[0])
    return await _page(ask, await get_person(ask, absentee.id), done_note, toast="已销假")


async def _record(ask: Ask, absentee: Person, action: str, leave: Leave) -> None:
    """Record that a leave was registered (leave) or ended (back): the event, the letters, the person's version."""
    await people.change(ask.db, absentee)
    facts = {"person": absentee.id, "name": absentee.name, "first": str(leave.first), "last": str(leave.last)}
    ended = action == "back"
    await events.happened(ask.db, action, ask.now, ask.me, {} if ended else facts, facts if ended else None)
    await tell_about_leave(ask, action, absentee, leave)


async def _page(
    ask: Ask, absentee: Person, note: str = "", *, toast: str = "", new: Leave | None = None
) -> Reply:  # fmt: skip
    """Return the person's leaves and deputies; without a note, also ask for the first day of a new leave.

    `new` is the leave that was just registered: one tap takes back this one and not the next.
    """
    ahead = await leaves.ahead(ask.db, absentee.id, ask.today)
    text = ask.render(
        "leave", person=absentee, leaves=ahead, note=note,
        seats=await post_holders.held_by(ask.db, absentee.id, ask.now),
    )  # fmt: skip
    line = f"/leave #{absentee.id} v{absentee.version}"
    starts = {"今天起": 0, "明天起": 1, "下周一起": 7 - ask.sent_on.weekday()}
    buttons = [Button(label, f"{line} {ask.sent_on + timedelta(days=n)}") for label, n in starts.items()]
    if note:
        buttons = [Button("再次请假", line)]
    if new:
        buttons.append(Button("销假", f"/back #{absentee.id} v{absentee.version} {new.first}"))
    elif ahead:
        buttons.append(Button("销假", f"/back #{absentee.id} v{absentee.version}"))
    rows = (*pairs(buttons), (await back_button(ask, absentee),))
    return Reply(text, rows, toast=toast, question="" if note else line)


def _ask_for_last_day(ask: Ask, absentee: Person, first: date, line: str) -> Reply:
    text = f"请选择{absentee.name}请假的天数，或直接回复结束日期。\n开始日期：{format.day(first, ask.today)}"
    buttons = [Button(label, f"{line} {first + timedelta(days=n)}") for label, n in LENGTHS.items()]
    return Reply(text, (*pairs(buttons), (Button("返回", line.rpartition(" ")[0]),)), question=line)
