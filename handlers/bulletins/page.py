"""A bulletin's draft: its text from the data, its page, and the checks before a change."""

from datetime import date, timedelta
from typing import Any

from handlers.ask import Ask
from handlers.messages import NO_PLAN
from plan import bulletin as rules
from plan import cycles, format
from plan.bulletin import Bulletin, BulletinStage
from plan.format import moment
from plan.permission import Post
from plan.progress_class import ProgressClass
from plan.refusal import Refusal
from plan.reply import SLOT, Button, Reply
from plan.values import Duty
from storage import assignments, bulletins, events, groups, mornings, plans, units
from storage.plans import Plan

ARCHIVE = Button("返回", "/bulletins")


async def bureau_path(ask: Ask) -> str:
    """Return the path of the bureau itself in the tree of units."""
    return min((unit.path for unit in await units.every(ask.db)), key=lambda path: (path.count("/"), len(path), path))


async def current_plan(ask: Ask) -> Plan:
    """Return the plan in force. Raises Refusal if there is none."""
    plan = await plans.current(ask.db)
    if plan is None:
        raise Refusal(NO_PLAN)
    return plan


async def bulletin_of(ask: Ask, id: int) -> Bulletin:
    """Return the bulletin. Raises Refusal if there is none."""
    bulletin = await bulletins.get(ask.db, id, ask.zone)
    if bulletin is None:
        raise Refusal("没有这份通报。", ARCHIVE)
    return bulletin


async def draft_of(ask: Ask, id: int, seen: int | None) -> Bulletin:
    """Return a draft to be changed. Raises Refusal if it is no draft any more, or not in the version `seen`."""
    draft = await bulletin_of(ask, id)
    if draft.stage is not BulletinStage.DRAFT:
        recall_button = (
            [Button("撤回", f"/recall {draft.id} v{draft.version}")] if draft.stage is BulletinStage.REVIEW else []
        )
        raise Refusal(f"您的操作未保存：{what_happened(ask, draft)}", ARCHIVE, *recall_button)
    if seen not in (None, draft.version):
        raise Refusal("您的操作未保存：草稿已由他人修改，请查看最新内容。", Button("查看草稿", f"/bulletin {draft.id}"))
    return draft


def what_happened(ask: Ask, bulletin: Bulletin) -> str:
    """Return what has happened to the bulletin meanwhile, in a sentence."""
    if bulletin.signed_at:
        correction = "，其后又作了更正" if bulletin.stage is BulletinStage.REPLACED else ""
        return f"{bulletin.signed_by}已于{moment(bulletin.signed_at, ask.today)}签发{bulletin.paper}{correction}。"
    if bulletin.stage is BulletinStage.REVIEW:
        return "这份通报已送领导审签。如需修改，请先撤回，已填的内容都会保留。"
    if bulletin.stage is BulletinStage.DROPPED:
        return "这份通报已由督办员放弃。"
    if bulletin.remark:
        return f"{bulletin.returned_by}已退回修改：{bulletin.remark}"
    return "这份通报正由督办员修改，改好后重新送审。"


async def draft_columns(
    ask: Ask, plan: Plan, first: date, last: date, words: str, corrected: Bulletin | None = None
) -> dict[str, Any]:
    """Return a draft's columns, with the text written from the present data, for `bulletins.draft` and `change`."""
    plan_assignments = await assignments.of_plan(ask.db)
    previous = await bulletins.before(ask.db, plan.id, ask.zone, _original_id(corrected))
    content = rules.content(
        plan_assignments, await bulletins.closed_between(ask.db, first, last, ask.zone), ask.today,
        calendar=ask.bureau.calendar, limits=ask.bureau.limits, before=previous.counts if previous else {},
        unreported=await _unreported(ask, first, last), directives=await bulletins.directives_pending(ask.db),
    )  # fmt: skip
    year = corrected.year if corrected else ask.today.year
    text = ask.render(
        "bulletin", plan=plan, first=first, last=last, words=words,
        content=content, corrected=corrected.dated if corrected else None, year=year,
        number=corrected.number if corrected else SLOT,
        late=lambda day: format.distance(day, ask.today, ask.bureau.calendar).removeprefix("已"),
    )  # fmt: skip
    hidden = " ".join(dict.fromkeys(assignment.code for assignment in plan_assignments if assignment.restricted))
    counts = dict(zip(ProgressClass, (group.count for group in content.classes), strict=True))
    return {
        "first": first, "last": last, "words": words, "text": str(text), "dated": ask.today, "year": year,
        "counts": counts, "hidden": hidden,
    }  # fmt: skip


