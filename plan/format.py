"""Write days, deadlines, moments and titles as officials read them."""

from datetime import date, datetime
from typing import Protocol

from plan.calendar import Calendar

WEEKDAYS = "一二三四五六日"


def day(value: date, today: date) -> str:
    """Return a day with its weekday: `11月27日 周五`, with the year where it is not that of today."""
    year = f"{value.year}年" if value.year != today.year else ""
    return f"{year}{value.month}月{value.day}日 周{WEEKDAYS[value.weekday()]}"


def short_day(value: date, today: date) -> str:
    """Return a day for a row of a list: `11月27日`, with the year where it is not that of today."""
    year = f"{value.year}年" if value.year != today.year else ""
    return f"{year}{value.month}月{value.day}日"


def days(first: date, last: date, today: date) -> str:
    """Return a period: `3月5日至3月9日`; of one day only that day."""
    return short_day(first, today) + (f"至{short_day(last, today)}" if last != first else "")


def distance(deadline: date, today: date, calendar: Calendar) -> str:
    """Return the time to a deadline in working days: `还有3个工作日`, `今天到期`, `已逾期2个工作日`."""
    if deadline == today:
        return "今天到期"
    count = calendar.between(today, deadline)
    if deadline > today:
        return f"还有{count}个工作日" if count else f"还有{(deadline - today).days}天，其间无工作日"
    return f"已逾期{-count}个工作日" if count else f"已逾期{(today - deadline).days}天"


def deadline(value: date | None, today: date, calendar: Calendar, *, owed: bool = True) -> str:
    """Return a deadline: `11月27日 周五，还有3个工作日`, `时限待定` for None.

    `owed` is false where nothing has to be done by then: only the day is named.
    """
    if value is None:
        return "时限待定"
    return f"{day(value, today)}，{distance(value, today, calendar)}" if owed else day(value, today)


def moment(value: datetime, today: date) -> str:
    """Return a moment: `3月2日 09:05`. The value must be in the bureau's time zone."""
    return f"{short_day(value.date(), today)} {value:%H:%M}"


def named(title: str, most: int, *, restricted: bool) -> str:
    """Return a task's title for a list, of a restricted task only `（不上机）`, because its title must not be sent."""
    return "（不上机）" if restricted else shortened(title, most)


class Reported(Protocol):
    """A report, or an assignment, with the percent that somebody stated."""

    @property
    def stated_percent(self) -> int | None: ...


def percent(item: Reported) -> str:
    """Return ` 60%`, with a blank before it, or nothing where nobody has stated a percent."""
    return "" if item.stated_percent is None else f" {item.stated_percent}%"


def shortened(text: str, most: int) -> str:
    """Return at most `most` characters of a text; the last is `…` where something was cut."""
    return text if len(text) <= most else text[: most - 1] + "…"
