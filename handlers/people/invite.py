"""The clerk invites somebody to a post (邀请), by taps or in one typed line."""

from handlers.ask import Ask
from handlers.inputs import DutyWord, Page, Word, Words
from handlers.people.pick_unit import find_unit, unit_choice
from handlers.registry import CLERK, command
from plan.reply import Button, Reply, pairs
from plan.values import Duty
from storage import events, invitations, units


@command(
    "invite", "邀请", "邀请人员到岗，生成一次性链接", who=CLERK, writes=True, menu=8,
    example="/invite 常州市局 联络员",
)  # fmt: skip
async def invite(ask: Ask, page: Page = 0, unit: Word = "", duty: DutyWord | None = None, name: Words = "") -> Reply:
    all_units = await units.every(ask.db)
    if not unit:
        return unit_choice("请选择单位", all_units, page, "/invite")
    chosen = find_unit(all_units, unit, "/invite")
    if duty is None:
        buttons = [Button(offered.label, f"/invite {chosen.id} {offered.value}") for offered in Duty]
        return Reply(f"请选择{chosen.name}的岗位：", (*pairs(buttons), (Button("返回", "/invite"),)))
    name = name.strip()[:40]
    code = await invitations.create(ask.db, chosen.id, duty, name, ask.now)
    await events.happened(ask.db, "invite", ask.now, ask.me, {"unit": chosen.name, "duty": duty.value})
    link = f"https://t.me/{ask.bureau.bot_username}?start={code}"
    title = f"{chosen.name}{duty.label}"
    return Reply(f"请将以下链接转给{title}{name}，7日内有效，只能使用一次：\n{link}", fresh=True)
