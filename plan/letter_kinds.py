"""Every kind of letter and of reminder, declared once. Code that needs to know something of a kind derives it from
these declarations.

A letter is what the bot sends by itself. A reminder is one line of a digest. A new schedule declares its kind in its
own file, in the same way.
"""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, Literal

from plan import letter_conditions as conditions
from plan.calendar import Calendar
from plan.letter_conditions import Condition
from plan.reply import Button
from plan.values import State

OTHERS = "其他通知"


@dataclass(frozen=True)
class Rule:
    """One line of 提醒规则: what people call it, when it is sent, and to whom.

    The present values of `settings` are filled into `when` and `to`. An `urgent` rule's letters are sent at once, as
    far as the bureau's hours allow it. An `optional` rule may be switched off by its receiver; no duty is optional.
    """

    name: str
    label: str
    when: str
    to: str
    settings: tuple[str, ...] = ()
    urgent: bool = False
    optional: bool = False


@dataclass(frozen=True, eq=False)
class LetterKind:
    """A kind of letter; `name` is how the database and the letter's key spell it.

    `rule` is the line of 提醒规则 to which it belongs, None for none.
    `any_hour`: it is sent outside the bureau's hours too, because its receiver asked for that moment or because it
    makes no sound.
    `follows`: who gets a waiting letter when its receiver's post is handed over: the new holder, the same person, or
    nobody.
    `is_card`: a group gets at most one card a day.
    `is_of_its_day`: on a later day it is not sent any more; what it says becomes part of the next one.
    `replaces_waiting`: a new one to a group replaces an earlier one that has not been sent yet.
    `shown_as`: a message of its own, or the person's menu or the group's pinned board, whose content is determined
    when it is sent.
    `condition`: what the letter's key is about, and whether a letter that has waited still holds; without one it is
    always sent.
    """

    name: str
    rule: Rule | None
    any_hour: bool = False
    follows: Literal["post", "person", "nobody"] = "post"
    is_card: bool = False
    is_of_its_day: bool = False
    replaces_waiting: bool = False
    shown_as: Literal["message", "menu", "board"] = "message"
    condition: Condition[Any] | None = None
    is_known: bool = field(default=True, kw_only=True)

    def __post_init__(self) -> None:
        if self.is_known:
            if self.name in KINDS:
                raise ValueError(f"two kinds of letter are named {self.name}")
            KINDS[self.name] = self
            kinds.cache_clear()
            if self.rule is not None:
                _declare(self.rule)

    @property
    def label(self) -> str:
        return self.rule.label if self.rule else OTHERS

    @property
    def is_urgent(self) -> bool:
        return self.rule is not None and self.rule.urgent

    @property
    def is_message(self) -> bool:
        return self.shown_as == "message"

    def sendable_at(self, due: datetime, now: datetime, calendar: Calendar) -> datetime:
        """Return the first moment from `now` on at which a letter due at `due` may be sent. All moments are in the
        bureau's time zone."""
        at = max(due, now)
        return at if self.any_hour else calendar.send_time(at, urgent=self.is_urgent)


@dataclass(frozen=True, eq=False)
class ReminderKind:
    """A kind of reminder; its keys are `name`, the id of what it is `about`, and the day in the key, if it has one,
    followed by what else distinguishes them.

    `day_in_key`: the day on which something is `due`, or on which a task was `assigned`.
    `sign` stands before its line, or the assignment's light where it `shows_light`.
    `names_its_day`: 为什么收到 names that day.
    `answer` is the button with which the unit answers it; its line is completed by the assignment's `id` and `version`.
    `list_button`: several such reminders to one unit share a line of the digest, with this button instead.
    """

    name: str
    rule: Rule
    about: Literal["assignment", "call", "request", "directive"]
    sign: str = "📥"
    day_in_key: Literal["due", "assigned"] | None = None
    names_its_day: bool = False
    shows_light: bool = False
    answer: Button = Button("汇报", "/progress {id}")  # noqa: RUF009 - a frozen value
    list_button: Button | None = None

    def __post_init__(self) -> None:
        if self.name in REMINDERS:
            raise ValueError(f"two kinds of reminder are named {self.name}")
        REMINDERS[self.name] = self
        _declare(self.rule)


