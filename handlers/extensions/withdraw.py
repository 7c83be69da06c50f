"""A unit withdraws its request for an extension (撤回), as long as nobody has decided."""

from handlers.ask import Ask
from handlers.extensions.page import request_of, request_page
from handlers.inputs import Id
from handlers.messages import CHANGED
from handlers.registry import ASSIGNEES, command
from plan.extension import ExtensionStage
from plan.permission import post_for
from plan.reply import Reply
from storage import events, extensions
from storage.outbox import pending


@command("withdraw", "撤回", "撤回尚未审批的延期申请", who=ASSIGNEES, writes=True)
async def withdraw(ask: Ask, id: Id) -> Reply:
    request, assignment = await request_of(ask, id)
    post = post_for(ask.me.posts, assignment.unit_id)
    if await extensions.settle(ask.db, id, ExtensionStage.WITHDRAWN, post, ask.now):
        await events.changed(ask.db, "withdraw_extension", ask.me, post, ask.now, assignment, assignment)
        await pending.drop(ask.db, request.about)
        request, assignment = await request_of(ask, id)
    note = "已撤回延期申请。" if request.stage is ExtensionStage.WITHDRAWN else CHANGED
    return await request_page(
        ask, request, assignment, note=note, toast="已撤回" if request.stage is ExtensionStage.WITHDRAWN else ""
    )
