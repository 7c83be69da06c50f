"""What the bot says by itself (提醒规则): every rule with its name, when it speaks, to whom, and what can be set."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Any

from plan import hours as clock
from plan.calendar import Calendar
from plan.hours import Hours
from plan.refusal import Refusal


@dataclass(frozen=True)
class Rules:
    """The bureau's settings. Days are working days, but for `ahead`, which are days of the calendar.

    `morning`, `phone`: when the digest and the phone list come; `ahead`: before a deadline; `unsigned`: after the task
    was given, from the second on the head too; `daily`: so many days a delay is told each day, then every fifth;
    `leader`: from this day of a delay on; `report_by`: the day of the month; `report_ahead`: before it; `decide`: so
    long a leader's decision may wait before it is in his digest.
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
    """One of Rules as a button and a question name it, and as it is read; `wrong` is what a nonsensical value gets,
    `unit` what its number counts.
    """

    name: str
    label: str
    asks: str
    read: Callable[[str], Any]
    allows: Callable[[Any], bool]
    wrong: str
    unit: str = ""


@dataclass(frozen=True)
class Rule:
    """`when` has the present settings put into it. What is `urgent` is told at once; `optional` may be switched off by
    its receiver for himself, which no duty may."""

    name: str
    label: str
    when: str
    to: str
    settings: tuple[str, ...] = ()
    urgent: bool = False
    optional: bool = False


COUNTED = r"(\d{1,3})\s*(?:个?工作日|[天日号])?"


def _number(words: str) -> int:
    found = re.fullmatch(COUNTED, words.strip())
    if not found:
        raise ValueError
    return int(found[1])


def _days(words: str) -> tuple[int, ...]:
    """In any order: the farthest first."""
    return tuple(sorted({_number(one) for one in re.split(r"[\s、,，和]+", words.strip())}, reverse=True))


def _after(words: str) -> tuple[int, ...]:
    return _days(words)[::-1]


def _several(days: tuple[int, ...], least: int, most: int) -> bool:
    return 1 <= len(days) <= 6 and all(least <= day <= most for day in days)


def _clock(words: str) -> time:
    return clock.read(words.strip())


def _awake(moment: time) -> bool:
    return clock.EARLIEST <= moment <= clock.LATEST


