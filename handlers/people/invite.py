"""The clerk invites somebody to a post (邀请), by taps or in one typed line."""

from handlers.ask import Ask
from handlers.inputs import DutyWord, Page, Word, Words
from handlers.people.pick_unit import find_unit, unit_choice
from handlers.registry import CLERK, command
from plan.input_checks import LONGEST
from plan.reply import Button, Reply, Row, pairs
from plan.values import Duty
from plan.words.open_question import Wants
from storage import events, invitations, units

NO_NAME = "不填姓名"
LOST = "邀请链接未能送达，请重新邀请。"
"""Sent in the place of a link that the bot no longer has, because it was restarted before the link arrived."""


@command(
    "invite", "邀请", "邀请人员到岗，生成一次性链接", who=CLERK, writes=True, menu=8,
    example="/invite 常州市局 联络员 演示人员", asks=Wants.NAME,
)  # fmt: skip
async def invite(ask: Ask, page: Page = 0, unit: Word = "", duty: DutyWord | None = None, name: Words = "") -> Reply:
    all_units = await units.every(ask.db)
    if not unit:
        return unit_choice("请选择单位", all_units, page, "/invite")
    chosen = find_unit(all_units, unit, "/invite ", f" {duty.value} {name}".rstrip() if duty else "")
    if duty is None:
        buttons = [Button(offered.label, f"/invite {chosen.id} {offered.value}") for offered in Duty]
        return Reply(f"请选择{chosen.name}的岗位：", (*pairs(buttons), (Button("返回", "/invite"),)))
    if not name:
        return Reply(
            f"请回复{chosen.name}{duty.label}的姓名，邀请将写明发给谁。",
            name_buttons(f"/invite {chosen.id} {duty.value}", f"/invite {chosen.id}"),
            question=f"/invite {chosen.id} {duty.value}",
        )
    name = invited_name(name)
    code = await invitations.create(ask.db, chosen.id, duty, name, ask.now)
    await events.happened(ask.db, "invite", ask.now, ask.me, {"unit": chosen.name, "duty": duty.value})
    return link_reply(ask, code, f"{chosen.name}{duty.label}{name}")


def name_buttons(line: str, back: str) -> tuple[Row, ...]:
    """Return the buttons under the question for the name; `line` with a name behind it creates the invitation."""
    return ((Button(NO_NAME, f"{line} {NO_NAME}"), Button("返回", back)),)


def invited_name(words: str) -> str:
    """Return the name as typed in one line, empty for the button that leaves it out."""
    name = " ".join(words.split())[:LONGEST]
    return "" if name == NO_NAME else name


def link_reply(ask: Ask, code: str, receiver: str, hint: str = "") -> Reply:
    """Return the message with the link. The database never holds it, because it holds the code."""
    link = f"https://t.me/{ask.bureau.bot_username}?start={code}"
    text = f"请将以下链接转给{receiver}，7日内有效，只能使用一次，对方确认后到岗。{hint}\n{link}"
    return Reply(text, fresh=True, stored=LOST)