async def _unreported(ask: Ask, first: date, last: date) -> list[tuple[str, list[str]]]:
    """Return the unreported tasks by unit, of what fell due in the period before today."""
    last_due = min(last, ask.today - timedelta(days=1))
    periods = cycles.latest_due(first, last_due, ask.bureau.calendar, ask.bureau.rules)
    return [(unit, codes) for _, unit, codes in await mornings.unreported(ask.db, periods, ask.zone)]


def _original_id(corrected: Bulletin | None) -> int | None:
    """Return the id of the first version of a bulletin that may have been corrected before."""
    return (corrected.corrects or corrected.id) if corrected else None


async def rewrite_draft(ask: Ask, bulletin: Bulletin, **values: Any) -> Bulletin:
    """Rewrite the draft from the present data, with `values` changed; if nothing differs, its version stays."""
    corrected = await bulletin_of(ask, bulletin.corrects) if bulletin.corrects else None
    inputs: dict[str, Any] = {"first": bulletin.first, "last": bulletin.last, "words": bulletin.words} | values
    columns = await draft_columns(ask, await current_plan(ask), **inputs, corrected=corrected)
    if columns["text"] != bulletin.text or any(
        getattr(bulletin, name) != columns[name] for name in ("first", "last", "words", "dated")
    ):
        hands = " ".join(map(str, sorted(bulletin.hands | {ask.me.id})))
        await bulletins.change(ask.db, bulletin, hands=hands, **columns)
        await record_event(ask, "bulletin_changed", bulletin, ask.post_of(Duty.CLERK))
    return await bulletin_of(ask, bulletin.id)


async def record_event(ask: Ask, action: str, bulletin: Bulletin, post: Post, **more: Any) -> None:
    """Record an event about the bulletin, with `more` facts."""
    facts = {"bulletin": bulletin.id, "version": bulletin.version, **more}
    await events.happened(ask.db, action, ask.now, ask.me, facts, post=post)


async def group_names(ask: Ask, bulletin: Bulletin) -> list[str]:
    """Return the titles of the bulletin's groups that are still bound."""
    return [group.title for group in await groups.bound(ask.db) if group.id in bulletin.groups]


async def draft_page(ask: Ask, bulletin: Bulletin, note: str = "", *, toast: str = "") -> Reply:
    """Return the draft with buttons to change and submit it, or to recall it if it is submitted."""
    text = ask.render(
        "bulletin_page",
        bulletin=bulletin,
        groups=await group_names(ask, bulletin),
        note=note,
        text=bulletin.numbered(bulletin.number),
    )
    reference = f"{bulletin.id} v{bulletin.version}"
    drop = Button("放弃", f"/scrap {reference}")
    if bulletin.stage is not BulletinStage.DRAFT:
        return Reply(text, ((Button("撤回", f"/recall {reference}"),), (ARCHIVE, drop)), toast=toast)
    audience_button = () if bulletin.corrects else (Button("选群", f"/audience {reference}"),)
    change = (Button("改时段", f"/period {reference}"), *audience_button)
    more = (Button("写说明", f"/remarks {reference}"), Button("送领导审签", f"/tosign {reference}"))
    return Reply(text, (change, more, (ARCHIVE, drop)), toast=toast)
