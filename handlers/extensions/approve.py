"""An extension is decided by one tap (批准, 不批准), with words or without; the unit is told at once."""

from typing import Annotated

from handlers.ask import Ask
from handlers.extensions.page import approving, request_of, sheet
from handlers.inputs import Id, Input, Words
from handlers.messages import CHANGED
from handlers.registry import CLERK, command
from handlers.tell_unit import tell_unit
from plan import extension
from plan.assignment import Assignment
from plan.extension import Extension, Stage
from plan.format import deadline, named
from plan.letter_kinds import EXTENSION_DECIDED, EXTENSION_UNDONE
from plan.permission import Post
from plan.refusal import Refusal
from plan.reply import Button, Reply, Row
from plan.undo import EXTENDED, NOT_EXTENDED
from plan.values import Duty
from storage import assignments, events, extensions
from storage.outbox import pending

APPROVERS = CLERK | {Duty.LEADER}
ACTIONS = {Stage.APPROVED: EXTENDED, Stage.REFUSED: NOT_EXTENDED}
WithWords = Annotated[str, Input("附言", "附言", "附言")]


@command("approve", "批准", "批准一项延期申请", who=APPROVERS, words=("同意延期",), writes=True)
async def approve(ask: Ask, id: Id) -> Reply:
    request, assignment, post = await _to_decide(ask, id)
    if request.stage is not Stage.OPEN:
        return await _decided(ask, request, assignment, Stage.APPROVED)
    after = extension.approve(request, assignment, ask.today)
    return await _settle(ask, request, assignment, after, post, Stage.APPROVED)


@command("refuse", "不批准", "不批准一项延期申请，可以附上说明", who=APPROVERS, words=("不同意延期",), writes=True)
async def refuse(ask: Ask, id: Id, with_words: WithWords = "", words: Words = "") -> Reply:
    request, one, post = await _to_decide(ask, id)
    if request.stage is not Stage.OPEN:
        return await _decided(ask, request, one, Stage.REFUSED)
    extension.decidable(request, one)
    if with_words and not words:
        return Reply(f"请回复不批准 {one.code} {one.unit}延期的说明。", question=f"/refuse {id} 附言")
    return await _settle(ask, request, one, one, post, Stage.REFUSED, words)


async def _to_decide(ask: Ask, id: int) -> tuple[Extension, Assignment, Post]:
    request, assignment = await request_of(ask, id)
    return request, assignment, (await approving(ask, assignment)).post(ask, assignment)


async def _decided(ask: Ask, request: Extension, assignment: Assignment, stage: Stage) -> Reply:
    """The same tap again, or somebody was quicker: the sheet says who."""
    mine = request.stage is stage and request.decided_by in {post.id for post in ask.me.posts}
    return await sheet(
        ask, request, assignment, note=_done(request, assignment) if mine else CHANGED, toast="已是最新状态"
    )


async def _settle(
    ask: Ask, request: Extension, before: Assignment, after: Assignment, post: Post, stage: Stage, words: str = ""
) -> Reply:
    if not await extensions.settle(ask.db, request.id, stage, post, ask.now, words):
        raise Refusal("这项延期申请刚刚已有决定，请重新打开查看。", Button("延期申请", "/extensions"))
    saved, _ = await assignments.save(ask.db, after)
    await events.changed(ask.db, ACTIONS[stage], ask.me, post, ask.now, before, saved, reason=words)
    await pending.drop(ask.db, request.about)
    await tell_unit(ask, EXTENSION_DECIDED, saved, _letter(ask, stage, saved, words))
    settled, _ = await request_of(ask, request.id)
    return await sheet(ask, settled, saved, note=_done(settled, saved), toast="已办理", undo=True)


async def open_again(ask: Ask, one: Assignment, *, told: bool) -> Reply:
    """The decision is taken back (撤销); a unit that has been `told` of it must know."""
    request = (await extensions.of_shares(ask.db, [one.id]))[-1]
    if request.stage not in ACTIONS:
        raise Refusal(f"{one.code} {one.unit}已重新申请延期，不能再撤销。", Button("延期申请", "/extensions"))
    await extensions.open_again(ask.db, request.id)
    if told:
        text = f"延期的审批结果已撤回，请等待重新审批：{one.code} {named(one.title, 40, restricted=one.restricted)}"
        until = f"{one.unit}\n时限：{deadline(one.deadline, ask.today, ask.bureau.calendar)}"
        await tell_unit(ask, EXTENSION_UNDONE, one, Reply(f"{text}\n{until}", (_task_button(one),)))
    request, _ = await request_of(ask, request.id)
    return await sheet(ask, request, one, note="已撤销，申请恢复为等待审批。", toast="已撤销")


def _done(request: Extension, one: Assignment) -> str:
    return f"{request.stage.label}：{one.code} {one.unit}延期。"


def _letter(ask: Ask, stage: Stage, one: Assignment, words: str) -> Reply:
    what = "延期已批准，请按新时限办理" if stage is Stage.APPROVED else "延期未获批准，请按原时限办理"
    why = f"\n说明：{words}" if words else ""
    text = (
        f"{what}：{one.code} {named(one.title, 40, restricted=one.restricted)}\n{one.unit}\n"
        f"时限：{deadline(one.deadline, ask.today, ask.bureau.calendar)}{why}"
    )
    return Reply(text, (_task_button(one),))


def _task_button(one: Assignment) -> Row:
    return (Button("查看任务", f"/task {one.code}"),)
