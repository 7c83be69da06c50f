"""The bulletins that were sent (通报), for everybody; the clerk starts a correction from here (更正)."""

from handlers.ask import Ask
from handlers.bulletins.draft import store_draft
from handlers.bulletins.page import ARCHIVE, bulletin_of, current_plan, draft_columns, draft_page
from handlers.inputs import Id, Page
from handlers.messages import keyboard
from handlers.registry import CLERK, command
from plan.bulletin import PUBLISHED, Bulletin, BulletinStage
from plan.format import short_day
from plan.refusal import Refusal
from plan.reply import Button, Reply, pairs, window
from plan.values import Duty
from storage import bulletins

RESTRICTED = "这份通报涉及现已不上机的任务，请查阅纸质件。"


@command("bulletins", "通报", "已印发的督办通报", words=("通报清单", "历次通报"), menu=8, example="/bulletins")
async def bulletins_(ask: Ask, page: Page = 0, id: Id | None = None) -> Reply:
    if id is not None:
        return await _bulletin_page(ask, await bulletin_of(ask, id))
    total = await bulletins.count(ask.db)
    first, page_row, page_label = window(total, page, "/bulletins")
    rows = await bulletins.page(ask.db, first, ask.zone)
    clerk = Duty.CLERK in ask.me.duties
    drafts = await bulletins.open_ones(ask.db, ask.zone) if clerk else []
    text = ask.render(
        "bulletin_archive", rows=rows, total=total, pages=page_label,
        open=drafts[:2],
    )  # fmt: skip
    buttons = [Button(_label(bulletin), f"/bulletins {bulletin.id}") for bulletin in rows]
    draft_buttons = [Button(bulletin.stage.label, f"/bulletin {bulletin.id}") for bulletin in drafts[:2]]
    new_button = (Button("起草通报", "/bulletin"),) if clerk else ()
    return Reply(text, keyboard(*pairs(buttons), page_row, tuple(draft_buttons) or new_button))


def _label(bulletin: Bulletin) -> str:
    kind = "更正" if bulletin.corrects else "原件" if bulletin.stage is BulletinStage.REPLACED else ""
    return f"{bulletin.number}号{kind}"


async def _bulletin_page(ask: Ask, bulletin: Bulletin) -> Reply:
    if bulletin.stage not in PUBLISHED:
        raise Refusal("这份通报尚未印发。", ARCHIVE)
    is_restricted = bulletin.tells(await bulletins.restricted(ask.db, bulletin.plan_id))
    buttons = [ARCHIVE]
    if bulletin.corrects:
        buttons.append(Button("查看原件", f"/bulletins {bulletin.corrects}"))
    if bulletin.stage is BulletinStage.REPLACED and (
        newer := await bulletins.correction_of(ask.db, bulletin.id, ask.zone)
    ):
        buttons.append(Button("查看更正", f"/bulletins {newer.id}"))
    elif Duty.CLERK in ask.me.duties:
        buttons.append(Button("更正", f"/correct {bulletin.id}"))
    return Reply(f"{bulletin.paper}\n{RESTRICTED}" if is_restricted else bulletin.text, pairs(buttons))


@command(
    "correct", "更正通报", "更正一份已印发的通报，经领导签发后替换原件", who=CLERK, writes=True, example="/correct 12"
)
async def correct(ask: Ask, id: Id) -> Reply:
    """Open the draft of a correction, which keeps the number; it goes to the leader like any other draft."""
    bulletin = await bulletin_of(ask, id)
    if bulletin.stage not in PUBLISHED:
        raise Refusal("这份通报尚未印发，不必更正，直接修改即可。", ARCHIVE)
    if correction := await bulletins.correction_of(ask.db, bulletin.id, ask.zone):
        if correction.stage in PUBLISHED:
            raise Refusal(
                f"{bulletin.paper}已更正，请在更正件上办理。", Button("查看更正", f"/bulletins {correction.id}")
            )
        return await draft_page(ask, correction)
    plan = await current_plan(ask)
    if plan.id != bulletin.plan_id:
        raise Refusal("这是以前年度的通报，不能再更正。", ARCHIVE)
    values = await draft_columns(ask, plan, bulletin.first, bulletin.last, bulletin.words, bulletin)
    return await draft_page(
        ask,
        await store_draft(ask, bulletin, values, list(bulletin.groups)),
        f"更正件签发后替换群内原件，编号不变。数据已按{short_day(ask.today, ask.today)}重新统计，请核对。",
    )
