"""The clerk drafts a bulletin (起草通报) from the present data, changes it by taps, or discards it."""

from datetime import date, timedelta
from typing import Annotated

from pydantic import Field

from handlers.ask import Ask
from handlers.bulletins.page import (
    ARCHIVE,
    bulletin_of,
    current_plan,
    draft_columns,
    draft_of,
    draft_page,
    record_event,
    rewrite_draft,
    what_happened,
)
from handlers.inputs import Id, Input, Sure, Version
from handlers.people.leave import First, Last
from handlers.registry import CLERK, command
from plan import bulletin as rules
from plan.bulletin import PUBLISHED, Bulletin, BulletinStage
from plan.format import days as span
from plan.refusal import Refusal, asked_again
from plan.reply import SLOT, Button, Reply, pairs
from plan.values import Duty
from storage import bulletins, groups
from storage.outbox import pending

MAX_REMARKS = 1000
Remarks = Annotated[
    str, Field(max_length=MAX_REMARKS),
    Input("说明", "请各单位抓紧办理", r"[\s\S]+", f"说明请控制在{MAX_REMARKS}字以内。", after="")
]  # fmt: skip
NO_REMARKS = "无"


@command("bulletin", "起草通报", "起草通报，送领导审签后发到群", who=CLERK, words=("写通报",), writes=True, menu=7)
async def bulletin(ask: Ask, id: Id | None = None) -> Reply:
    """Open a draft, or begin a new one. A draft is rewritten from the present data until it is submitted."""
    if id is not None:
        draft = await bulletin_of(ask, id)
        if draft.stage in PUBLISHED or draft.stage is BulletinStage.DROPPED:
            raise Refusal(what_happened(ask, draft), ARCHIVE)
        return await draft_page(ask, draft if draft.stage is BulletinStage.REVIEW else await rewrite_draft(ask, draft))
    drafts = [draft for draft in await bulletins.open_ones(ask.db, ask.zone, BulletinStage.DRAFT) if not draft.corrects]
    return await draft_page(ask, await rewrite_draft(ask, drafts[0]) if drafts else await _new(ask))


async def _new(ask: Ask) -> Bulletin:
    plan = await current_plan(ask)
    previous = await bulletins.before(ask.db, plan.id, ask.zone)
    first_day, last_day = rules.default_period(previous.last if previous else None, plan.starts, ask.today)
    columns = await draft_columns(ask, plan, first_day, last_day, "")
    return await store_draft(ask, None, columns, [group.id for group in await groups.bound(ask.db)])


async def store_draft(
    ask: Ask, corrected: Bulletin | None, columns: dict[str, object], group_ids: list[int]
) -> Bulletin:
    """Store a new draft with the result of `draft_columns`; `corrected` is the bulletin that it corrects, if any."""
    post = ask.post_of(Duty.CLERK)
    id = await bulletins.draft(ask.db, await current_plan(ask), post, ask.me, group_ids, columns, corrected)
    draft = await bulletin_of(ask, id)
    await record_event(ask, "bulletin_drafted", draft, post)
    return draft


@command("period", "改时段", "修改通报草稿的时段", who=CLERK, writes=True, example="/period 12 3-01 3-31")
async def period(ask: Ask, id: Id, seen: Version | None = None, first: First = "", last: Last = "") -> Reply:
    draft = await draft_of(ask, id, seen)
    line = f"/period {draft.id} v{draft.version}"
    if not first:
        return _period_choice(ask, draft, line)
    with asked_again(line):
        if not last:
            raise Refusal("请同时回复开始和结束日期，例如：3月1日 至 3月31日")
        first_day, last_day = rules.period(first, last, ask.sent_on)
    draft = await rewrite_draft(ask, draft, first=first_day, last=last_day)
    return await draft_page(ask, draft, "时段已修改。", toast="已修改")


def _period_choice(ask: Ask, draft: Bulletin, line: str) -> Reply:
    text = f"请选择通报时段，或直接回复，例如：3月1日 至 3月31日\n现时段：{span(draft.first, draft.last, ask.today)}"
    choices = {name: f"{line} {first} {last}" for name, (first, last) in _usual_periods(ask.today).items()}
    buttons = [Button(name, line) for name, line in choices.items()]
    return Reply(text, (*pairs(buttons), (Button("返回", f"/bulletin {draft.id}"),)), question=line)


def _usual_periods(today: date) -> dict[str, tuple[date, date]]:
    """Return the labels of the offered periods, each with its first and last day."""
    monday, month, day = today - timedelta(days=today.weekday()), today.replace(day=1), timedelta(days=1)
    return {
        "本周": (monday, today), "上周": (monday - 7 * day, monday - day),
        "本月": (month, today), "上月": ((month - day).replace(day=1), month - day),
    }  # fmt: skip


@command("remarks", "写说明", "在通报末尾写一段说明", who=CLERK, writes=True, example="/remarks 12 请各单位抓紧办理")
async def remarks(ask: Ask, id: Id, seen: Version | None = None, words: Remarks = "") -> Reply:
    draft = await draft_of(ask, id, seen)
    if not words:
        current = draft.words or NO_REMARKS
        text = f"请回复通报的说明（{MAX_REMARKS}字以内），回复“{NO_REMARKS}”则不写。\n现有说明：{current}"
        back = (Button("返回", f"/bulletin {draft.id}"),)
        return Reply(text, (back,), question=f"/remarks {draft.id} v{draft.version}")
    words = words.strip().replace(SLOT, "")
    draft = await rewrite_draft(ask, draft, words="" if words == NO_REMARKS else words)
    return await draft_page(ask, draft, "说明已保存。", toast="已保存")


@command("scrap", "放弃通报", "放弃一份尚未签发的通报", who=CLERK, writes=True, example="/scrap 12")
async def scrap(ask: Ask, id: Id, seen: Version | None = None, sure: Sure = "") -> Reply:
    draft = await bulletin_of(ask, id)
    new_row = (Button("起草通报", "/bulletin"), ARCHIVE)
    if draft.stage is BulletinStage.DROPPED:
        return Reply("这份通报已放弃，未发送到任何群。", (new_row,), toast="已放弃")
    if draft.stage in PUBLISHED:
        raise Refusal(f"不能再放弃：{what_happened(ask, draft)}", ARCHIVE)
    if seen not in (None, draft.version):
        view_draft = Button("查看草稿", f"/bulletin {draft.id}")
        raise Refusal(f"情况已有变化，尚未放弃：{what_happened(ask, draft)}", view_draft)
    if not sure:
        confirm = Button("确认放弃", f"/scrap {draft.id} v{draft.version} yes")
        back = Button("返回", f"/bulletin {draft.id}")
        return Reply("放弃后，这份通报的时段、群和说明不再保留。确定放弃吗？", ((confirm, back),))
    await bulletins.change(ask.db, draft, stage=BulletinStage.DROPPED)
    await pending.drop(ask.db, f"bulletin{draft.id}")
    await record_event(ask, "bulletin_dropped", draft, ask.post_of(Duty.CLERK))
    return Reply("这份通报已放弃，未发送到任何群。", (new_row,), toast="已放弃")
