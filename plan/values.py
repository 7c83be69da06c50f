"""The fixed terms of the domain: kinds of units, duties, roles, states, with the Chinese words that people read."""

from enum import StrEnum


class Named(StrEnum):
    """A code that is stored in the database; `label` is the word that people read."""

    label: str

    def __new__(cls, code: str, label: str = "") -> "Named":
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        return member

    __hash__ = str.__hash__
    """The hash of its code, which is faster than that of Enum, a Python function."""


class UnitKind(Named):
    """What kind of unit it is; cities and counties are below the bureau."""

    BUREAU = "bureau", "局机关"
    DIVISION = "division", "处室"
    INSTITUTION = "institution", "直属单位"
    CITY = "city", "设区市局"
    COUNTY = "county", "县区局"
    OUTSIDE = "outside", "外单位"


class Duty(Named):
    """What the holder of a post does (岗位)."""

    CLERK = "clerk", "督办员"
    LEADER = "leader", "分管领导"
    HEAD = "head", "负责人"
    LIAISON = "liaison", "联络员"
    OBSERVER = "observer", "只读"


class Role(Named):
    """A unit's part in a task."""

    LEAD = "lead", "牵头"
    SUPPORT = "support", "配合"
    CITY = "city", "各市"


class State(Named):
    """Where an assignment stands."""

    PENDING = "pending", "待签收"
    ACTIVE = "active", "办理中"
    SUBMITTED = "submitted", "待审核"
    CLOSED = "closed", "已办结"
    WAIVED = "waived", "免办"


OVER = frozenset({State.CLOSED, State.WAIVED})
"""The states in which the unit has nothing more to do."""


class Status(Named):
    """What a report says of the progress in one word."""

    DONE = "done", "已完成"
    ON_PACE = "pace", "按序时"
    BEHIND = "behind", "滞后"
    STUCK = "stuck", "有困难"


class Draft(Named):
    """How a report repeats the last one."""

    AGAIN = "again", "沿用上次"
    UNCHANGED = "unchanged", "无变化"


class ReturnReason(Named):
    """Why an assignment that was reported as done is sent back (退回)."""

    MATERIALS = "materials", "缺成果材料"
    FIGURES = "figures", "数据口径不符"
    TARGET = "target", "未对应年度目标"
    LEADER = "leader", "未经领导审核"
    OTHER = "other", "其他"


class Basis(Named):
    """Where the deadline of a task comes from."""

    EXPLICIT = "explicit", "文件明确"
    CALENDAR = "calendar", "固定节点"
    FACT = "fact", "既定日期"
    SUGGESTED = "suggested", "建议时限"
    YEAR = "year", "年底"
    RECURRING = "recurring", "定期工作"
    EXTERNAL = "external", "待上级通知"


class TargetKind(Named):
    """What kind of result a target asks for."""

    NUMBER = "number", "数量"
    RANK = "rank", "名次"
    COVERAGE = "coverage", "覆盖"
    RESULT = "result", "成果"


class Cycle(Named):
    """How often a task is reported."""

    MONTHLY = "monthly", "每月报送"
    QUARTERLY = "quarterly", "每季报送"
    NONE = "none", "不定期报送"
