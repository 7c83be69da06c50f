"""The words by which people ask for assignments: what is true of them, whose they are, when they are due."""

import re
from enum import StrEnum

from plan.values import Role


class Fact(StrEnum):
    """Something that may be true of an assignment today. Facts about states have the values of the states."""

    RED = "red"
    YELLOW = "yellow"
    OVERDUE = "overdue"
    BEHIND = "behind"
    STUCK = "stuck"
    UNREPORTED = "unreported"
    PENDING = "pending"
    ACTIVE = "active"
    SUBMITTED = "submitted"
    CLOSED = "closed"
    WAIVED = "waived"


LIGHTS = frozenset({Fact.RED, Fact.YELLOW})
CLASSES = frozenset({Fact.OVERDUE, Fact.BEHIND})
STATES = frozenset({Fact.PENDING, Fact.ACTIVE, Fact.SUBMITTED, Fact.CLOSED, Fact.WAIVED})
OPEN = frozenset({Fact.PENDING, Fact.ACTIVE, Fact.SUBMITTED})
DATE_DEPENDENT = (LIGHTS, CLASSES)
"""Groups of facts that change with time. Of each group one of the wanted facts must hold, such as red or yellow."""
NOT = "(?:还没有?|没有?|尚未|还未|未)"
NOT_NOT = "(?<!没)(?<!没有)(?<!未)(?<!不)"
REPORTED = "(?:报进展|报进度|报送|上报|填报|汇报|反馈|更新|报)"
FACT_WORDS: tuple[tuple[frozenset[Fact], str], ...] = (
    (frozenset({Fact.UNREPORTED}), rf"应报未报|{NOT}{REPORTED}过?(?:进展|进度|情况)?"),
    (frozenset({Fact.PENDING}), rf"待签收?|{NOT}签收?"),
    (frozenset({Fact.OVERDUE}), rf"到期{NOT}(?:完成|办结|办完|办)|{NOT_NOT}(?:已经?)?(?:逾期|超期|超时限|过期)"),
    (OPEN, rf"{NOT}(?:完成|办结|办完|销号|结项)"),
    (frozenset({Fact.BEHIND}), rf"{NOT_NOT}(?:滞后|落后(?:序时)?|(?:进度|进展|推进)(?:较|比较|太|偏)?慢)"),
    (frozenset({Fact.STUCK}), "(?<!没)(?:有|遇到|存在)困难|卡住"),
    (frozenset({Fact.RED}), f"{NOT_NOT}亮?红灯"),
    (frozenset({Fact.YELLOW}), f"{NOT_NOT}亮?黄灯"),
    (frozenset({Fact.SUBMITTED}), "等?待审核?|等审核|审核中|已?报结"),
    (frozenset({Fact.CLOSED}), "已经?(?:办结|完成|办完|销号)|办结"),
    (frozenset({Fact.WAIVED}), "免办"),
    (frozenset({Fact.ACTIVE}), "(?:正在)?办理中|进行中|正在办理?|在办"),
)
"""The first that matches is meant; each is the end of a term."""
FACTS = tuple((facts, re.compile(rf"(?:{words})$")) for facts, words in FACT_WORDS)
PLACE = "(?:[处室局市县区院会站科]|中心|单位|部门)"
OUR_UNIT = re.compile(rf"^(?:我的|[本我](?:单位|处|局)的?|(?:我们|咱们?){PLACE}?的?)")
"""Stands before anything: `我的逾期任务`, `我们专利导航`."""
MYSELF = re.compile(rf"^(?:由?我|本人|[本我]{PLACE})$")
"""Alone, or with nothing but other terms: `我没报`, but not `我国`, `本科`."""
ROLES = tuple((role, re.compile(rf"{role.label}(?:负责)?$")) for role in (Role.LEAD, Role.SUPPORT))
UNDATED = re.compile(
    "(?:时限|时间|日期|期限)(?:还?没有?定|还?没有?明确|未定|未明确|待定|不明确)$"
    "|(?:还?没有?|未|无)(?:定|明确)?(?:时限|时间|期限)$"
)
MUST = "(?:要求?|需要?|应该?|得|该|须|必须)"
DUE = re.compile(
    rf"(?<!没)(?<!未){MUST}?(?:到期|截止|到时限|到时间)$"
    rf"|{MUST}(?:完成|办完|办结|办理?|做|交|报|报送|上报|处理|干)(?:好|完|掉)?$|(?<=的)时限$"
)
"""What says behind a date that something is due then."""
SOON = re.compile("(?:最近|近期|近日|近来|快要?|马上|即将|眼看)$")
THIS_MONTH = re.compile(r"(?:本|这个?)[月期](?=还?没|还?未|尚未|应报)")
"""In `本月没报` the month is that of the report, which the fact means anyway; it is not when the task is due."""
WHETHER = re.compile("有没有有?")
"""`有没有逾期的` asks for what is overdue, and does not deny it."""
HEAD = re.compile(
    "^(?:请问|请|帮我|给我|查一?下|看一?下|看看|列出|列一?下|有无|还有|目前|现在|当前|所有|全部|一共|总共"
    "|哪些|哪几项|哪几个|哪一?项|哪一?个|什么|多少项?|几项|谁)"
)
TAIL = re.compile(
    "(?:[的了吗呢吧呀啊嘛么]|任务|事项|(?<![本我])单位|(?<![本我])部门|节点|清单|名单|列表|有哪些|有哪几项|有什么|有几项|有多少项?|还有几项|还有多少项?|还有哪些"
    "|还有什么|还有|哪些事?|哪几项|什么事?|几项|多少项?|有谁|是谁|都有|给我看看?|看看|情况)$"
)
FILLING = re.compile("(?:有|都|的|还|是|共|谁|任务|事项|单位|项目|工作)*")
"""Words that mean nothing where nothing else is left of a term."""
