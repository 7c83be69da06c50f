"""The clerk's opinion on a request for more time (延期意见): a leader may hear it, and may decide without it."""

from handlers.ask import Ask
from handlers.extensions.page import approving, deciding, describe, request_of, sheet
from handlers.inputs import Id, Words
from handlers.messages import CHANGED
from handlers.registry import CLERK, command
from plan import extension
from plan.assignment import Assignment
from plan.extension import Extension, Stage
from plan.letter_kinds import EXTENSION_OPINION
from plan.permission import deciding_post
from plan.reply import Reply
from storage import events, extensions
from storage.outbox import letters


@command(
    "opinion", "延期意见", "对延期申请提出意见，供领导审批时参考", who=CLERK, writes=True, example="/opinion 12 同意",
)  # fmt: skip
async def opinion(ask: Ask, id: Id, words: Words = "") -> Reply:
    request, one = await request_of(ask, id)
    post = deciding_post(ask.me.posts, one.unit_id)
    if request.stage is not Stage.OPEN:
        return await sheet(ask, request, one, note=CHANGED)
    extension.decidable(request, one)
    if not words:
        return Reply(f"请回复对 {one.code} {one.unit}延期申请的意见。", question=f"/opinion {id}")
    if words != request.opinion:
        await extensions.advise(ask.db, id, words, post)
        await events.changed(ask.db, "opinion", ask.me, post, ask.now, one, one, reason=words)
        request, _ = await request_of(ask, id)
        await _pass_on(ask, request, one)
    return await sheet(ask, request, one, note="意见已记录，并已告知审批人。", toast="已记录")


async def _pass_on(ask: Ask, request: Extension, assignment: Assignment) -> None:
    """Those who decide have the request already; with the opinion it comes again."""
    letter = Reply(await describe(ask, request, assignment, "督办员已提出意见，请审批延期申请。"), deciding(request))
    to = [person for person in (await approving(ask, assignment)).deciders if person.id != ask.me.id]
    key = f"{request.about}:{ask.now:%Y%m%d%H%M%S%f}"
    await letters.tell(ask.db, EXTENSION_OPINION, key, letter, to, ask.now)
