"""The settings by which the bureau adjusts when reminders are sent and to whom (提醒规则)."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import time
from typing import Any

from plan import hours as clock
from plan.hours import Hours
from plan.letter_kinds import Rule
from plan.refusal import Refusal


@dataclass(frozen=True)
class Rules:
    """The bureau's settings. Days are working days, except for `ahead`, which are calendar days.

    `morning`, `phone`: the times of the digest and the phone list. `ahead`: days before a deadline. `unsigned`: days
    after a task was assigned; from the second on the head is reminded too. `daily`: for how many days a delay is told
    every day, afterwards every fifth day. `leader`: the day of a delay from which on the leader is told. `report_by`:
    the day of the month. `report_ahead`: days before it. `decide`: after how many days a decision that waits is in the
    decider's digest.
    """

    morning: time = time(8, 30)
    phone: time = time(9, 0)
    ahead: tuple[int, ...] = (30, 7, 3, 1, 0)
    unsigned: tuple[int, ...] = (1, 3)
    daily: int = 5
    leader: int = 4
    report_by: int = 25
    report_ahead: tuple[int, ...] = (3, 1)
    decide: int = 1


@dataclass(frozen=True)
class Setting:
    """How people see and change one field of Rules: `label` on its button, `asks` in the question. `wrong` answers a
    value that makes no sense; `unit` is what its number counts.
    """

    name: str
    label: str
    asks: str
    read: Callable[[str], Any]
    allows: Callable[[Any], bool]
    wrong: str
    unit: str = ""


COUNTED = r"(\d{1,3})\s*(?:个?工作日|[天日号])?"


def _number(words: str) -> int:
    match = re.fullmatch(COUNTED, words.strip())
    if not match:
        raise ValueError
    return int(match[1])


def _days(words: str) -> tuple[int, ...]:
    """Read numbers in any order; return them in descending order."""
    return tuple(sorted({_number(part) for part in re.split(r"[\s、,，和]+", words.strip())}, reverse=True))


def _after(words: str) -> tuple[int, ...]:
    return _days(words)[::-1]


def _several(days: tuple[int, ...], least: int, most: int) -> bool:
    return 1 <= len(days) <= 6 and all(least <= day <= most for day in days)


def _clock(words: str) -> time:
    return clock.read(words.strip())


def _awake(moment: time) -> bool:
    return clock.EARLIEST <= moment <= clock.LATEST


SETTINGS = {setting.name: setting for setting in (
    Setting("morning", "晨报时间", "晨报时间", _clock, _awake, clock.WRONG),
    Setting("phone", "清单时间", "打电话清单时间", _clock, _awake, clock.WRONG),
    Setting("ahead", "临期天数", "到期前几天", _days, lambda days: _several(days, 0, 90),
            "请填写1至6个天数，最多90天，0为当天，例如 30 7 3 1 0。", "天"),
    Setting("unsigned", "签收天数", "下达后几个工作日未签收", _after, lambda days: _several(days, 1, 20),
            "请填写1至6个天数，1至20天，例如 1 3。", "个工作日"),
    Setting("daily", "逾期天数", "逾期后每天提醒几个工作日",
            _number, lambda days: 1 <= days <= 20, "请填写1至20天，例如 5。", "个工作日"),
    Setting("leader", "上报领导", "逾期几个工作日起报分管领导",
            _number, lambda days: 1 <= days <= 20, "请填写1至20天，例如 4。", "个工作日"),
    Setting("report_by", "报送日", "每月几日前报送", _number, lambda day: 10 <= day <= 28,
            "请填写10至28日，例如 25。", "日"),
    Setting("report_ahead", "报送提前", "报送前几个工作日", _days, lambda days: _several(days, 1, 9),
            "请填写1至6个天数，1至9天，例如 3 1。", "个工作日"),
    Setting("decide", "待批天数", "领导未批几个工作日起列入晨报",
            _number, lambda days: 1 <= days <= 10, "请填写1至10天，例如 1。", "个工作日"),
)}  # fmt: skip


AT_ONCE = "时段以外，标“即告”的事项{}。"


def changed(rules: Rules, name: str, words: str, hours: Hours | None = None) -> Rules:
    """Return the rules with one setting changed to what was typed or stored.

    Raise Refusal for a value that makes no sense and for a time outside `hours`. A stored time is read without `hours`,
    because these may have changed since.
    """
    setting = SETTINGS[name]
    try:
        value = setting.read(words)
    except (ValueError, Refusal):
        raise Refusal(f"未保存。{setting.wrong}") from None
    if hours and isinstance(value, time) and not hours.within(value):
        raise Refusal(f"未保存。{setting.label}应在提醒时段{hours}之内，您填的是{said(value)}。")
    if not setting.allows(value):
        raise Refusal(f"未保存。{setting.wrong}")
    return replace(rules, **{name: value})


def within(rules: Rules, hours: Hours, before: Hours | None = None) -> Rules:
    """Move times outside the hours to the opening, because all of them belong to the morning. A digest at the opening
    of the hours `before` stays at the opening."""
    times = {name: at for name in SETTINGS if isinstance(at := getattr(rules, name), time)}
    moved: dict[str, Any] = {name: hours.opens for name, at in times.items() if not hours.within(at)}
    if before and rules.morning == before.opens:
        moved["morning"] = hours.opens
    return replace(rules, **moved)


def said(value: Any) -> str:
    """Return a setting's value as people write it, and as `changed` reads it."""
    if isinstance(value, time):
        return f"{value.hour}:{value.minute:02}"
    return "、".join(map(str, value)) if isinstance(value, tuple) else str(value)


def told(rule: Rule, rules: Rules) -> tuple[str, str]:
    """Return when the rule's letters are sent and to whom, with the present settings."""
    values = {name: said(getattr(rules, name)) for name in SETTINGS}
    return rule.when.format(**values), rule.to.format(**values)
