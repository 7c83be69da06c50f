"""A bulletin while it is written: the text made of the data, the draft's page, and who may change it at which stage."""

from datetime import date, timedelta
from typing import Any

from handlers.ask import Ask
from handlers.messages import NO_PLAN
from plan import bulletin as rules
from plan import cycles, format
from plan.bulletin import Bulletin, Stage
from plan.format import moment
from plan.permission import Post
from plan.progress_class import Standing
from plan.refusal import Refusal
from plan.reply import SLOT, Button, Reply
from plan.values import Duty
from storage import assignments, bulletins, events, groups, mornings, plans, units
from storage.plans import Plan

LIST = Button("返回", "/bulletins")


def clerk_post(ask: Ask) -> Post:
    return ask.post_of(Duty.CLERK)


async def bureau_path(ask: Ask) -> str:
    """The bureau's own place in the tree."""
    return min((unit.path for unit in await units.every(ask.db)), key=lambda path: (path.count("/"), len(path), path))


async def plan_of(ask: Ask) -> Plan:
    plan = await plans.current(ask.db)
    if plan is None:
        raise Refusal(NO_PLAN)
    return plan


async def bulletin_of(ask: Ask, id: int) -> Bulletin:
    bulletin = await bulletins.get(ask.db, id, ask.zone)
    if bulletin is None:
        raise Refusal("没有这份通报。", LIST)
    return bulletin


async def draft_of(ask: Ask, id: int, seen: int | None) -> Bulletin:
    """To be changed: raises Refusal where it is no draft any more, or not the one that he has seen."""
    one = await bulletin_of(ask, id)
    if one.stage is not Stage.DRAFT:
        taken_back = [Button("撤回", f"/recall {one.id} v{one.version}")] if one.stage is Stage.REVIEW else []
        raise Refusal(f"您的操作未保存：{happened(ask, one)}", LIST, *taken_back)
    if seen not in (None, one.version):
        raise Refusal("您的操作未保存：草稿已由他人修改，请查看最新内容。", Button("查看草稿", f"/bulletin {one.id}"))
    return one


def happened(ask: Ask, one: Bulletin) -> str:
    """What has become of it meanwhile."""
    if one.signed_at:
        done = "，其后又作了更正" if one.stage is Stage.REPLACED else ""
        return f"{one.signed_by}已于{moment(one.signed_at, ask.today)}签发{one.paper}{done}。"
    if one.stage is Stage.REVIEW:
        return "这份通报已送领导审签。如需修改，请先撤回，已填的内容都会保留。"
    if one.stage is Stage.DROPPED:
        return "这份通报已由督办员放弃。"
    return f"{one.returned_by}已退回修改：{one.remark}" if one.remark else "这份通报正由督办员修改，改好后重新送审。"


async def written(
    ask: Ask, plan: Plan, first: date, last: date, words: str, corrected: Bulletin | None = None
) -> dict[str, Any]:
    """The text of the data as they are now, with what must be remembered of them."""
    shares = await assignments.of_plan(ask.db)
    last_one = await bulletins.before(ask.db, plan.id, ask.zone, _origin(corrected))
    content = rules.content(
        shares, await bulletins.closed_between(ask.db, first, last, ask.zone), ask.today,
        calendar=ask.bureau.calendar, limits=ask.bureau.limits, before=last_one.counts if last_one else {},
        unreported=await _unreported(ask, first, last), directives=await bulletins.directives_pending(ask.db),
    )  # fmt: skip
    year = corrected.year if corrected else ask.today.year
    text = ask.render(
        "bulletin", plan=plan, first=first, last=last, words=words,
        content=content, corrected=corrected.dated if corrected else None, year=year,
        number=corrected.number if corrected else SLOT,
        late=lambda day: format.distance(day, ask.today, ask.bureau.calendar).removeprefix("已"),
    )  # fmt: skip
    hidden = " ".join(dict.fromkeys(assignment.code for assignment in shares if assignment.restricted))
    counts = dict(zip(Standing, (one.count for one in content.classes), strict=True))
    return {
        "first": first, "last": last, "words": words, "text": str(text), "dated": ask.today, "year": year,
        "counts": counts, "hidden": hidden,
    }  # fmt: skip


async def _unreported(ask: Ask, first: date, last: date) -> list[tuple[str, list[str]]]:
    """What was due in the period; what is due today may still come."""
    over = min(last, ask.today - timedelta(days=1))
    periods = cycles.fallen_due(first, over, ask.bureau.calendar, ask.bureau.rules)
    return [(unit, codes) for _, unit, codes in await mornings.unreported(ask.db, periods, ask.zone)]


def _origin(corrected: Bulletin | None) -> int | None:
    return (corrected.corrects or corrected.id) if corrected else None


async def rewritten(ask: Ask, bulletin: Bulletin, **values: Any) -> Bulletin:
    """With these changed, of the data as they are now. Where nothing is another, it stays the version it was."""
    corrected = await bulletin_of(ask, bulletin.corrects) if bulletin.corrects else None
    wanted: dict[str, Any] = {"first": bulletin.first, "last": bulletin.last, "words": bulletin.words} | values
    new = await written(ask, await plan_of(ask), **wanted, corrected=corrected)
    if new["text"] != bulletin.text or any(
        getattr(bulletin, name) != new[name] for name in ("first", "last", "words", "dated")
    ):
        hands = " ".join(map(str, sorted(bulletin.hands | {ask.me.id})))
        await bulletins.change(ask.db, bulletin, hands=hands, **new)
        await noted(ask, "bulletin_changed", bulletin, clerk_post(ask))
    return await bulletin_of(ask, bulletin.id)


async def noted(ask: Ask, action: str, bulletin: Bulletin, post: Post, **more: Any) -> None:
    facts = {"bulletin": bulletin.id, "version": bulletin.version, **more}
    await events.happened(ask.db, action, ask.now, ask.me, facts, post=post)


async def names(ask: Ask, bulletin: Bulletin) -> list[str]:
    """Of its groups those that are still bound."""
    return [group.title for group in await groups.bound(ask.db) if group.id in bulletin.groups]


async def draft_page(ask: Ask, bulletin: Bulletin, note: str = "", *, toast: str = "") -> Reply:
    text = ask.render(
        "bulletin_draft",
        one=bulletin,
        groups=await names(ask, bulletin),
        note=note,
        text=bulletin.numbered(bulletin.number),
    )
    seen = f"{bulletin.id} v{bulletin.version}"
    drop = Button("放弃", f"/scrap {seen}")
    if bulletin.stage is not Stage.DRAFT:
        return Reply(text, ((Button("撤回", f"/recall {seen}"),), (LIST, drop)), toast=toast)
    where = () if bulletin.corrects else (Button("选群", f"/audience {seen}"),)
    change = (Button("改时段", f"/period {seen}"), *where)
    more = (Button("写说明", f"/remarks {seen}"), Button("送领导审签", f"/tosign {seen}"))
    return Reply(text, (change, more, (LIST, drop)), toast=toast)
