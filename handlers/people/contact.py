"""A person's phone number and name: one's own number, and as clerk those of others."""

from typing import Annotated

from handlers.ask import Ask
from handlers.inputs import Input, PersonId, Version
from handlers.messages import CHANGED
from handlers.people.pick_person import member
from handlers.registry import CLERK, command
from plan import roster
from plan.person import Person
from plan.refusal import Refusal, asked_again
from plan.reply import Button, Reply
from plan.values import Duty
from storage import events, people, post_holders

Number = Annotated[str, Input("电话", "13800000000", r"[\s\S]+", after="")]
Name = Annotated[str, Input("姓名", "演示人员", r"[\s\S]+", after="")]
CLEAR = "清除"


async def whom(ask: Ask, id: int | None) -> Person:
    """Oneself, or as clerk anybody."""
    if id in (None, ask.me.id):
        return ask.me
    if Duty.CLERK not in ask.me.duties:
        raise Refusal("他人的信息由督办员办理。")
    return await member(ask, id or 0)


async def back_from(ask: Ask, who: Person) -> Button:
    if who.id == ask.me.id:
        return Button("返回", "/settings")
    held = await post_holders.held_by(ask.db, who.id, ask.now)
    return Button("返回", f"/post {held[0].id}" if held else "/roster")


@command("contact", "联系电话", "登记电话号码，仅本人和督办员可见", writes=True)
async def contact(
    ask: Ask, person: PersonId | None = None, seen: Version | None = None, number: Number = ""
) -> Reply:  # fmt: skip
    who = await whom(ask, person)
    line, back = f"/contact #{who.id} v{who.version}", await back_from(ask, who)
    if not number:
        text = f"请回复{who.name}的联系电话。目前：{who.phone or '未登记'}。仅本人和督办员可见。"
        clear = (Button(CLEAR, f"{line} {CLEAR}"),) if who.phone else ()
        return Reply(text, ((*clear, back),), question=line)
    with asked_again(line):
        digits = "" if number.strip() == CLEAR else roster.phone(number)
    done = f"已登记：{who.name}的联系电话为{digits}。" if digits else f"已清除：{who.name}的联系电话。"
    return await _change(ask, who, seen, back, done, "phone", digits)


@command("name", "改名", "更正人员姓名", who=CLERK, writes=True, example="/name #12 演示人员")
async def name(ask: Ask, person: PersonId, seen: Version | None = None, words: Name = "") -> Reply:
    who = await whom(ask, person)
    line, back = f"/name #{who.id} v{who.version}", await back_from(ask, who)
    if not words:
        return Reply(f"请回复{who.name}更正后的姓名。", ((back,),), question=line)
    with asked_again(line):
        new = roster.name(words)
    return await _change(ask, who, seen, back, f"已更正：姓名为{new}。", "name", new)


async def _change(ask: Ask, who: Person, seen: int | None, back: Button, done: str, field: str, value: str) -> Reply:
    """Saying the same again changes nothing, and is answered the same."""
    before = getattr(who, field)
    if before == value:
        return Reply(done, ((back,),))
    if seen not in (None, who.version):
        return Reply(f"{CHANGED}\n{who.name}　{who.phone or '电话未登记'}", ((back,),), toast="已是最新状态")
    await people.change(ask.db, who, **{field: value})
    facts = {"person": who.id, "name": who.name}
    await events.happened(
        ask.db, f"change_{field}", ask.now, ask.me, facts | {field: value}, facts | {field: before}
    )  # fmt: skip
    return Reply(done, ((back,),), toast="已保存")
