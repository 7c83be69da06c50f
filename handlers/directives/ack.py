"""A unit acknowledges what a leader wrote to it (收到); he is told when the last one has."""

from handlers.ask import Ask
from handlers.directives.mine import waiting_for
from handlers.inputs import Id
from handlers.registry import command
from plan.format import named
from plan.letter_kinds import ACKNOWLEDGED
from plan.permission import DOES, doing_post
from plan.person import of_posts
from plan.refusal import Refusal
from plan.reply import Button, Reply
from plan.texts import render
from plan.values import Duty
from storage import assignments, directives, events, people
from storage.directives import Directive, Receipt
from storage.outbox import letters


@command("ack", "收到", "确认收到领导批示", who=DOES, writes=True, example="/ack 12")
async def ack(ask: Ask, id: Id | None = None) -> Reply:
    if id is None:
        return await waiting_for(ask)
    directive, receipt = await _receipt(ask, id)
    post = doing_post(ask.me.posts, receipt.unit_id)
    if post is None:
        raise Refusal("这项批示由其他单位确认，您不能代为确认。")
    if await directives.acknowledge(ask.db, id, post, ask.now):
        assignment = await assignments.get(ask.db, receipt.assignment_id)
        assert assignment is not None
        await events.changed(ask.db, "ack", ask.me, post, ask.now, assignment, assignment)
        directive, receipt = await _receipt(ask, id)
        if not directive.waiting:
            await _tell_leader(ask, directive)
    return await _acknowledged(ask, directive, receipt)


async def _receipt(ask: Ask, id: int) -> tuple[Directive, Receipt]:
    directive = await directives.of_receipt(ask.db, id)
    if directive is None:
        raise Refusal("没有这项批示。", Button("我的批示", "/directives"))
    return directive, next(receipt for receipt in directive.receipts if receipt.id == id)


async def _tell_leader(ask: Ask, one: Directive) -> None:
    """Who holds the post now from which it was written."""
    leaders = await people.holders(ask.db, (Duty.LEADER,), ask.today)
    to = [person for leader in leaders if (person := of_posts(leader, [one.post_id])).posts]
    count = f"{len(one.receipts)}个单位" if len(one.receipts) > 1 else one.receipts[0].unit
    title = named(one.title, 40, restricted=one.restricted)
    words = "" if one.restricted else f"\n批示：{one.words}"
    letter = Reply(
        f"批示已全部确认：{one.code} {title}\n{count}已收到。{words}", ((Button("查看任务", f"/task {one.code}"),),)
    )
    await letters.tell(ask.db, ACKNOWLEDGED, f"directive{one.id}", letter, to, ask.now)


async def _acknowledged(ask: Ask, one: Directive, receipt: Receipt) -> Reply:
    titles = await people.titles(ask.db, (receipt.acknowledged_by,))
    text = render(
        "acknowledged", today=ask.today, calendar=ask.bureau.calendar, one=one, receipt=receipt, zone=ask.zone,
        by=titles[receipt.acknowledged_by or 0],
    )  # fmt: skip
    buttons = (Button("返回", "/directives"), Button("查看任务", f"/task {one.code}"))
    return Reply(text, (buttons,), toast="已确认")
