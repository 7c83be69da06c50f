"""A unit acknowledges a directive (收到); the leader is told when the last unit has."""

from handlers.ask import Ask
from handlers.directives.mine import waiting_page
from handlers.inputs import Id
from handlers.messages import code_and_title, view_task
from handlers.registry import command
from plan.letter_kinds import ACKNOWLEDGED
from plan.permission import UNIT_DUTIES, doing_post
from plan.person import of_posts
from plan.refusal import Refusal
from plan.reply import Button, Reply
from plan.values import Duty
from storage import assignments, directives, events, people
from storage.directives import Directive, Receipt
from storage.outbox import letters


@command("ack", "收到", "确认收到领导批示", who=UNIT_DUTIES, writes=True, example="/ack 12")
async def ack(ask: Ask, id: Id | None = None) -> Reply:
    if id is None:
        return await waiting_page(ask)
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


async def _tell_leader(ask: Ask, directive: Directive) -> None:
    """Queue a letter to whoever now holds the post from which the directive was written."""
    leaders = await people.holders(ask.db, (Duty.LEADER,), ask.today)
    receivers = [person for leader in leaders if (person := of_posts(leader, [directive.post_id])).posts]
    count = f"{len(directive.receipts)}个单位" if len(directive.receipts) > 1 else directive.receipts[0].unit
    words = "" if directive.restricted else f"\n批示：{directive.words}"
    letter = Reply(
        f"批示已全部确认：{code_and_title(directive)}\n{count}已收到。{words}", ((view_task(directive.code),),)
    )
    await letters.tell(ask.db, ACKNOWLEDGED, f"directive{directive.id}", letter, receivers, ask.now)


async def _acknowledged(ask: Ask, directive: Directive, receipt: Receipt) -> Reply:
    titles = await people.titles(ask.db, (receipt.acknowledged_by,))
    text = ask.render(
        "directive_acknowledged", directive=directive, receipt=receipt, zone=ask.zone,
        by=titles[receipt.acknowledged_by or 0],
    )  # fmt: skip
    buttons = (Button("返回", "/directives"), view_task(directive.code))
    return Reply(text, (buttons,), toast="已确认")
