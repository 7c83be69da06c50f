"""Write a suggestion or complaint to the clerks (投诉建议), or list them with their answers."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from handlers.ask import Ask
from handlers.inputs import Input, Page, Stamp
from handlers.messages import keyboard
from handlers.preview import Preview
from handlers.registry import command
from plan.letter_kinds import FEEDBACK
from plan.reply import Button, Reply, pairs, window
from plan.values import Duty
from storage import events, people
from storage import feedback as stored
from storage.outbox import letters

FeedbackText = Annotated[
    str,
    Field(max_length=1000),
    Input(
        "意见", "希望列表能按时限排序", r"[\s\S]+", "请控制在1000字以内。您的文字尚未提交，请精简后重新回复。", after=""
    ),
]
SAME_FOR = timedelta(days=1)
"""The time within which the same words of the same person are one suggestion."""
PAGE_SIZE = 4
"""Few, because each may be long."""
ASKED = "请回复您的投诉或建议（1000字以内），督办员收到后答复您。"
SENT = "已转交督办员，答复后会通知您。"


@command("feedback", "投诉建议", "向督办员提出投诉或建议，查看答复", words=("投诉", "建议"), writes=True, menu=19)
async def feedback(ask: Ask, page: Page | None = None, confirmed: Stamp = "", words: FeedbackText = "") -> Reply:
    if not words:
        return await _page(ask, page)
    if not await stored.is_written(ask.db, ask.me.id, words, ask.now - SAME_FOR):
        preview = Preview(
            "/feedback", words, "将提交投诉建议，请确认", "内容", "确认提交", back="/feedback p0",
            receivers=("送：督办员，答复后会通知您",),
        )  # fmt: skip
        if reply := preview.unless(ask, confirmed):
            return reply
        await hand_on(ask, words)
    return Reply(SENT, ((Button("我的意见", "/feedback p0"),),), toast="已转交")


async def hand_on(ask: Ask, words: str) -> None:
    """Store the words, and send them to the clerks."""
    post = ask.me.posts[0]
    id = await stored.add(ask.db, ask.me, post, words, ask.now)
    await events.happened(ask.db, "feedback", ask.now, ask.me, {"feedback": id})
    letter = Reply(f"请答复{post.title}的投诉建议：\n{words}", ((Button("答复", f"/reply {id}"),),))
    clerks = [person for person in await people.holders(ask.db, (Duty.CLERK,), ask.today) if person.id != ask.me.id]
    await letters.tell(ask.db, FEEDBACK, str(id), letter, clerks, ask.now)


async def _page(ask: Ask, page: int | None) -> Reply:
    """Return a page: all of them for the clerk, one's own for others, who are asked for one unless they turn pages."""
    clerk = Duty.CLERK in ask.me.duties
    is_asked = not clerk and page is None
    author_id = None if clerk else ask.me.id
    total = await stored.count(ask.db, author_id)
    first, page_row, page_label = window(total, page or 0, "/feedback", PAGE_SIZE)
    page_items = await stored.page(ask.db, author_id, first, ask.zone, PAGE_SIZE)
    text = ask.render(
        "feedback", title="投诉建议" if clerk else "我的投诉建议",
        note=ASKED if is_asked else "", total=total, pages=page_label, shown=page_items,
        empty="目前没有投诉建议。收到后会通知您。" if clerk else "您还没有提过意见。",
    )  # fmt: skip
    waiting = [(number, item.id) for number, item in enumerate(page_items, 1) if clerk and item.answered_at is None]
    buttons = pairs(Button(f"答复{number}", f"/reply {id}") for number, id in waiting)
    return Reply(text, keyboard(*buttons, page_row), question="/feedback" if is_asked else "")
