"""The clerk binds a group, or one topic of it, to the plan: from then on it gets the week's summary."""

from handlers.ask import Ask
from handlers.courtesy import NO_PLAN
from handlers.registry import CLERK, command
from plan.refusal import Refusal
from plan.reply import Button, Reply
from storage import events, groups, plans


@command("bind", "绑定本群", "在群内发送，每周一9:00向本群发布进展", who=CLERK, where="group", writes=True, menu=9)
async def bind(ask: Ask) -> Reply:
    plan = await plans.current(ask.db)
    if plan is None:
        raise Refusal(NO_PLAN)
    new = await groups.bind(ask.db, ask.chat.id, ask.chat.thread_id, ask.chat.title, ask.me.id, ask.now)
    if not new:
        return Reply(f"本群已绑定《{plan.title}》，每周一9:00发布进展。")
    await events.happened(ask.db, "bind", ask.now, ask.me, {"chat": ask.chat.id, "thread": ask.chat.thread_id})
    text = f"本群已绑定《{plan.title}》。每周一9:00发布进展，遇节假日顺延。汇报和查询请在私聊中办理。"
    return Reply(text, ((Button("打开督办", url="?start=my"),),))


@command("unbind", "解除绑定", "在群内发送，停止向本群发布进展", who=CLERK, where="group", writes=True, menu=9)
async def unbind(ask: Ask) -> Reply:
    if not await groups.unbind(ask.db, ask.chat.id, ask.chat.thread_id):
        raise Refusal("本群尚未绑定。")
    await events.happened(ask.db, "unbind", ask.now, ask.me, {"chat": ask.chat.id, "thread": ask.chat.thread_id})
    return Reply("已解除绑定，不再向本群发布进展。")
