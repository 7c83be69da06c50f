"""Leave: `我下周请假一周`."""

import re
from datetime import date, timedelta

from plan.words.dates import Length
from plan.words.intent import Found, Intent, Meaning, Sort, pattern
from plan.words.intents.sentences import is_question
from plan.words.message import DATE, LENGTH


def _leave(found: Found) -> Meaning | None:
    """Build /leave from a day, a span, or a first day with a length."""
    text = found.message.normal.text
    days = [mention for mention in found.message.of(DATE) if mention.kind in ("day", "span", "impossible")]
    if is_question(text) or re.search(r"不请假|取消请假|没请假|销假", text) or not days:
        return None
    if impossible := next((mention for mention in days if mention.kind == "impossible"), None):
        return Meaning(Sort.REQUEST, f"/leave {impossible.words}")
    first, last = days[0].first, days[-1].last
    lengths = found.message.of(LENGTH)
    if lengths and len(days) == 1 and days[0].kind == "day":
        last = _end_of(first, lengths[0])
    return Meaning(Sort.REQUEST, f"/leave {first} {last}")


def _end_of(first: date, length: Length) -> date:
    size = {"天": 1, "日": 1, "工作日": 1, "周": 7, "星期": 7, "礼拜": 7, "月": 30}.get(length.unit, 1)
    return first + timedelta(days=max(1, int(length.count * size)) - 1)


AROUND = (
    rf"(?:我|本人|想|要|需要|得|准备|打算|计划|从|自|在|共|一共|开始|起|止|这|{DATE}|{LENGTH}|上午|下午|全天"
    r"|[,，:：、~—–至到和 -])*"
)
"""Words around a leave that name nobody else: the leave of somebody who is named otherwise is not the writer's."""
INTENTS = (
    Intent(
        "leave",
        Sort.REQUEST,
        pattern(
            rf"{AROUND}(?:(?:请|年?休)[个了]?(?:{LENGTH}的?|年休?|病|事|产|婚|探亲|公)*假|请{LENGTH})"
            rf"{AROUND}(?:[,，。;；(（ ].*)?"
        ),
        _leave,
        (
            "请假 3月9日 3月13日",
            "我下周请假一周",
            "3月5号到3月8号我休假",
            "明天请一天假",
            "请两天假，从周四开始",
            "请假：3月16日—3月20日，赴京开会",
        ),
    ),
)
