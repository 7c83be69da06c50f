"""Leave (请假): from one day to another, by taps or in one line; one's own, and as clerk anybody's."""

from datetime import date, timedelta
from typing import Annotated

from pydantic import BeforeValidator

from handlers.ask import Ask
from handlers.inputs import Input, PersonId, Version
from handlers.messages import CHANGED
from handlers.people.contact import back_from, whom
from handlers.people.leave_letters import told
from handlers.people.pick_person import member
from handlers.registry import command
from plan import days, format
from plan.leave import Leave, begins, until
from plan.person import Person
from plan.refusal import Refusal, asked_again
from plan.reply import Button, Reply, pairs
from plan.texts import render
from storage import events, leaves, people, post_holders

First = Annotated[str, Input("开始日期", "12-01", days.SHAPE, days.WRONG, after=r"(?=[\s至到]|$)")]
Last = Annotated[
    str, BeforeValidator(lambda words: words.lstrip("至到 ")),
    Input("结束日期", "12-05", rf"[至到]?\s*(?:{days.SHAPE})", days.WRONG),
]  # fmt: skip
LENGTHS = {"共1天": 0, "共2天": 1, "共1周": 6, "共2周": 13}


@command("leave", "请假", "登记请假日期，期间由B岗代办", words=("休假",), writes=True, menu=10)
async def leave(
    ask: Ask, person: PersonId | None = None, seen: Version | None = None, first: First = "", last: Last = ""
) -> Reply:
    who = await whom(ask, person)
    line = f"/leave #{who.id} v{who.version}"
    if not first:
        return await _page(ask, who)
    with asked_again(line):
        day = begins(first, ask.today)
    line = f"{line} {day}"
    if not last:
        return _until_when(ask, who, day, line)
    with asked_again(line):
        wanted = until(day, last, ask.today)
    return await _put(ask, who, seen, wanted)


async def _put(ask: Ask, who: Person, seen: int | None, wanted: Leave) -> Reply:
    done = f"已登记：{who.name}{wanted.says(ask.today)}。"
    if wanted in await leaves.ahead(ask.db, who.id, ask.today):
        return await _page(ask, who, done)
    if seen not in (None, who.version):
        return await _page(ask, who, CHANGED, toast="已是最新状态")
    await leaves.put(ask.db, who.id, wanted)
    await _changed(ask, who, "leave", wanted)
    return await _page(ask, await member(ask, who.id), done, toast="已登记")


@command("back", "销假", "结束请假，恢复由本人办理", writes=True)
async def back(ask: Ask, person: PersonId | None = None, seen: Version | None = None) -> Reply:
    """Of several leaves the nearest."""
    who = await whom(ask, person)
    ahead, done = await leaves.ahead(ask.db, who.id, ask.today), f"已销假：{who.name}的请假已结束。"
    if seen not in (None, who.version):
        again = not ahead and who.version == seen + 1
        return await _page(ask, who, done if again else CHANGED, toast="已是最新状态")
    if not ahead:
        raise Refusal(f"{who.name}目前没有请假。", Button("请假", f"/leave #{who.id} v{who.version}"))
    await leaves.end(ask.db, who.id, ahead[0], ask.today)
    await _changed(ask, who, "back", ahead[0])
    return await _page(ask, await member(ask, who.id), done, toast="已销假")


async def _changed(ask: Ask, who: Person, action: str, one: Leave) -> None:
    await people.change(ask.db, who)
    facts = {"person": who.id, "name": who.name, "first": str(one.first), "last": str(one.last)}
    ended = action == "back"
    await events.happened(ask.db, action, ask.now, ask.me, {} if ended else facts, facts if ended else None)
    await told(ask, action, who, one)


async def _page(ask: Ask, who: Person, note: str = "", *, toast: str = "") -> Reply:
    """His leaves and who stands in; and, where nothing has just been done, the first day of a new one."""
    ahead = await leaves.ahead(ask.db, who.id, ask.today)
    text = render(
        "leave", today=ask.today, calendar=ask.bureau.calendar, who=who, leaves=ahead, note=note,
        seats=await post_holders.held_by(ask.db, who.id, ask.now),
    )  # fmt: skip
    line = f"/leave #{who.id} v{who.version}"
    starts = {"今天起": 0, "明天起": 1, "下周一起": 7 - ask.today.weekday()}
    buttons = [Button(label, f"{line} {ask.today + timedelta(days=n)}") for label, n in starts.items()]
    if note:
        buttons = [Button("再次请假", line)]
    if ahead:
        buttons.append(Button("销假", f"/back #{who.id} v{who.version}"))
    rows = (*pairs(buttons), (await back_from(ask, who),))
    return Reply(text, rows, toast=toast, question="" if note else line)


def _until_when(ask: Ask, who: Person, first: date, line: str) -> Reply:
    text = f"请选择{who.name}请假的天数，或直接回复结束日期。\n开始日期：{format.day(first, ask.today)}"
    buttons = [Button(label, f"{line} {first + timedelta(days=n)}") for label, n in LENGTHS.items()]
    return Reply(text, (*pairs(buttons), (Button("返回", line.rpartition(" ")[0]),)), question=line)
