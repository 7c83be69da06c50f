"""Set who decides about extensions in this bureau (延期审批): the leader in charge, or the clerk."""

from typing import Annotated

from handlers.ask import Ask
from handlers.extensions.page import by_leader
from handlers.inputs import Input
from handlers.registry import CLERK, command
from plan.reply import Button, Reply
from plan.values import Duty
from storage import events, settings
from storage.mornings import APPROVER

Approver = Annotated[str, Input("审批人", "分管领导", "leader|clerk|分管领导|督办员")]
LABELS = {True: "由分管领导审批，督办员可先提出意见", False: "由督办员审批"}


@command("approver", "延期审批", "设置延期由谁审批：分管领导或督办员", who=CLERK, writes=True, menu=9)
async def approver(ask: Ask, duty: Approver = "") -> Reply:
    before = await by_leader(ask)
    leader = duty in ("leader", "分管领导") if duty else before
    if leader is not before:
        chosen = Duty.LEADER if leader else Duty.CLERK
        await settings.put(ask.db, settings.BUREAU, APPROVER, chosen)
        await events.happened(ask.db, "setting", ask.now, ask.me, {"name": APPROVER, "value": chosen})
    other = Button("改由督办员", "/approver clerk") if leader else Button("改由领导", "/approver leader")
    return Reply(f"延期申请：{LABELS[leader]}。", ((other,),), toast="已保存" if duty else "")
