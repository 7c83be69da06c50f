"""Dates and shares as officials say them."""

from datetime import date, datetime

from plan.calendar import Calendar

WEEKDAYS = "一二三四五六日"


def day(value: date, today: date) -> str:
    """`11月27日 周五`, with the year where it is not today's."""
    year = f"{value.year}年" if value.year != today.year else ""
    return f"{year}{value.month}月{value.day}日 周{WEEKDAYS[value.weekday()]}"


def short_day(value: date, today: date) -> str:
    """`11月27日`, for a row of a list."""
    year = f"{value.year}年" if value.year != today.year else ""
    return f"{year}{value.month}月{value.day}日"


def days(first: date, last: date, today: date) -> str:
    """`3月5日至3月9日`, and one day alone."""
    return short_day(first, today) + (f"至{short_day(last, today)}" if last != first else "")


def distance(deadline: date, today: date, calendar: Calendar) -> str:
    """`还有3个工作日`, `今天到期`, `已逾期2个工作日`."""
    if deadline == today:
        return "今天到期"
    count = calendar.between(today, deadline)
    if deadline > today:
        return f"还有{count}个工作日" if count else f"还有{(deadline - today).days}天，其间无工作日"
    return f"已逾期{-count}个工作日" if count else f"已逾期{(today - deadline).days}天"


def deadline(value: date | None, today: date, calendar: Calendar, *, owed: bool = True) -> str:
    """`11月27日 周五，还有3个工作日`; one that is not fixed yet says so, and where nothing is `owed` it is a day."""
    if value is None:
        return "时限待定"
    return f"{day(value, today)}，{distance(value, today, calendar)}" if owed else day(value, today)


def moment(value: datetime, today: date) -> str:
    """`3月2日 09:05`; the value must already be in the bureau's time zone."""
    return f"{short_day(value.date(), today)} {value:%H:%M}"


def named(title: str, most: int, *, restricted: bool) -> str:
    """A task's title in a list; of one that must not be in Telegram (不上机) nothing but that."""
    return "（不上机）" if restricted else shortened(title, most)


def shortened(text: str, most: int) -> str:
    """At most `most` characters, the last one `…` where something was cut."""
    return text if len(text) <= most else text[: most - 1] + "…"
