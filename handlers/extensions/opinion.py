"""The clerk's opinion on a request for an extension (延期意见); the leader may decide without it."""

from handlers.ask import Ask
from handlers.extensions.page import approval_for, decision_buttons, describe, request_of, request_page
from handlers.inputs import Id, Stamp, Words
from handlers.messages import CHANGED, code_and_title
from handlers.preview import Preview
from handlers.registry import CLERK, command
from plan import extension
from plan.assignment import Assignment
from plan.extension import Extension, ExtensionStage
from plan.letter_kinds import EXTENSION_OPINION
from plan.permission import deciding_post
from plan.reply import Reply
from storage import events, extensions
from storage.outbox import letters

AT_ONCE = ("同意", "不同意")
"""The words of buttons, which need no preview."""


@command(
    "opinion", "延期意见", "对延期申请提出意见，供领导审批时参考", who=CLERK, writes=True, example="/opinion 12 同意",
)  # fmt: skip
async def opinion(ask: Ask, id: Id, confirmed: Stamp = "", words: Words = "") -> Reply:
    request, assignment = await request_of(ask, id)
    post = deciding_post(ask.me.posts, assignment.unit_id)
    if request.stage is not ExtensionStage.OPEN:
        return await request_page(ask, request, assignment, note=CHANGED)
    extension.check_decidable(request, assignment)
    if not words:
        return Reply(
            f"请回复对 {assignment.code} {assignment.unit}延期申请的意见。",
            question=f"/opinion {id}",
            about=assignment.code,
        )
    if words != request.opinion:
        preview = await _preview(ask, request, assignment, words)
        if words not in AT_ONCE and (reply := preview.unless(ask, confirmed)):
            return reply
        await extensions.advise(ask.db, id, words, post)
        await events.changed(ask.db, "opinion", ask.me, post, ask.now, assignment, assignment, reason=words)
        request, _ = await request_of(ask, id)
        await _tell_deciders(ask, request, assignment)
    return await request_page(ask, request, assignment, note="意见已记录，并已告知审批人。", toast="已记录")


async def _preview(ask: Ask, request: Extension, assignment: Assignment, words: str) -> Preview:
    approval = await approval_for(ask, assignment)
    return Preview(
        f"/opinion {request.id}", words, "将对延期申请提出意见，请确认", "意见", "确认提出",
        back=f"/extensions {request.id}", about=f"{code_and_title(assignment)}\n{assignment.unit}",
        receivers=(f"送：{approval.duty.label}",),
    )  # fmt: skip


async def _tell_deciders(ask: Ask, request: Extension, assignment: Assignment) -> None:
    """Send the request again, with the opinion, to those who decide."""
    letter = Reply(
        await describe(ask, request, assignment, "督办员已提出意见，请审批延期申请。"), decision_buttons(request)
    )
    receivers = [person for person in (await approval_for(ask, assignment)).deciders if person.id != ask.me.id]
    key = f"{request.about}:{ask.now:%Y%m%d%H%M%S%f}"
    await letters.tell(ask.db, EXTENSION_OPINION, key, letter, receivers, ask.now)
