"""Leave: `我下周请假一周`."""

import re
from datetime import date, timedelta

from plan.words.dates import Length
from plan.words.intent import Found, Intent, Meaning, Sort
from plan.words.intents.sentences import is_question
from plan.words.message import DATE, LENGTH, compiled


def _leave(found: Found) -> Meaning | None:
    """Build /leave from a day, a span, or a first day with a length."""
    text = found.message.normal.text
    days = [mention for mention in found.message.of(DATE) if mention.kind in ("day", "span", "impossible")]
    if is_question(text) or re.search(r"不请假|取消请假|没请假|销假|他|她|谁", text) or not days:
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


INTENTS = (
    Intent(
        "leave",
        Sort.REQUEST,
        compiled(
            r"(?:[^\ue000]*[^不没]|)(?:请|休)(?:[个了]?(?:\ue003的?|年|病|事|产|婚|探亲|公)?假|\ue003)[^\ue000]*"
            r"|[^\ue000]*休假[^\ue000]*"
        ),
        _leave,
        (
            "请假 3月9日 3月13日",
            "我下周请假一周",
            "3月5号到3月8号我休假",
            "明天请一天假",
            "请假：3月16日—3月20日，赴京开会",
        ),
    ),
)
