"""A clerk answers a suggestion or complaint (答复); its author is told at once."""

from handlers.ask import Ask
from handlers.feedback.write import FeedbackText
from handlers.inputs import Id, Stamp
from handlers.preview import Preview, unsent
from handlers.registry import CLERK, command
from plan.format import moment
from plan.letter_kinds import FEEDBACK_ANSWERED
from plan.refusal import Refusal
from plan.reply import Button, Reply
from plan.values import Duty
from storage import events, outbox
from storage import feedback as stored
from storage.feedback import Feedback

BACK = Button("返回", "/feedback")


@command("reply", "答复", "答复一条投诉建议", who=CLERK, writes=True, example="/reply 12 已列入下一版")
async def reply(ask: Ask, number: Id, confirmed: Stamp = "", words: FeedbackText = "") -> Reply:
    item = await stored.get(ask.db, number, ask.zone)
    if item is None:
        raise Refusal("没有这条投诉建议。", BACK)
    post = ask.post_of(Duty.CLERK)
    if item.answered_at and (item.answer, item.answered_by) != (words, post.title):
        raise Refusal(
            f"{item.answered_by}已于{moment(item.answered_at, ask.today)}答复：{item.answer}{unsent(words)}", BACK
        )
    if not words:
        text = f"请回复对{item.by}的答复（1000字以内）。\n原文：{item.words}"
        return Reply(text, ((BACK,),), question=f"/reply {item.id}")
    preview = Preview(
        f"/reply {item.id}", words, f"将答复{item.by}，请确认", "答复", "确认答复", back=BACK.line,
        about=f"原文：{item.words}",
    )  # fmt: skip
    if not item.answered_at and (unconfirmed := preview.unless(ask, confirmed)):
        return unconfirmed
    if await stored.answer(ask.db, item.id, post, words, ask.now):
        await events.happened(ask.db, FEEDBACK_ANSWERED.name, ask.now, ask.me, {"feedback": item.id})
        await _tell_author(ask, item, words)
    return Reply(f"已答复{item.by}：{words}", ((BACK,),), toast="已答复")


async def _tell_author(ask: Ask, item: Feedback, words: str) -> None:
    letter = Reply(f"您的投诉建议已有答复：{words}\n\n原文：{item.words}", ((Button("我的意见", "/feedback p0"),),))
    await outbox.put(
        ask.db,
        f"{FEEDBACK_ANSWERED.name}:{item.id}",
        FEEDBACK_ANSWERED,
        letter.dump(),
        ask.now,
        person_id=item.person_id,
        urgent=True,
    )
