"""product.md, "Who may do what", written out: what each duty may read and change, and whose."""

from handlers.registry import REGISTRY
from plan.values import Duty

UNITS = frozenset({"own", "below", "other"})
ALL = UNITS | {"self", "somebody", "bureau"}
TREE, OWN, BELOW, SELF = UNITS - {"other"}, frozenset({"own"}), frozenset({"below"}), frozenset({"self"})
Rights = dict[str, frozenset[str]]

NOBODY: Rights = {}
CLERK: Rights = {"clerk": ALL}
LEADER: Rights = {"leader": ALL}
HIS_OWN: Rights = {duty.value: SELF for duty in Duty}
PERSONAL: Rights = HIS_OWN | CLERK
PAPERS: Rights = {"clerk": ALL, "leader": ALL, "head": TREE, "liaison": TREE}
REPORTS: Rights = PAPERS | {"observer": ALL}
DOES: Rights = {"head": OWN, "liaison": OWN}
ON_BEHALF: Rights = DOES | CLERK
WAITING: Rights = {"clerk": ALL, "head": OWN | SELF, "liaison": OWN | SELF}
"""A file that nobody has said the task of is its sender's."""

MAY_READ: dict[str, Rights] = {
    "汇报": REPORTS, "完成": REPORTS, "进度": REPORTS, "灯": REPORTS,
    **dict.fromkeys(("材料", "退回", "免办", "延期", "缓办", "不准", "意见", "批示", "催办", "回复", "通话"), PAPERS),
    "姓名": PERSONAL, "电话": PERSONAL, "请假": PERSONAL, "投诉": PERSONAL, "答复": PERSONAL,
    "自设提醒": HIS_OWN,
    "不上机": NOBODY,
}  # fmt: skip
"""By the kind of secret. The board, which observers read, has the units' reports, and none of their papers."""
TOLD = ("姓名", "请假")
"""In letters: who hands a post over and who takes it, who is away and who stands in are named to each other."""

MAY_CHANGE: dict[str, Rights] = {
    **dict.fromkeys(("sign", "progress", "submit", "extend", "withdraw"), ON_BEHALF),
    **dict.fromkeys(("attach", "discard"), WAITING),
    **dict.fromkeys(("ack", "answer"), DOES),
    **dict.fromkeys(("approve", "refuse"), LEADER),
    "directive": LEADER, "nudge": CLERK | LEADER | {"head": BELOW}, "undo": ON_BEHALF | LEADER,
    **dict.fromkeys(("close", "return", "reopen", "waive", "restrict", "release"), CLERK),
    **dict.fromkeys(("opinion", "called", "milestones", "unmilestone", "lights", "approver", "reply"), CLERK),
    **dict.fromkeys(("cycle", "rules"), CLERK),
    **dict.fromkeys(("notice", "holiday", "hours"), CLERK),
    **dict.fromkeys(("invite", "newcomer", "enroll", "handover", "vacate", "deputy", "newpost", "name"), CLERK),
    **dict.fromkeys(("bulletin", "period", "audience", "remarks", "tosign", "recall", "scrap", "correct"), CLERK),
    **dict.fromkeys(("issue", "sendback"), LEADER),
    **dict.fromkeys(("newunit", "unitname", "moveunit", "bind", "weekly", "unbind"), CLERK),
    **dict.fromkeys(("feedback", "settings", "remind", "snooze", "unremind"), HIS_OWN),
    **dict.fromkeys(("contact", "leave", "back"), PERSONAL),
}  # fmt: skip
"""By command; one that is not here changes nothing. In the scene extensions are approved by the leader in charge."""


def changeable(role: str) -> set[str]:
    """The commands with which somebody of this duty is sure to change something in private."""
    return {name for name, rights in MAY_CHANGE.items() if role in rights and REGISTRY.commands[name].where != "group"}
