"""Times of the day (`下午3点半`, `15:30`, `上午`) and short lengths of time (`半小时`, `20分钟`) in people's words."""

import re
from datetime import datetime, timedelta
from typing import NamedTuple

from plan.calendar import Calendar
from plan.refusal import Refusal
from plan.words import length_forms
from plan.words.length_forms import AMOUNT_OR_DAYS, Length
from plan.words.numerals import number

MORNING = 9
"""The hour of a day without a time."""
WAKING = 7
"""The earliest hour that a time without a part of the day can mean: `3点` is 15:00."""
HALVES = {
    "凌晨": (5, 0, 5), "清晨": (7, 4, 9), "早晨": (8, 4, 12), "早上": (8, 4, 12), "早": (8, 4, 12),
    "上午": (MORNING, 4, 12), "中午": (12, 11, 14), "下午": (15, 12, 19), "傍晚": (18, 16, 20), "晚上": (19, 17, 24),
    "夜里": (21, 17, 24), "晚": (19, 17, 24),
}  # fmt: skip
"""For each part of the day the hour that it means by itself, and the first and last hour that may follow it."""

_CLOCK = (
    r"(?P<hour>(?<![\d.])\d{1,2}|[零一二两三四五六七八九十]{1,3})\s*(?:[:：](?P<colon>[0-5]\d)(?!\d)"
    r"|[点时](?!限|意见|建议|要求|想法|问题|看法)钟?"
    r"(?P<minute>半|[一三]刻|[0-5]\d(?!\d)|[二三四五]?十[一二三四五六七八九]?|(?:\d|[零〇]?[一二三四五六七八九])(?=分))?(?:分|整)?)"
)
CLOCK = re.compile(_CLOCK)
HALF = re.compile(
    "凌晨|清晨|早晨|早上|上午|中午|下午|傍晚|晚上|夜里|(?<=[今明后])[早晚]"
    rf"|[早晚](?={re.sub('[?]P<[a-z]+>', '', _CLOCK)})"
)
_NUMBER = r"(?:\d{1,4}(?!\d)|[一二两三四五六七八九十]{1,3})"
SHORT_LENGTH = (
    rf"(?P<length>一刻钟|半个?小时|半个?钟头?|(?P<hours>{_NUMBER})个?(?P<half>半)?(?:小时|钟头)"
    rf"(?:零?(?P<more>{_NUMBER})分钟?)?|(?P<minutes>{_NUMBER})分钟?)"
)
EARLIER, DAYS_EARLIER = re.compile(f"提前{SHORT_LENGTH}"), re.compile(f"提前{AMOUNT_OR_DAYS}")
LATER = re.compile(rf"(?<![\d.])(?:再?过)?{SHORT_LENGTH}(?:以后|之后|后)")


def duration(match: re.Match[str]) -> timedelta:
    """Return the length of time of a match of SHORT_LENGTH; at least a minute."""
    if match["length"] == "一刻钟":
        return timedelta(minutes=15)
    if match["length"].startswith("半"):
        return timedelta(minutes=30)
    minutes = 30 if match["half"] else 0
    minutes += sum(number(match[name]) for name in ("more", "minutes") if match[name])
    return timedelta(hours=number(match["hours"]) if match["hours"] else 0, minutes=minutes) or timedelta(minutes=1)


class Advance(NamedTuple):
    """Words at `start:end` of a text that say how long before a moment: `提前20分钟`, `提前一天`."""

    start: int
    end: int
    length: timedelta | Length

    def before(self, moment: datetime, calendar: Calendar | None) -> datetime:
        """Return the moment that is this long before."""
        if isinstance(self.length, timedelta):
            return moment - self.length
        day = length_forms.earlier(moment.date(), self.length, calendar)
        return datetime.combine(day or moment.date(), moment.timetz())


def advance(text: str) -> Advance | None:
    """Return how long before the moment of a text is meant, None where the text does not say it."""
    if match := EARLIER.search(text):
        return Advance(match.start(), match.end(), duration(match))
    if match := DAYS_EARLIER.search(text):
        return Advance(match.start(), match.end(), length_forms.length_of(match))
    return None


def hours(half: str, clock: re.Match[str] | None) -> list[timedelta]:
    """Return the times that may be meant, as durations since midnight. Raise Refusal where there is no such time."""
    first, last = HALVES[half][1:] if half else (WAKING, 23)
    if clock is None:
        return [timedelta(hours=HALVES[half][0] if half else MORNING)]
    hour, minutes = number(clock["hour"]), timedelta(minutes=_minutes(clock))
    is_24_hour = not half and (hour > 12 or hour == 0 or clock["hour"].startswith("0"))
    candidates = [hour, hour + 12, hour - 12]
    candidates = [hour] if is_24_hour else [candidate for candidate in candidates if first <= candidate <= last]
    if hour > 24 or not candidates:
        raise Refusal(f"没有“{half}{hour}点”这个时间。")
    return [timedelta(hours=candidate) + minutes for candidate in candidates]


def _minutes(clock: re.Match[str]) -> int:
    words = clock["colon"] or clock["minute"] or "0"
    return {"半": 30, "一刻": 15, "三刻": 45}.get(words) or number(words)
