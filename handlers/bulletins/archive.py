"""The bulletins that were sent (通报), for everybody in the plan; the clerk corrects one from here (更正)."""

from handlers.ask import Ask
from handlers.bulletins.draft import put
from handlers.bulletins.page import LIST, bulletin_of, draft_page, plan_of, written
from handlers.inputs import Id, Page
from handlers.messages import keyboard
from handlers.registry import CLERK, command
from plan.bulletin import OUT, Bulletin, Stage
from plan.format import short_day
from plan.refusal import Refusal
from plan.reply import Button, Reply, pairs, window
from plan.values import Duty
from storage import bulletins

HIDDEN = "这份通报涉及现已不上机的任务，请查阅纸质件。"


@command("bulletins", "通报", "已印发的督办通报", words=("通报清单", "历次通报"), menu=8, example="/bulletins")
async def bulletins_(ask: Ask, page: Page = 0, id: Id | None = None) -> Reply:
    if id is not None:
        return await _shown(ask, await bulletin_of(ask, id))
    total = await bulletins.count(ask.db)
    first, page_row, page_label = window(total, page, "/bulletins")
    rows = await bulletins.page(ask.db, first, ask.zone)
    clerk = Duty.CLERK in ask.me.duties
    drafts = await bulletins.open_ones(ask.db, ask.zone) if clerk else []
    text = ask.render(
        "bulletins", rows=rows, total=total, pages=page_label,
        open=drafts[:2],
    )  # fmt: skip
    buttons = [Button(_label(bulletin), f"/bulletins {bulletin.id}") for bulletin in rows]
    mine = [Button(bulletin.stage.label, f"/bulletin {bulletin.id}") for bulletin in drafts[:2]]
    new = [(Button("起草通报", "/bulletin"),)] if clerk and not mine else [tuple(mine)] if mine else []
    return Reply(text, keyboard(*pairs(buttons), page_row, *new))


def _label(one: Bulletin) -> str:
    return f"{one.number}号{'更正' if one.corrects else '原件' if one.stage is Stage.REPLACED else ''}"


async def _shown(ask: Ask, one: Bulletin) -> Reply:
    if one.stage not in OUT:
        raise Refusal("这份通报尚未印发。", LIST)
    hidden = one.tells(await bulletins.restricted(ask.db, one.plan_id))
    buttons = [LIST]
    if one.corrects:
        buttons.append(Button("查看原件", f"/bulletins {one.corrects}"))
    if one.stage is Stage.REPLACED and (newer := await bulletins.correction_of(ask.db, one.id, ask.zone)):
        buttons.append(Button("查看更正", f"/bulletins {newer.id}"))
    elif Duty.CLERK in ask.me.duties:
        buttons.append(Button("更正", f"/correct {one.id}"))
    return Reply(f"{one.paper}\n{HIDDEN}" if hidden else one.text, pairs(buttons))


@command(
    "correct", "更正通报", "更正一份已印发的通报，经领导签发后替换原件", who=CLERK, writes=True, example="/correct 12"
)
async def correct(ask: Ask, id: Id) -> Reply:
    """A draft of its own, under the same number; it goes to the leader as any other does."""
    bulletin = await bulletin_of(ask, id)
    if bulletin.stage not in OUT:
        raise Refusal("这份通报尚未印发，不必更正，直接修改即可。", LIST)
    if known := await bulletins.correction_of(ask.db, bulletin.id, ask.zone):
        if known.stage in OUT:
            raise Refusal(f"{bulletin.paper}已更正，请在更正件上办理。", Button("查看更正", f"/bulletins {known.id}"))
        return await draft_page(ask, known)
    plan = await plan_of(ask)
    if plan.id != bulletin.plan_id:
        raise Refusal("这是以前年度的通报，不能再更正。", LIST)
    values = await written(ask, plan, bulletin.first, bulletin.last, bulletin.words, bulletin)
    return await draft_page(
        ask,
        await put(ask, bulletin, values, list(bulletin.groups)),
        f"更正件签发后替换群内原件，编号不变。数据已按{short_day(ask.today, ask.today)}重新统计，请核对。",
    )
