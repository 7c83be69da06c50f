"""Change a phone number or a name (联系电话、改名): people their own number, clerks those of others too."""

from typing import Annotated

from handlers.ask import Ask
from handlers.inputs import Input, PersonId, Version
from handlers.messages import CHANGED, UP_TO_DATE
from handlers.people.pick_person import get_person
from handlers.registry import CLERK, command
from plan import input_checks
from plan.person import Person
from plan.refusal import Refusal, asked_again
from plan.reply import Button, Reply
from plan.values import Duty
from plan.words.open_question import Wants
from storage import events, people, post_holders

Number = Annotated[str, Input("电话", "13800000000", r"[\s\S]+", after="")]
Name = Annotated[str, Input("姓名", "演示人员", r"[\s\S]+", after="")]
CLEAR_WORD = "清除"


async def person_to_change(ask: Ask, id: int | None) -> Person:
    """Return the person with this id, or the one who asks. Raises Refusal if somebody else is not theirs to change."""
    if id in (None, ask.me.id):
        return ask.me
    if Duty.CLERK not in ask.me.duties:
        raise Refusal("他人的信息由督办员办理。")
    return await get_person(ask, id or 0)


async def back_button(ask: Ask, person: Person) -> Button:
    """Return the button back to the settings, or for the clerk to the post of somebody else."""
    if person.id == ask.me.id:
        return Button("返回", "/settings")
    held = await post_holders.held_by(ask.db, person.id, ask.now)
    return Button("返回", f"/post {held[0].id}" if held else "/roster")


@command("contact", "联系电话", "登记电话号码，仅本人和督办员可见", writes=True, asks=Wants.PHONE)
async def contact(
    ask: Ask, person: PersonId | None = None, seen: Version | None = None, number: Number = ""
) -> Reply:  # fmt: skip
    target = await person_to_change(ask, person)
    line, back = f"/contact #{target.id} v{target.version}", await back_button(ask, target)
    if not number:
        text = f"请回复{target.name}的联系电话。目前：{target.phone or '未登记'}。仅本人和督办员可见。"
        clear = (Button(CLEAR_WORD, f"{line} {CLEAR_WORD}"),) if target.phone else ()
        return Reply(text, ((*clear, back),), question=line)
    with asked_again(line):
        digits = "" if number.strip() == CLEAR_WORD else input_checks.check_phone(number)
    former = f"（原号码尾号{target.phone[-4:]}）" if target.phone not in ("", digits) else ""
    changed = f"{target.name}的联系电话"
    done_note = f"已登记：{changed}为{digits}{former}。" if digits else f"已清除：{changed}。"
    return await _change(ask, target, seen, back, done_note, "phone", digits)


@command("name", "改名", "更正人员姓名", who=CLERK, writes=True, example="/name #12 演示人员", asks=Wants.NAME)
async def name(ask: Ask, person: PersonId, seen: Version | None = None, words: Name = "") -> Reply:
    target = await person_to_change(ask, person)
    line, back = f"/name #{target.id} v{target.version}", await back_button(ask, target)
    if not words:
        return Reply(f"请回复{target.name}更正后的姓名。", ((back,),), question=line)
    with asked_again(line):
        new = input_checks.check_name(words)
    return await _change(ask, target, seen, back, f"已更正：姓名为{new}。", "name", new)


async def _change(
    ask: Ask, person: Person, seen: int | None, back: Button, done_note: str, field: str, value: str
) -> Reply:
    """Save one field of a person. The same value again changes nothing, and gets the same answer."""
    before = getattr(person, field)
    if before == value:
        return Reply(done_note, ((back,),))
    if seen not in (None, person.version):
        return Reply(f"{CHANGED}\n{person.name}　{person.phone or '电话未登记'}", ((back,),), toast=UP_TO_DATE)
    await people.change(ask.db, person, **{field: value})
    facts = {"person": person.id, "name": person.name}
    await events.happened(
        ask.db, f"change_{field}", ask.now, ask.me, facts | {field: value}, facts | {field: before}
    )  # fmt: skip
    return Reply(done_note, ((back,),), toast="已保存")
