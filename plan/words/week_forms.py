"""Dates near today: days, weekdays and weeks."""

import re

from plan.words.date_values import DAY, Context, Days, form, one_day

NEAR = {
    "大前天": -3, "前天": -2, "昨天": -1, "昨日": -1, "今天": 0, "今日": 0, "今": 0, "明天": 1, "明日": 1, "明": 1,
    "后天": 2, "后": 2, "大后天": 3,
}  # fmt: skip
WEEKDAYS = "一二三四五六日"
WEEKS = {"上": -1, "这": 0, "本": 0, "": 0, "下": 1, "下下": 2}
NAME = r"(?:周|星期|礼拜)"
COUNTED = r"(?:个|项(?!目)|次|家|件|条|名|份|批|位)"
NO_COUNT = r"(?<![一二两三四五六七八九十每几数半多双隔])(?<!(?<![\d.])\d)"
"""In `三周五天` there are three weeks and five days."""
WEEKDAY = (
    rf"(?:一(?![{WEEKDAYS}次年期般些直定样共并律致步切旦方]|{COUNTED})|日(?!期|常)|天|"
    rf"[二三四五六](?![{WEEKDAYS}年期]|{COUNTED}))"
)
"""`本周三项任务` are three tasks of this week, and `本周一共` is no Monday."""
WHICH = r"(?P<which>上一?个?|这一?个?|本|下下个?|下一?个?)"


def _near(match: re.Match[str], context: Context) -> Days:
    return one_day(context.today + NEAR[match[0]] * DAY)


def _week_of(match: re.Match[str]) -> str:
    return match.groupdict().get("which", "").removesuffix("个").removesuffix("一")


def _weekday(match: re.Match[str], context: Context) -> Days:
    """Read `下周三`; without 这 or 下 it is the next such day, today included. A week ends with its Sunday."""
    week = _week_of(match)
    base = context.today if week else context.after or context.today
    monday = base - base.weekday() * DAY
    day = monday + (7 * WEEKS[week] + WEEKDAYS.index(match["weekday"].replace("天", "日"))) * DAY
    day = day + 7 * DAY if not week and day < base else day
    return Days(day, day, recurs=not week)


def _week(match: re.Match[str], context: Context) -> Days:
    monday = context.today + (7 * WEEKS[_week_of(match)] - context.today.weekday()) * DAY
    if match["part"] == "末":
        return Days(monday + 5 * DAY, monday + 6 * DAY)
    return Days(monday, monday + 6 * DAY)


NEAR_FORM = r"大前天|(?<![之提])前天(?!气)|[昨今明]天|大后天|(?<![今明以之先])后天(?!天)|[今明昨]日(?!之)"
BEFORE_A_TIME = rf"[今明](?=[早晚](?!期|点)|早[点上])|(?<![今明以之先])后(?=[早晚]上?[\d{WEEKDAYS}七八九十])"
"""The 明 of `明早8点`."""
FORMS = (
    form("大前昨今明后", NEAR_FORM, _near),
    form("今明后", BEFORE_A_TIME, _near),
    form("上这本下", rf"{WHICH}的?(?:{NAME}的?)?{NAME}(?P<weekday>{WEEKDAY})", _weekday),
    form("周星礼", rf"{NO_COUNT}{NAME}(?P<weekday>{WEEKDAY})", _weekday),
    form("上这本下", rf"{WHICH}{NAME}(?P<part>末)?(?!{WEEKDAY})(?![年边报刊会])", _week),
    form("周", r"(?<![\d一二两三四五六七八九十每上下这本])周(?P<part>末)(?!端)", _week),
)  # fmt: skip