KINDS: dict[str, LetterKind] = {}
REMINDERS: dict[str, ReminderKind] = {}
RULES: dict[str, Rule] = {}
"""In the order in which 提醒规则 shows them."""


def _declare(rule: Rule) -> None:
    if RULES.setdefault(rule.name, rule) is not rule:
        raise ValueError(f"two rules are named {rule.name}")


def kind_named(name: str) -> LetterKind:
    """Return the kind of this name. A kind that only a later version declares is kept, shown as 其他通知, and not
    sent."""
    return KINDS.get(name) or LetterKind(name, None, is_known=False)


@cache
def kinds(**properties: object) -> list[LetterKind]:
    """Return the known kinds that have these properties. Cached, because the delivery asks with each claim."""
    return [kind for kind in KINDS.values() if all(getattr(kind, name) == value for name, value in properties.items())]


def reminder_named(name: str) -> ReminderKind | None:
    return REMINDERS.get(name)


UNIT, CHIEFS, CLERK = "联络员", "联络员、负责人", "督办员"
_DIGEST = Rule("digest", "晨报", "工作日{morning}，有事才发，每人一条", "有待办事项的人", ("morning",))
DIGEST = LetterKind("digest", _DIGEST, is_of_its_day=True)

UNSIGNED = ReminderKind(
    "unsigned", Rule("unsigned", "未签收", "下达后第{unsigned}个工作日", "联络员，第二次起加负责人", ("unsigned",)),
    "assignment", day_in_key="assigned", answer=Button("签收", "/sign {id} v{version}"),
    list_button=Button("未签收", "/find 我的 未签收"),
)  # fmt: skip
DEADLINE = ReminderKind(
    "due", Rule("deadline", "临期", "到期前{ahead}天，遇休息日提前", UNIT, ("ahead",), optional=True), "assignment",
    "🟡", day_in_key="due", names_its_day=True, shows_light=True,
)  # fmt: skip
OVERDUE = ReminderKind(
    "overdue",
    Rule("overdue", "逾期", "逾期后前{daily}个工作日每天，其后每5个工作日",
         "联络员、负责人；第{leader}个工作日起加分管领导", ("daily", "leader")),
    "assignment", "🔴", day_in_key="due",
)  # fmt: skip
REPORT = ReminderKind(
    "report",
    Rule("report", "进展报送", "每月（季）{report_by}日前{report_ahead}个工作日及次日，遇休息日提前，只提醒未报的",
         UNIT, ("report_by", "report_ahead"), optional=True),
    "assignment", "📝", day_in_key="due", names_its_day=True,
    list_button=Button("本期未报", "/monthly"),
)  # fmt: skip
PROMISE = ReminderKind(
    "promise", Rule("promise", "电话承诺", "承诺报送的当天，遇休息日提前", "联络员、督办员"), "call", "📞"
)
_DECIDE = Rule(
    "decide", "审批与批示", "延期申请待审批、批示待确认满{decide}个工作日的，列入晨报",
    "分管领导；督办员审批的发督办员", ("decide",),
)  # fmt: skip
DECIDE = ReminderKind("decide", _DECIDE, "request", "✍️")
UNANSWERED = ReminderKind("unanswered", _DECIDE, "directive", "✍️")

