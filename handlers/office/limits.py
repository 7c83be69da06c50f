"""The thresholds of yellow and red lights (灯号标准); the clerk's change takes effect at once."""

from typing import Annotated

from handlers.ask import Ask
from handlers.inputs import Id, Input
from handlers.registry import CLERK, command
from plan.light import Thresholds
from plan.reply import Button, Reply, pairs
from storage import assignments, events, light_dates
from storage import settings as stored

Name = Annotated[str, Input("项目", "near_days", "near_days|yellow_points|red_points")]
STEPS = {"near_days": ("临期", 1), "yellow_points": ("黄灯", 5), "red_points": ("红灯", 5)}


@command("lights", "灯号标准", "红灯、黄灯的标准", who=CLERK, writes=True, settles=True, menu=16, example="/lights")
async def lights(ask: Ask, name: Name = "", value: Id | None = None) -> Reply:
    before = await stored.thresholds(ask.db)
    if not name or value is None:
        return _page(before)
    after = before.changed(name, value)
    if after != before:
        await stored.put(ask.db, stored.BUREAU, name, str(value))
        await light_dates.follow_rules(ask.db, await assignments.of_plan(ask.db))
        await events.happened(ask.db, "limits", ask.now, ask.me, {"name": name, "value": value})
    return _page(after, toast="已保存")


def _page(limits: Thresholds, toast: str = "") -> Reply:
    text = (
        f"灯号标准：\n🟡 距时限{limits.near_days}个工作日起，或落后序时{limits.yellow_points}个百分点起\n"
        f"🔴 超过时限，或落后序时超过{limits.red_points}个百分点\n\n点按钮调整，立即生效。"
    )
    steps = [
        Button(f"{label}{sign}{step}", f"/lights {name} {value}")
        for name, (label, step) in STEPS.items()
        for sign, value in (("−", getattr(limits, name) - step), ("＋", getattr(limits, name) + step))
        if limits.allows(name, value)
    ]
    return Reply(text, (*pairs(steps), (Button("总览", "/board"),)), toast=toast)
