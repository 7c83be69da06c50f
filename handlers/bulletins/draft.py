"""The clerk drafts a bulletin (起草通报): shown at once from the data, changed by taps, or dropped."""

from datetime import date, timedelta
from typing import Annotated

from pydantic import Field

from handlers.ask import Ask
from handlers.bulletins.page import (
    LIST,
    bulletin_of,
    clerk_post,
    draft_of,
    draft_page,
    happened,
    noted,
    plan_of,
    rewritten,
    written,
)
from handlers.inputs import Id, Input, Page, Sure, Version
from handlers.messages import keyboard
from handlers.people.leave import First, Last
from handlers.people.pick_unit import button_label
from handlers.registry import CLERK, command
from plan import bulletin as rules
from plan.bulletin import OUT, Bulletin, Stage
from plan.format import days as span
from plan.refusal import Refusal, asked_again
from plan.reply import SLOT, Button, Reply, paged, pairs
from storage import bulletins, groups
from storage.outbox import pending

LONGEST = 1000
Remarks = Annotated[
    str, Field(max_length=LONGEST),
    Input("说明", "请各单位抓紧办理", r"[\s\S]+", f"说明请控制在{LONGEST}字以内。", after="")
]  # fmt: skip
NONE = "无"


@command("bulletin", "起草通报", "起草通报，送领导审签后发到群", who=CLERK, words=("写通报",), writes=True, menu=7)
async def bulletin(ask: Ask, id: Id | None = None) -> Reply:
    """The draft that is open, else a new one. A draft says what holds now; once handed in it stays as it is."""
    if id is not None:
        one = await bulletin_of(ask, id)
        if one.stage in OUT or one.stage is Stage.DROPPED:
            raise Refusal(happened(ask, one), LIST)
        return await draft_page(ask, one if one.stage is Stage.REVIEW else await rewritten(ask, one))
    drafts = [one for one in await bulletins.open_ones(ask.db, ask.zone, Stage.DRAFT) if not one.corrects]
    return await draft_page(ask, await rewritten(ask, drafts[0]) if drafts else await _new(ask))


async def _new(ask: Ask) -> Bulletin:
    plan = await plan_of(ask)
    last = await bulletins.before(ask.db, plan.id, ask.zone)
    first, until = rules.since(last.last if last else None, plan.starts, ask.today)
    return await put(ask, None, await written(ask, plan, first, until, ""), [g.id for g in await groups.bound(ask.db)])


async def put(ask: Ask, corrected: Bulletin | None, values: dict[str, object], chosen: list[int]) -> Bulletin:
    post = clerk_post(ask)
    id = await bulletins.draft(ask.db, await plan_of(ask), post, ask.me, chosen, values, corrected)
    one = await bulletin_of(ask, id)
    await noted(ask, "bulletin_drafted", one, post)
    return one


@command("period", "改时段", "修改通报草稿的时段", who=CLERK, writes=True, example="/period 12 3-01 3-31")
async def period(ask: Ask, id: Id, seen: Version | None = None, first: First = "", last: Last = "") -> Reply:
    one = await draft_of(ask, id, seen)
    line = f"/period {one.id} v{one.version}"
    if not first:
        return _periods(ask, one, line)
    with asked_again(line):
        if not last:
            raise Refusal("请同时回复开始和结束日期，例如：3月1日 至 3月31日")
        days = rules.period(first, last, ask.today)
    return await draft_page(ask, await rewritten(ask, one, first=days[0], last=days[1]), "时段已修改。", toast="已修改")


def _periods(ask: Ask, one: Bulletin, line: str) -> Reply:
    text = f"请选择通报时段，或直接回复，例如：3月1日 至 3月31日\n现时段：{span(one.first, one.last, ask.today)}"
    choices = {name: f"{line} {first} {last}" for name, (first, last) in usual(ask.today).items()}
    buttons = [Button(name, line) for name, line in choices.items()]
    return Reply(text, (*pairs(buttons), (Button("返回", f"/bulletin {one.id}"),)), question=line)


def usual(today: date) -> dict[str, tuple[date, date]]:
    monday, month, day = today - timedelta(days=today.weekday()), today.replace(day=1), timedelta(days=1)
    return {
        "本周": (monday, today), "上周": (monday - 7 * day, monday - day),
        "本月": (month, today), "上月": ((month - day).replace(day=1), month - day),
    }  # fmt: skip


