"""What the bot has sent (送达): per rule and day how many have arrived, wait or have failed, and why."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from typing import Annotated

from handlers.ask import Ask
from handlers.inputs import Input, Page
from handlers.registry import CLERK, command
from plan.format import moment, shortened
from plan.letter_kinds import kind_named
from plan.reply import Button, Reply, pairs, window
from plan.texts import render
from storage import inbox
from storage.outbox import delivery_counts

RuleName = Annotated[str, Input("类别", "digest", r"[a-z_.]{1,30}")]
DAYS = 7
PREFIXES = {"waiting": "待发，", "unclear": "不明，"}
ROWS = 8


@command("deliveries", "送达", "近7天各类消息的送达情况，未送达的原因", who=CLERK, words=("送达情况",), menu=19)
async def deliveries(ask: Ask, page: Page = 0, rule: RuleName = "", of_rule: Page = 0) -> Reply:
    """The first page is today, the next one yesterday; behind a rule's name those of its letters that are not sent."""
    page = min(page, DAYS - 1)
    day = ask.today - timedelta(days=page)
    return await (_of_rule(ask, day, page, rule, of_rule) if rule else _of_day(ask, day, page))


async def _of_day(ask: Ask, day: date, page: int) -> Reply:
    rules: dict[str, Counter[str]] = {}
    reasons: dict[str, Counter[str]] = {}
    names: dict[str, str] = {}
    for count in await delivery_counts.counts(ask.db, day, ask.zone):
        label = count.kind.label
        rules.setdefault(label, Counter())[count.state] += count.count
        if count.state in delivery_counts.LATE:
            names.setdefault(label, count.kind.name)
            if count.reason:
                reasons.setdefault(label, Counter())[count.reason.label] += count.count
    text = render(
        "deliveries", today=ask.today, calendar=ask.bureau.calendar, date=day, rules=rules, reasons=reasons,
        more=bool(names), unanswered=await _unanswered(ask, day),
    )  # fmt: skip
    buttons = pairs(Button(shortened(label, 6), f"/deliveries p{page} {rule}") for label, rule in names.items())
    return Reply(text, (*buttons, *_turn(page)))


async def _unanswered(ask: Ask, day: date) -> int:
    """How many answers to what came in on that day were never confirmed."""
    begin = datetime.combine(day, time.min, ask.zone)
    return await inbox.unanswered(ask.db, begin, begin + timedelta(days=1))


def _turn(page: int) -> tuple[tuple[Button, ...], ...]:
    earlier = [Button("前一天", f"/deliveries p{page + 1}")] if page + 1 < DAYS else []
    later = [Button("后一天", f"/deliveries p{page - 1}")] if page else []
    return ((*earlier, *later),)


async def _of_rule(ask: Ask, day: date, page: int, rule: str, of_rule: int) -> Reply:
    label = kind_named(rule).label
    kinds = {count.kind for count in await delivery_counts.counts(ask.db, day, ask.zone) if count.kind.label == label}
    total = await delivery_counts.late_count(ask.db, day, ask.zone, kinds)
    first, turn, pages = window(total, of_rule, f"/deliveries p{page} {rule}", ROWS)
    rows = await delivery_counts.late(ask.db, day, ask.zone, kinds, first, ROWS, ask.today)
    text = render(
        "undelivered", today=ask.today, calendar=ask.bureau.calendar, date=day, label=label, total=total,
        pages=pages, rows=[(one, _why(ask, one)) for one in rows],
        failed=any(one.state != "waiting" for one in rows),
    )  # fmt: skip
    foot = (Button("电话清单", "/phone"), Button("返回", f"/deliveries p{page}"))
    return Reply(text, (*([turn] if turn else []), foot))


def _why(ask: Ask, one: delivery_counts.Unsent) -> str:
    if one.reason is None:
        at = one.kind.speaks_at(one.due_at, ask.now, ask.bureau.calendar)
        return f"待发，将于{moment(at, ask.today)}发送" if at > ask.now else "待发"
    return f"{PREFIXES.get(one.state, '')}{one.reason.label}"
