"""The hours within which the bot speaks by itself (提醒时段): the clerk changes them for the whole bureau."""

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


@command(
    "hours", "提醒时段", "设定几点到几点可以提醒，紧急事项何时发送", who=CLERK, writes=True, settles=True,
    example="/hours 8:30 17:30",
)  # fmt: skip
async def hours(ask: Ask, opens: Moment = "", closes: Moment = "", choice: Choice = "") -> Reply:
    before = (await workdays.calendar(ask.db)).hours
    after = replace(before, urgent=CHOICES.get(choice, before.urgent))
    if opens and closes:
        clean = [one.rstrip("-—–~至到 ") for one in (opens, closes)]
        after = rules.between(after, *(rules.read(one) for one in clean))
    if after == before:
        return _sheet(after)
    await workday_changes.set_hours(ask.db, after, ask.now)
    now, was = ({"hours": str(one), "urgent": one.urgent} for one in (after, before))
    await events.happened(ask.db, "hours", ask.now, ask.me, now, was)
    return _sheet(after, "已保存", await _moved(ask, before, after) + await _groups(ask, after))


async def _moved(ask: Ask, before: Hours, after: Hours) -> str:
    """The times of the rules, which must lie within them; one at the opening goes with it."""
    old_rules = await stored.rules(ask.db)
    present = within(old_rules, after, before)
    note = ""
    for name, setting in SETTINGS.items():
        old, new = said(getattr(old_rules, name)), said(getattr(present, name))
        if old != new:
            await stored.put(ask.db, stored.BUREAU, f"{stored.RULE}{name}", new)
            now, was = {"name": name, "value": new}, {"name": name, "value": old}
            await events.happened(ask.db, "rule", ask.now, ask.me, now, was)
            why = "随时段开始" if after.within(getattr(old_rules, name)) else "已不在时段内，"
            note += f"{setting.label}{old}{why}改为{new}。\n"
    return note


async def _groups(ask: Ask, after: Hours) -> str:
    """Theirs is their own to set."""
    names = [group.title for group in await groups.bound(ask.db) if not after.within(time(group.hour))]
    return f"以下群的周报时间不在时段内，将顺延至时段开始时发送：{'、'.join(names)}。\n" if names else ""


def _sheet(now: Hours, toast: str = "", note: str = "") -> Reply:
    earlier, later = (replace(now, opens=rules.moved(now.opens, step)) for step in (-STEP, STEP))
    sooner, longer = (replace(now, closes=rules.moved(now.closes, step)) for step in (-STEP, STEP))
    offers = (("提前开始", earlier), ("推后开始", later), ("提前结束", sooner), ("推后结束", longer))
    steps = [Button(label, f"/hours {one.opens:%H:%M} {one.closes:%H:%M}") for label, one in offers if one.allowed]
    others = [Button(label, f"/hours {label}") for label, urgent in CHOICES.items() if urgent is not now.urgent]
    text = (
        f"{'已保存。' if toast else ''}提醒时段：工作日{now}。\n{note}时段以外不主动发送；您询问的随时答复。\n"
        f"时段以外的紧急事项（退回、催办、批示等）{now.urgent.label}。\n\n"
        f"点按钮每次调整{STEP}分钟，或发送：/hours 8:30 17:30"
        f"（最早{rules.said(rules.EARLIEST)}，最晚{rules.said(rules.LATEST)}）"
    )
    return Reply(text, (*pairs(steps), *pairs(others), (Button("返回", "/calendar"),)), toast=toast)
