"""The hours within which the bot speaks by itself (提醒时段): the clerk changes them for the whole bureau."""

from typing import Annotated

from handlers.ask import Ask
from handlers.inputs import Input
from handlers.registry import CLERK, command
from plan import hours as rules
from plan.hours import Hours
from plan.reply import Button, Reply, pairs
from storage import events, workday_changes, workdays

Moment = Annotated[str, Input("时间", "8:30", rules.SHAPE, rules.WRONG, after=r"\s*(?:[-—–~至到]+|(?!\S))")]
STEP = 30


@command(
    "hours", "提醒时段", "设定工作日几点到几点可以提醒", who=CLERK, writes=True, settles=True,
    example="/hours 8:30 17:30",
)  # fmt: skip
async def hours(ask: Ask, opens: Moment = "", closes: Moment = "") -> Reply:
    before = (await workdays.calendar(ask.db)).hours
    if not opens or not closes:
        return _sheet(before)
    clean = [one.rstrip("-—–~至到 ") for one in (opens, closes)]
    after = rules.between(*(rules.read(one) for one in clean))
    if after != before:
        await workday_changes.set_hours(ask.db, after, ask.now)
        await events.happened(ask.db, "hours", ask.now, ask.me, {"hours": str(after)}, {"hours": str(before)})
    return _sheet(after, "已保存")


def _sheet(now: Hours, toast: str = "") -> Reply:
    earlier, later = (Hours(rules.moved(now.opens, step), now.closes) for step in (-STEP, STEP))
    sooner, longer = (Hours(now.opens, rules.moved(now.closes, step)) for step in (-STEP, STEP))
    offers = (("提前开始", earlier), ("推后开始", later), ("提前结束", sooner), ("推后结束", longer))
    steps = [Button(label, f"/hours {one.opens:%H:%M} {one.closes:%H:%M}") for label, one in offers if one.allowed]
    text = (
        f"提醒时段：工作日{now}。\n时段以外不主动发送；您询问的随时答复。\n\n"
        f"点按钮调整，或发送：/hours 8:30 17:30（最早{rules.said(rules.EARLIEST)}，最晚{rules.said(rules.LATEST)}）"
    )
    return Reply(text, (*pairs(steps), (Button("返回", "/calendar"),)), toast=toast)
