"""Approve or refuse an extension (批准、不批准) by one tap, or with an explanation; the unit is told at once."""

from typing import Annotated

from handlers.ask import Ask
from handlers.extensions.page import approval_for, request_of, request_page
from handlers.inputs import Id, Input, Stamp, Words
from handlers.messages import CHANGED, UP_TO_DATE, code_and_title, view_task
from handlers.preview import Preview
from handlers.registry import CLERK, command
from handlers.tell_unit import tell_unit, to_unit
from plan import extension
from plan.assignment import Assignment
from plan.extension import Extension, ExtensionStage
from plan.format import deadline, short_day
from plan.letter_kinds import EXTENSION_DECIDED, EXTENSION_UNDONE
from plan.permission import Post
from plan.refusal import Refusal
from plan.reply import Button, Reply, Row
from plan.undo import EXTENDED, NOT_EXTENDED
from plan.values import Duty
from storage import assignments, events, extensions
from storage.outbox import pending

APPROVERS = CLERK | {Duty.LEADER}
ACTIONS = {ExtensionStage.APPROVED: EXTENDED, ExtensionStage.REFUSED: NOT_EXTENDED}
WithWords = Annotated[str, Input("附言", "附言", "附言")]


@command("approve", "批准", "批准一项延期申请", who=APPROVERS, words=("同意延期",), writes=True)
async def approve(ask: Ask, id: Id) -> Reply:
    request, assignment, post = await _to_decide(ask, id)
    if request.stage is not ExtensionStage.OPEN:
        return await _already_decided(ask, request, assignment, ExtensionStage.APPROVED)
    after = extension.approve(request, assignment, ask.sent_on)
    return await _record_decision(ask, request, assignment, after, post, ExtensionStage.APPROVED)


@command("refuse", "不批准", "不批准一项延期申请，可以附上说明", who=APPROVERS, words=("不同意延期",), writes=True)
async def refuse(
    ask: Ask, id: Id, with_words: WithWords = "", confirmed: Stamp = "", words: Words = ""
) -> Reply:  # fmt: skip
    """Refuse at once without words; words are previewed."""
    request, assignment, post = await _to_decide(ask, id)
    if request.stage is not ExtensionStage.OPEN:
        return await _already_decided(ask, request, assignment, ExtensionStage.REFUSED)
    extension.check_decidable(request, assignment)
    if with_words and not words:
        text = f"请回复不批准 {assignment.code} {assignment.unit}延期的说明。"
        return Reply(text, question=f"/refuse {id} 附言", about=assignment.code)
    if words and (reply := _preview(ask, request, assignment, words).unless(ask, confirmed)):
        return reply
    return await _record_decision(ask, request, assignment, assignment, post, ExtensionStage.REFUSED, words)


def _preview(ask: Ask, request: Extension, assignment: Assignment, words: str) -> Preview:
    about = f"{code_and_title(assignment)}\n{assignment.unit}申请延至{short_day(request.wanted, ask.today)}"
    return Preview(
        f"/refuse {request.id} 附言", words, "将不批准延期，请确认", "说明", "确认不批准",
        back=f"/extensions {request.id}", about=about, receivers=(to_unit(assignment),), facts=(request.opinion,),
    )  # fmt: skip


async def _to_decide(ask: Ask, id: int) -> tuple[Extension, Assignment, Post]:
    """Return the request, and the post from which the person decides. Raises Refusal if they may not."""
    request, assignment = await request_of(ask, id)
    return request, assignment, (await approval_for(ask, assignment)).post(ask, assignment)


async def _already_decided(ask: Ask, request: Extension, assignment: Assignment, stage: ExtensionStage) -> Reply:
    """Answer a repeated tap, or one after somebody else's decision; the page names who has decided."""
    is_repeated = request.stage is stage and request.decided_by in {post.id for post in ask.me.posts}
    note = _done_note(request, assignment) if is_repeated else CHANGED
    return await request_page(ask, request, assignment, note=note, toast=UP_TO_DATE)


async def _record_decision(
    ask: Ask,
    request: Extension,
    before: Assignment,
    after: Assignment,
    post: Post,
    stage: ExtensionStage,
    words: str = "",
) -> Reply:
    if not await extensions.settle(ask.db, request.id, stage, post, ask.now, words):
        raise Refusal("这项延期申请刚刚已有决定，请重新打开查看。", Button("延期申请", "/extensions"))
    saved, _ = await assignments.save(ask.db, after)
    await events.changed(ask.db, ACTIONS[stage], ask.me, post, ask.now, before, saved, reason=words)
    await pending.drop(ask.db, request.about)
    await tell_unit(ask, EXTENSION_DECIDED, saved, _letter(ask, stage, saved, words))
    settled, _ = await request_of(ask, request.id)
    return await request_page(ask, settled, saved, note=_done_note(settled, saved), toast="已办理", undo=True)


async def reopen_request(ask: Ask, assignment: Assignment, *, unit_knows: bool) -> Reply:
    """Undo a decision (撤销); `unit_knows` says whether the unit has already received the letter about it."""
    request = (await extensions.of_shares(ask.db, [assignment.id]))[-1]
    if request.stage not in ACTIONS:
        raise Refusal(
            f"{assignment.code} {assignment.unit}已重新申请延期，不能再撤销。", Button("延期申请", "/extensions")
        )
    await extensions.open_again(ask.db, request.id)
    if unit_knows:
        text = f"延期的审批结果已撤回，请等待重新审批：{code_and_title(assignment)}"
        until = f"{assignment.unit}\n时限：{deadline(assignment.deadline, ask.today, ask.bureau.calendar)}"
        await tell_unit(ask, EXTENSION_UNDONE, assignment, Reply(f"{text}\n{until}", (_task_button(assignment),)))
    request, _ = await request_of(ask, request.id)
    return await request_page(ask, request, assignment, note="已撤销，申请恢复为等待审批。", toast="已撤销")


def _done_note(request: Extension, assignment: Assignment) -> str:
    return f"{request.stage.label}：{assignment.code} {assignment.unit}延期。"


def _letter(ask: Ask, stage: ExtensionStage, assignment: Assignment, words: str) -> Reply:
    opening = "延期已批准，请按新时限办理" if stage is ExtensionStage.APPROVED else "延期未获批准，请按原时限办理"
    explanation = f"\n说明：{words}" if words else ""
    text = (
        f"{opening}：{code_and_title(assignment)}\n{assignment.unit}\n"
        f"时限：{deadline(assignment.deadline, ask.today, ask.bureau.calendar)}{explanation}"
    )
    return Reply(text, (_task_button(assignment),))


def _task_button(assignment: Assignment) -> Row:
    return (view_task(assignment.code),)
