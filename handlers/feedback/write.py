"""Suggestions and complaints (投诉建议): they reach the clerks, and the answer comes back."""

from typing import Annotated

from pydantic import Field

from handlers.ask import Ask
from handlers.inputs import Input, Page
from handlers.messages import keyboard
from handlers.registry import command
from plan.letter_kinds import FEEDBACK
from plan.reply import Button, Reply, pairs, window
from plan.values import Duty
from storage import events, people
from storage import feedback as stored
from storage.outbox import letters

Opinion = Annotated[
    str, Field(max_length=1000), Input("意见", "希望列表能按时限排序", r"[\s\S]+", "请控制在1000字以内。", after="")
]
SIZE = 4
"""On one page: each may be long."""
ASKED = "请回复您的投诉或建议（1000字以内），督办员收到后答复您。"
SENT = "已转交督办员，答复后会通知您。"


@command("feedback", "投诉建议", "向督办员提出投诉或建议，查看答复", words=("投诉", "建议"), writes=True, menu=19)
async def feedback(ask: Ask, page: Page | None = None, words: Opinion = "") -> Reply:
    words = words.strip()
    if not words:
        return await _listed(ask, page)
    post = ask.me.posts[0]
    id = await stored.add(ask.db, ask.me, post, words, ask.now)
    await events.happened(ask.db, "feedback", ask.now, ask.me, {"feedback": id})
    letter = Reply(f"请答复{post.title}的投诉建议：\n{words}", ((Button("答复", f"/reply {id}"),),))
    clerks = [person for person in await people.holders(ask.db, (Duty.CLERK,), ask.today) if person.id != ask.me.id]
    await letters.tell(ask.db, FEEDBACK, str(id), letter, clerks, ask.now)
    return Reply(SENT, ((Button("我的意见", "/feedback p0"),),), toast="已转交")


async def _listed(ask: Ask, page: int | None) -> Reply:
    """The clerk sees everybody's, the others their own; who does not just turn pages is asked for one."""
    clerk = Duty.CLERK in ask.me.duties
    asks = not clerk and page is None
    whose = None if clerk else ask.me.id
    total = await stored.count(ask.db, whose)
    first, page_row, page_label = window(total, page or 0, "/feedback", SIZE)
    shown = await stored.page(ask.db, whose, first, ask.zone, SIZE)
    text = ask.render(
        "feedback", title="投诉建议" if clerk else "我的投诉建议",
        note=ASKED if asks else "", total=total, pages=page_label, shown=shown,
        empty="目前没有投诉建议。收到后会通知您。" if clerk else "您还没有提过意见。",
    )  # fmt: skip
    waiting = [(number, one.id) for number, one in enumerate(shown, 1) if clerk and one.answered_at is None]
    buttons = pairs(Button(f"答复{number}", f"/reply {id}") for number, id in waiting)
    return Reply(text, keyboard(*buttons, page_row), question="/feedback" if asks else "")
