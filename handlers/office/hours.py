"""The hours within which the bot sends messages by itself (提醒时段); the clerk sets them for the bureau."""

from dataclasses import replace
from datetime import time
from typing import Annotated

from handlers.ask import Ask
from handlers.inputs import Input
from handlers.registry import CLERK, command
from plan import hours as rules
from plan.hours import Hours, Urgent
from plan.reply import Button, Reply, pairs
from plan.rules import SETTINGS, said, within
from storage import events, groups, workday_changes, workdays
from storage import settings as stored

Moment = Annotated[str, Input("时间", "8:30", rules.SHAPE, rules.WRONG, after=r"\s*(?:[-—–~至到]+|(?!\S))")]
CHOICES = {"顺延发送": Urgent.WAITS, "工作日即发": Urgent.WORKDAYS, "随时即发": Urgent.ALWAYS}
Choice = Annotated[str, Input("紧急事项", "顺延发送", "|".join(CHOICES))]
STEP = 30
"""In minutes."""


@command(
    "hours", "提醒时段", "设定几点到几点可以提醒，紧急事项何时发送", who=CLERK, writes=True, settles=True,
    example="/hours 8:30 17:30",
)  # fmt: skip
async def hours(ask: Ask, opens: Moment = "", closes: Moment = "", choice: Choice = "") -> Reply:
    before = (await workdays.calendar(ask.db)).hours
    after = replace(before, urgent=CHOICES.get(choice, before.urgent))
    if opens and closes:
        times = [text.rstrip("-—–~至到 ") for text in (opens, closes)]
        after = rules.between(after, *(rules.read(text) for text in times))
    if after == before:
        return _page(after)
    await workday_changes.set_hours(ask.db, after, ask.now)
    new, old = ({"hours": str(hours), "urgent": hours.urgent} for hours in (after, before))
    await events.happened(ask.db, "hours", ask.now, ask.me, new, old)
    return _page(after, "已保存", await _move_rule_times(ask, before, after) + await _group_note(ask, after))


async def _move_rule_times(ask: Ask, before: Hours, after: Hours) -> str:
    """Move the rules' times into the new hours, and return notes on them; a time at the opening moves with it."""
    old_rules = await stored.rules(ask.db)
    new_rules = within(old_rules, after, before)
    note = ""
    for name, setting in SETTINGS.items():
        old, new = said(getattr(old_rules, name)), said(getattr(new_rules, name))
        if old != new:
            await stored.put(ask.db, stored.BUREAU, f"{stored.RULE}{name}", new)
            new_facts, old_facts = {"name": name, "value": new}, {"name": name, "value": old}
            await events.happened(ask.db, "rule", ask.now, ask.me, new_facts, old_facts)
            reason = "随时段开始" if after.within(getattr(old_rules, name)) else "已不在时段内，"
            note += f"{setting.label}{old}{reason}改为{new}。\n"
    return note


async def _group_note(ask: Ask, after: Hours) -> str:
    """Return a note on groups whose weekly summary is outside the hours; its time is set in the group itself."""
    names = [group.title for group in await groups.bound(ask.db) if not after.within(time(group.hour))]
    return f"以下群的周报时间不在时段内，将顺延至时段开始时发送：{'、'.join(names)}。\n" if names else ""


def _page(present: Hours, toast: str = "", note: str = "") -> Reply:
    opening_earlier, opening_later = (
        replace(present, opens=rules.shifted(present.opens, step)) for step in (-STEP, STEP)
    )
    closing_earlier, closing_later = (
        replace(present, closes=rules.shifted(present.closes, step)) for step in (-STEP, STEP)
    )
    offers = (
        ("提前开始", opening_earlier), ("推后开始", opening_later),
        ("提前结束", closing_earlier), ("推后结束", closing_later),
    )  # fmt: skip
    steps = [
        Button(label, f"/hours {offer.opens:%H:%M} {offer.closes:%H:%M}") for label, offer in offers if offer.allowed
    ]
    others = [Button(label, f"/hours {label}") for label, urgent in CHOICES.items() if urgent is not present.urgent]
    text = (
        f"{'已保存。' if toast else ''}提醒时段：工作日{present}。\n{note}时段以外不主动发送；您询问的随时答复。\n"
        f"时段以外的紧急事项（退回、催办、批示等）{present.urgent.label}。\n\n"
        f"点按钮每次调整{STEP}分钟，或发送：/hours 8:30 17:30"
        f"（最早{rules.time_text(rules.EARLIEST)}，最晚{rules.time_text(rules.LATEST)}）"
    )
    return Reply(text, (*pairs(steps), *pairs(others), (Button("返回", "/calendar"),)), toast=toast)