SETTINGS = {one.name: one for one in (
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


def _rules(*rules: Rule) -> dict[str, Rule]:
    return {one.name: one for one in rules}


UNIT, CHIEFS = "联络员", "联络员、负责人"
RULES = _rules(
    Rule("digest", "晨报", "工作日{morning}，有事才发，每人一条", "有待办事项的人", ("morning",)),
    Rule("unsigned", "未签收", "下达后第{unsigned}个工作日", "联络员，第二次起加负责人", ("unsigned",)),
    Rule("deadline", "临期", "到期前{ahead}天，遇休息日提前", UNIT, ("ahead",), optional=True),
    Rule("overdue", "逾期", "逾期后前{daily}个工作日每天，其后每5个工作日",
         "联络员、负责人；第{leader}个工作日起加分管领导", ("daily", "leader")),
    Rule("report", "进展报送", "每月（季）{report_by}日前{report_ahead}个工作日及次日，遇休息日提前，只提醒未报的",
         UNIT, ("report_by", "report_ahead"), optional=True),
    Rule("promise", "电话承诺", "承诺报送的当天，遇休息日提前", "联络员、督办员"),
    Rule("decide", "审批与批示", "延期申请待审批、批示待确认满{decide}个工作日的，列入晨报",
         "分管领导；督办员审批的发督办员", ("decide",)),
    Rule("phone", "打电话清单", "工作日{phone}，有需要联系的单位才发", "督办员", ("phone",)),
    Rule("summary", "周报", "每周一9:00，遇休息日或当天已发通报顺延；各群可另定", "已绑定的群"),
    Rule("bulletin", "通报", "签发后即发，当天已有周报的次日发；送审、退回、签发后即告",
         "已绑定的群；局领导、起草的督办员", urgent=True),
    Rule("assigned", "新任务", "下达后即告，每个岗位一条", UNIT, urgent=True),
    Rule("submitted", "报结待审核", "报结后即告", "督办员", urgent=True),
    Rule("returned", "退回", "退回后即告", CHIEFS, urgent=True),
    Rule("waived", "免办", "免办后即告", CHIEFS, urgent=True),
    Rule("reopened", "重新办理", "重新办理后即告", CHIEFS, urgent=True),
    Rule("extension", "延期审批", "申请、提出意见、审批后即告", "审批人；联络员、负责人", urgent=True),
    Rule("nudge", "催办", "催办后即告", "联络员、负责人；督办通知抄送分管领导", urgent=True),
    Rule("directive", "批示", "批示、收到批示后即告", "联络员、负责人；批示的领导", urgent=True),
    Rule("undone", "撤销", "撤销后即告", CHIEFS, urgent=True),
    Rule("post", "岗位变动", "岗位变动后即告", "有关人员", urgent=True),
    Rule("leave", "请假代办", "登记请假、销假后即告", "B岗", urgent=True),
    Rule("feedback", "投诉建议", "提出、答复后即告", "督办员；提出人", urgent=True),
    Rule("remind", "自设提醒", "本人设定的时间", "本人", urgent=True),
    Rule("next_year", "次年放假", "12月起次年放假安排尚未设定的，每周一9:00", "督办员"),
    Rule("restored", "数据恢复", "从备份恢复，或发现记录缺失后首次启动即告", "各岗位；督办员", urgent=True),
    Rule("trouble", "运行提示", "消息、备份未能生成，或群内不能发言、置顶时，在提醒时段内告知", "督办员"),
)  # fmt: skip
AT_ONCE = "时段以外，标“即告”的事项{}。"
FAMILIES = {
    "acknowledged": "directive", "back": "leave", "schedule_failed": "trouble", "group_unwritable": "trouble",
    "board.trouble": "trouble", "backup_failed": "trouble",
}  # fmt: skip


def rule_of(name: str) -> Rule | None:
    """By which a letter was sent: `extension_asked` is of `extension`. None for what is no message, as a menu."""
    family = FAMILIES.get(name, name)
    return RULES.get(family) or RULES.get(family.partition("_")[0])


def urgent(name: str) -> bool:
    """Whether letters by this rule are told at once, as far as the bureau's hours allow it."""
    rule = rule_of(name)
    return rule is not None and rule.urgent


ANY_HOUR = ("remind", "feedback_answered", "menu", "board")
"""What somebody has set for himself, or has asked; and what makes no sound, a menu or the pinned board."""


def speaks_at(name: str, due: datetime, now: datetime, calendar: Calendar) -> datetime:
    """When a letter by this rule that is due then may go out, from `now` on; both in the bureau's time zone."""
    at = max(due, now)
    return at if name in ANY_HOUR else calendar.told_at(at, urgent=urgent(name))


def changed(rules: Rules, name: str, words: str, hours: Hours | None = None) -> Rules:
    """With one setting as it was typed, or stored: then the hours may have changed since.

    Raises Refusal for what makes no sense, and for a time outside of the hours: the old one stays.
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
    """A time that lies outside of the hours is that of the opening: all of them are the morning's. The digest that came
    with the opening of the hours `before` still does."""
    times = {name: at for name in SETTINGS if isinstance(at := getattr(rules, name), time)}
    moved: dict[str, Any] = {name: hours.opens for name, at in times.items() if not hours.within(at)}
    if before and rules.morning == before.opens:
        moved["morning"] = hours.opens
    return replace(rules, **moved)


def said(value: Any) -> str:
    """A setting's value as people write it, and as `changed` reads it."""
    if isinstance(value, time):
        return f"{value.hour}:{value.minute:02}"
    return "、".join(map(str, value)) if isinstance(value, tuple) else str(value)


def told(rule: Rule, rules: Rules) -> tuple[str, str]:
    """When it speaks and to whom, with the present settings."""
    values = {name: said(getattr(rules, name)) for name in SETTINGS}
    return rule.when.format(**values), rule.to.format(**values)
