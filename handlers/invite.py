"""The clerk invites somebody to a post (邀请): by taps, or typed in one line."""

from handlers.ask import Ask
from handlers.inputs import DutyWord, Page, Word, Words
from handlers.registry import CLERK, command
from plan.refusal import Refusal
from plan.reply import Button, Reply, paged, pairs
from plan.values import Duty
from plan.wording import shortened
from storage import events, invitations, units
from storage.units import Unit


@command(
    "invite", "邀请", "邀请人员到岗，生成一次性链接", who=CLERK, writes=True, menu=8,
    example="/invite 常州市局 联络员",
)  # fmt: skip
async def invite(ask: Ask, page: Page = 0, unit: Word = "", duty: DutyWord | None = None, name: Words = "") -> Reply:
    every = await units.every(ask.db)
    if not unit:
        return _choose_unit(every, page)
    found = _find(every, unit)
    if duty is None:
        buttons = [Button(one.label, f"/invite {found.id} {one.value}") for one in Duty]
        return Reply(f"请选择{found.name}的岗位：", (*pairs(buttons), (Button("返回", "/invite"),)))
    name = name.strip()[:40]
    code = await invitations.create(ask.db, found.id, duty, name, ask.now)
    await events.happened(ask.db, "invite", ask.now, ask.me, {"unit": found.name, "duty": duty.value})
    link = f"https://t.me/{ask.bureau.bot_username}?start={code}"
    who = f"{found.name}{duty.label}"
    return Reply(f"请将以下链接转给{who}{name}，7日内有效，只能使用一次：\n{link}", fresh=True)


def _choose_unit(every: list[Unit], page: int) -> Reply:
    shown, turn, pages = paged(every, page, "/invite")
    lines = "\n".join(unit.name for unit in shown)
    text = f"请选择单位{f'（{pages}）' if pages else ''}：\n{lines}"
    return Reply(
        text,
        (*pairs(Button(shortened(unit.name, 6), f"/invite {unit.id}") for unit in shown), *([turn] if turn else [])),
    )


def _find(every: list[Unit], word: str) -> Unit:
    """By id from a button, by name, or by a part of it that only one unit has."""
    named = [unit for unit in every if word in (str(unit.id), unit.name)]
    alike = named or [unit for unit in every if word in unit.name]
    if len(alike) == 1:
        return alike[0]
    if not alike:
        raise Refusal(f"没有名称含“{word}”的单位。", Button("选择单位", "/invite"))
    raise Refusal(
        "有多个单位，请选择：", *(Button(shortened(unit.name, 6), f"/invite {unit.id}") for unit in alike[:8])
    )


def _button(unit: Unit) -> Button:
    return Button(shortened(unit.name, 6), f"/invite {unit.id}")
