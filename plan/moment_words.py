"""Read a moment as people write it: 明天下午3点, 周五, 30号15:30, 2小时后, 时限前3天."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from plan import day_words
from plan.format import moment
from plan.reading.numbering import parse_number
from plan.refusal import Refusal

UNCLEAR = "没有看懂时间，请写成 明天下午3点、周五上午、6月30日、2小时后 或 时限前3天。"
AHEAD = timedelta(days=366)
DAY = timedelta(days=1)
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
NEAR = {"今": 0, "明": 1, "后": 2, "大后": 3}
OFFERED = ("1小时后", "今天下午", "明天上午", "下周一上午", "时限前1天")

_N = r"(?:\d{1,4}|[一二两三四五六七八九十]{1,3})"
_AFTER = r"(?:以后|之后|后)"
_CLOCK = (
    r"(?P<hour>\d{1,2}|[零一二两三四五六七八九十]{1,3})\s*(?:[:：](?P<colon>[0-5]\d)(?!\d)"
    r"|[点时](?!限|意见|建议|要求)钟?"
    r"(?P<minute>半|[一三]刻|[0-5]\d(?!\d)|[二三四五]?十[一二三四五六七八九]?|(?:\d|[零〇]?[一二三四五六七八九])(?=分))?(?:分|整)?)"
)
SPAN = re.compile(
    r"(?:再?过)?(?P<length>一刻钟|半个?小时|(?P<hours>\d{1,4}(?!\d)|[一二两三四五六七八九十]{1,3})个?"
    rf"(?P<half>半)?(?:小时|钟头)(?:零?(?P<more>{_N})分钟?)?|(?P<minutes>{_N})分钟?){_AFTER}"
)
DAYS = re.compile(
    r"(?P<near>大后|后|明|今)(?:天|日|(?=[早晚]))"
    r"|(?P<week>下下|下|本|这)?个?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天])"
    rf"|时限(?:当天|前(?P<before>{_N})[天日])"
    rf"|(?P<count>{_N})个?(?P<unit>天|日|周|星期|礼拜|月){_AFTER}"
    r"|(?P<date>(?:\d{4}\s*[-/年]\s*)?\d{1,2}\s*[-/月]\s*\d{1,2}(?!\d)\s*[日号]?|月底|年底)"
    rf"|(?P<of_month>{_N})[号日]"
)
CLOCK = re.compile(_CLOCK)
HALF = re.compile(
    "凌晨|清晨|早晨|早上|上午|中午|下午|傍晚|晚上|夜里|(?<=[今明后])[早晚]"
    rf"|[早晚](?={re.sub('[?]P<[a-z]+>', '', _CLOCK)})"
)
BLANKS = re.compile(r"[\s的，,]*")
BEHIND = re.compile(r"[\s,，.。;；:：、]*(?:提醒我?)?[\s,，.。;；:：、]*")


def read(words: str, now: datetime, deadline: date | None = None) -> tuple[datetime, str]:
    """Return the moment with which `words` begin, and the words after it.

    The moment lies after `now` and is in its time zone. `deadline` is that of the task, for 时限前3天. Raise Refusal
    where the words begin with no moment, where it has passed, or where it is more than a year ahead.
    """
    words = words.strip()
    if span := SPAN.match(words):
        at, end = _whole(now) + _length(span), span.end()
    else:
        at, end = _point(words, now, deadline)
    if at - now > AHEAD:
        raise Refusal("提醒最远可以设到一年以内。")
    behind = BEHIND.match(words, end)
    return at, words[behind.end() if behind else end :].strip()


def offered(now: datetime, deadline: date | None) -> dict[str, datetime]:
    """Return the moments that are offered as buttons, by their words; those that have passed are left out."""
    moments: dict[str, datetime] = {}
    for words in OFFERED:
        try:
            at, _ = read(words, now, deadline)
        except Refusal:
            continue
        if at not in moments.values():
            moments[words] = at
    return moments


def _whole(now: datetime) -> datetime:
    """Return the moment itself if it is a whole minute, else the next whole minute."""
    return now if now.second == now.microsecond == 0 else now.replace(second=0, microsecond=0) + timedelta(minutes=1)


def _length(span: re.Match[str]) -> timedelta:
    if span["length"] == "一刻钟":
        return timedelta(minutes=15)
    if span["length"].startswith("半"):
        return timedelta(minutes=30)
    minutes = 30 if span["half"] else 0
    minutes += sum(parse_number(span[name]) for name in ("more", "minutes") if span[name])
    return timedelta(hours=parse_number(span["hours"]) if span["hours"] else 0, minutes=minutes) or timedelta(minutes=1)


def _point(words: str, now: datetime, deadline: date | None) -> tuple[datetime, int]:
    """Return the first moment after `now` that the words can mean, and the index at which they end."""
    on = DAYS.match(words)
    at = BLANKS.match(words, on.end()).end() if on else 0  # type: ignore[union-attr]
    half = HALF.match(words, at)
    clock = CLOCK.match(words, BLANKS.match(words, half.end()).end() if half else at)  # type: ignore[union-attr]
    last = clock or half or on
    if last is None:
        raise Refusal(UNCLEAR)
    hours = list(_hours(half[0] if half else "", clock))
    dates = list(_dates(on, now.date(), deadline)) if on else [now.date(), now.date() + DAY]
    if min(dates) - now.date() > AHEAD:
        raise Refusal("提醒最远可以设到一年以内。")
    candidates = [datetime.combine(day, datetime.min.time(), now.tzinfo) + hour for day in dates for hour in hours]
    future = [candidate for candidate in candidates if candidate > now]
    if not future:
        raise Refusal(f"{moment(candidates[-1], now.date())} 已过。")
    return future[0], last.end()


def _hours(half: str, clock: re.Match[str] | None) -> Iterator[timedelta]:
    """Yield the times that may be meant, as durations since midnight. Raise Refusal where there is no such time."""
    first, last = HALVES[half][1:] if half else (WAKING, 23)
    if clock is None:
        yield timedelta(hours=HALVES[half][0] if half else MORNING)
        return
    hour, minutes = parse_number(clock["hour"]), timedelta(minutes=_minutes(clock))
    is_24_hour = not half and (hour > 12 or hour == 0 or clock["hour"].startswith("0"))
    candidates = [hour, hour + 12, hour - 12]
    candidates = [hour] if is_24_hour else [candidate for candidate in candidates if first <= candidate <= last]
    if hour > 24 or not candidates:
        raise Refusal(f"没有“{half}{hour}点”这个时间。")
    yield from (timedelta(hours=candidate) + minutes for candidate in candidates)


def _minutes(clock: re.Match[str]) -> int:
    words = clock["colon"] or clock["minute"] or "0"
    return {"半": 30, "一刻": 15, "三刻": 45}.get(words) or parse_number(words)


def _dates(on: re.Match[str], today: date, deadline: date | None) -> Iterable[date]:
    """Return the day that is meant; for a mere weekday or day of the month the next such days, in order."""
    if on["near"]:
        return [today + NEAR[on["near"]] * DAY]
    if on["weekday"]:
        return _weekday("一二三四五六日".find(on["weekday"].replace("天", "日")), on["week"], today)
    if on["count"]:
        return [_later(parse_number(on["count"]), on["unit"], today)]
    if on["date"]:
        return [day_words.read(on["date"], today)]
    if on["of_month"]:
        return _of_month(parse_number(on["of_month"]), today)
    if deadline is None:
        raise Refusal("这项任务的时限待定，请写明日期。")
    return [deadline - parse_number(on["before"] or "0") * DAY]


def _weekday(place: int, week: str | None, today: date) -> list[date]:
    """Return the weekday of the named week; without one that of this week and of the next. Monday is 0."""
    this = today + (place - today.weekday()) * DAY
    if week is None:
        return [this, this + 7 * DAY]
    return [this + {"下": 7, "下下": 14}.get(week, 0) * DAY]


def _later(count: int, unit: str, today: date) -> date:
    """Return the day so many days, weeks or months after today."""
    if unit == "月":
        return day_words.read(f"+{min(count, 99)}月", today)
    return today + count * (DAY if unit in "天日" else 7 * DAY)


def _of_month(place: int, today: date) -> list[date]:
    """Return this day of the current month and of the three months after it, where they have such a day."""
    firsts = [date(today.year + (today.month + n - 1) // 12, (today.month + n - 1) % 12 + 1, 1) for n in range(4)]
    candidates = [first + (place - 1) * DAY for first in firsts]
    existing = [day for day, first in zip(candidates, firsts, strict=True) if day.month == first.month and place]
    if not existing:
        raise Refusal(f"没有{place}号这一天。")
    return existing