@command("audience", "选群", "选择通报发送到哪些群", who=CLERK, writes=True, example="/audience 12 v1 3")
async def audience(
    ask: Ask, id: Id, seen: Version | None = None, group: Id | None = None, page: Page = 0
) -> Reply:  # fmt: skip
    """A tap puts a group in or takes it out."""
    one, bound = await draft_of(ask, id, seen), await groups.bound(ask.db)
    if one.corrects:
        raise Refusal("更正发送到原通报的各群，不另选群。", Button("查看草稿", f"/bulletin {one.id}"))
    if not bound:
        raise Refusal("还没有绑定的群。请先在群内发送 /bind。", Button("查看草稿", f"/bulletin {one.id}"))
    if group is not None:
        if group not in [known.id for known in bound]:
            raise Refusal("这个群没有绑定，请重新选择。", Button("选群", f"/audience {one.id} v{one.version}"))
        await bulletins.choose(ask.db, one.id, set(one.groups) ^ {group})
        await bulletins.change(ask.db, one, hands=" ".join(map(str, sorted(one.hands | {ask.me.id}))))
        await noted(ask, "bulletin_changed", one, clerk_post(ask))
        one = await bulletin_of(ask, one.id)
    line = f"/audience {one.id} v{one.version}"
    page_items, page_row, page_label = paged(bound, page, line)
    rows = [f"{n}. {'✓' if known.id in one.groups else '　'} {known.title}" for n, known in enumerate(page_items, 1)]
    text = "\n".join((f"请点选发送的群{f'（{page_label}）' if page_label else ''}，✓ 为已选：", *rows))
    buttons = [
        Button(button_label(n, known.title), f"{line} {known.id} p{page}") for n, known in enumerate(page_items, 1)
    ]
    return Reply(text, keyboard(*pairs(buttons), page_row, (Button("返回", f"/bulletin {one.id}"),)))


@command("remarks", "写说明", "在通报末尾写一段说明", who=CLERK, writes=True, example="/remarks 12 请各单位抓紧办理")
async def remarks(ask: Ask, id: Id, seen: Version | None = None, words: Remarks = "") -> Reply:
    one = await draft_of(ask, id, seen)
    if not words:
        text = f"请回复通报的说明（{LONGEST}字以内），回复“{NONE}”则不写。\n现有说明：{one.words or NONE}"
        back = (Button("返回", f"/bulletin {one.id}"),)
        return Reply(text, (back,), question=f"/remarks {one.id} v{one.version}")
    words = words.strip().replace(SLOT, "")
    one = await rewritten(ask, one, words="" if words == NONE else words)
    return await draft_page(ask, one, "说明已保存。", toast="已保存")


@command("scrap", "放弃通报", "放弃一份尚未签发的通报", who=CLERK, writes=True, example="/scrap 12")
async def scrap(ask: Ask, id: Id, seen: Version | None = None, sure: Sure = "") -> Reply:
    one = await bulletin_of(ask, id)
    again = (Button("起草通报", "/bulletin"), LIST)
    if one.stage is Stage.DROPPED:
        return Reply("这份通报已放弃，未发送到任何群。", (again,), toast="已放弃")
    if one.stage in OUT:
        raise Refusal(f"不能再放弃：{happened(ask, one)}", LIST)
    if seen not in (None, one.version):
        raise Refusal(f"情况已有变化，尚未放弃：{happened(ask, one)}", Button("查看草稿", f"/bulletin {one.id}"))
    if not sure:
        yes = Button("确认放弃", f"/scrap {one.id} v{one.version} yes")
        return Reply(
            "放弃后，这份通报的时段、群和说明不再保留。确定放弃吗？", ((yes, Button("返回", f"/bulletin {one.id}")),)
        )
    await bulletins.change(ask.db, one, stage=Stage.DROPPED)
    await pending.drop(ask.db, f"bulletin{one.id}")
    await noted(ask, "bulletin_dropped", one, clerk_post(ask))
    return Reply("这份通报已放弃，未发送到任何群。", (again,), toast="已放弃")