PHONE = LetterKind("phone", Rule("phone", "打电话清单", "工作日{phone}，有需要联系的单位才发", CLERK, ("phone",)))
SUMMARY = LetterKind(
    "summary", Rule("summary", "周报", "每周一9:00，遇休息日或当天已发通报顺延；各群可另定", "已绑定的群"),
    is_card=True, replaces_waiting=True,
)  # fmt: skip
_BULLETIN = Rule(
    "bulletin", "通报", "签发后即发，当天已有周报的次日发；送审、退回、签发后即告",
    "已绑定的群；局领导、起草的督办员", urgent=True,
)  # fmt: skip
BULLETIN = LetterKind("bulletin", _BULLETIN, is_card=True)
BULLETIN_REVIEW = LetterKind("bulletin_review", _BULLETIN, condition=conditions.IN_REVIEW)
BULLETIN_RETURNED = LetterKind("bulletin_returned", _BULLETIN)
BULLETIN_SIGNED = LetterKind("bulletin_signed", _BULLETIN)
ASSIGNED = LetterKind("assigned", Rule("assigned", "新任务", "下达后即告，每个岗位一条", UNIT, urgent=True))
ASSIGNED_TASK = ReminderKind("assigned", RULES["assigned"], "assignment", day_in_key="assigned")
SUBMITTED = LetterKind(
    "submitted",
    Rule("submitted", "报结待审核", "报结后即告", CLERK, urgent=True),
    condition=conditions.in_state(State.SUBMITTED),
)
RETURNED = LetterKind(
    "returned", Rule("returned", "退回", "退回后即告", CHIEFS, urgent=True), condition=conditions.in_state(State.ACTIVE)
)
WAIVED = LetterKind(
    "waived", Rule("waived", "免办", "免办后即告", CHIEFS, urgent=True), condition=conditions.in_state(State.WAIVED)
)
REOPENED = LetterKind(
    "reopened",
    Rule("reopened", "重新办理", "重新办理后即告", CHIEFS, urgent=True),
    condition=conditions.in_state(State.ACTIVE, State.PENDING),
)
_EXTENSION = Rule("extension", "延期审批", "申请、提出意见、审批后即告", "审批人；联络员、负责人", urgent=True)
EXTENSION_ASKED = LetterKind("extension_asked", _EXTENSION, condition=conditions.UNDECIDED)
EXTENSION_ADVICE = LetterKind("extension_advice", _EXTENSION, condition=conditions.UNDECIDED)
EXTENSION_OPINION = LetterKind("extension_opinion", _EXTENSION, condition=conditions.UNDECIDED)
EXTENSION_DECIDED = LetterKind("extension_decided", _EXTENSION)
EXTENSION_UNDONE = LetterKind("extension_undone", _EXTENSION)
NUDGE = LetterKind(
    "nudge",
    Rule("nudge", "催办", "催办后即告", "联络员、负责人；督办通知抄送分管领导", urgent=True),
    condition=conditions.UNANSWERED_NUDGE,
)
_DIRECTIVE = Rule("directive", "批示", "批示、收到批示后即告", "联络员、负责人；批示的领导", urgent=True)
DIRECTIVE = LetterKind("directive", _DIRECTIVE, condition=conditions.UNACKNOWLEDGED)
ACKNOWLEDGED = LetterKind("acknowledged", _DIRECTIVE)
UNDONE = LetterKind("undone", Rule("undone", "撤销", "撤销后即告", CHIEFS, urgent=True))
POST = LetterKind("post", Rule("post", "岗位变动", "岗位变动后即告", "有关人员", urgent=True), follows="person")
_LEAVE = Rule("leave", "请假代办", "登记请假、销假后即告", "B岗", urgent=True)
LEAVE = LetterKind("leave", _LEAVE, follows="person")
BACK = LetterKind("back", _LEAVE, follows="person")
_FEEDBACK = Rule("feedback", "投诉建议", "提出、答复后即告", "督办员；提出人", urgent=True)
FEEDBACK = LetterKind("feedback", _FEEDBACK, condition=conditions.UNANSWERED_FEEDBACK)
FEEDBACK_ANSWERED = LetterKind("feedback_answered", _FEEDBACK, any_hour=True, follows="person")
REMIND = LetterKind(
    "remind", Rule("remind", "自设提醒", "本人设定的时间", "本人", urgent=True), any_hour=True, follows="nobody"
)
NEXT_YEAR = LetterKind("next_year", Rule("next_year", "次年放假", "12月起次年放假安排尚未设定的，每周一9:00", CLERK))
RESTORED = LetterKind(
    "restored", Rule("restored", "数据恢复", "从备份恢复，或发现记录缺失后首次启动即告", "各岗位；督办员", urgent=True)
)
_TROUBLE = Rule("trouble", "运行提示", "消息、备份未能生成，或群内不能发言、置顶时，在提醒时段内告知", CLERK)
SCHEDULE_FAILED = LetterKind("schedule_failed", _TROUBLE)
GROUP_UNWRITABLE = LetterKind("group_unwritable", _TROUBLE)
BOARD_TROUBLE = LetterKind("board.trouble", _TROUBLE)
BACKUP_FAILED = LetterKind("backup_failed", _TROUBLE)
MENU = LetterKind("menu", None, any_hour=True, follows="person", shown_as="menu")
BOARD = LetterKind("board", None, any_hour=True, shown_as="board")
