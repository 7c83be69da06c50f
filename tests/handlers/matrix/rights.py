"""The table "Who may do what" of the product, as data: what each role may read and change, and of which units.

What is changed is known by its act: the `action` of the event that the change writes, or the name of the table for
changes without an event. No command is named here, so a new command that does known acts is held against the same
rows, and an unknown act may reach as far as its role reaches anywhere.
"""

from collections.abc import Iterable, Mapping

from plan.values import Duty

UNITS = frozenset({"own", "below", "other"})
ALL = UNITS | {"self", "somebody", "bureau"}
TREE, OWN, BELOW, SELF = UNITS - {"other"}, frozenset({"own"}), frozenset({"below"}), frozenset({"self"})
SET_BY_BUREAU: frozenset[str] = frozenset()
"""The role has this right where the bureau says so; in the scene the leaders decide, so it changes nothing."""

Rights = Mapping[str, frozenset[str]]
"""By role, the owners whose things may be read or changed; a role that is not a key has no right."""

NOBODY: Rights = {}
CLERK: Rights = {"clerk": ALL}
LEADER: Rights = {"leader": ALL}
OWN_AFFAIRS: Rights = {duty.value: SELF for duty in Duty}
COUNTED: Rights = {duty.value: frozenset({"bureau"}) for duty in Duty}
"""What was not understood is counted for the bureau, whoever wrote it."""
PERSONAL: Rights = {**OWN_AFFAIRS, **CLERK}
PAPERS: Rights = {"clerk": ALL, "leader": ALL, "head": TREE, "liaison": TREE}
REPORTS: Rights = {**PAPERS, "observer": ALL}
UNIT: Rights = {"head": OWN, "liaison": OWN}
WORK: Rights = {**UNIT, **CLERK}
DECISIONS: Rights = {"leader": ALL, "clerk": SET_BY_BUREAU}
NUDGES: Rights = {**CLERK, **LEADER, "head": BELOW}
UNSENT_FILES: Rights = {"clerk": ALL, "head": OWN | SELF, "liaison": OWN | SELF}
"""A file belongs to its sender until somebody says to which task it belongs."""
REACH: Rights = {"clerk": ALL, "leader": ALL, "head": OWN | SELF, "liaison": OWN | SELF, "observer": SELF}
"""The most that a role may change by any act that has no row yet."""

MAY_READ: dict[str, Rights] = {
    "汇报": REPORTS, "完成": REPORTS, "进度": REPORTS, "灯": REPORTS,
    **dict.fromkeys(("材料", "退回", "免办", "延期", "缓办", "不准", "意见", "批示", "催办", "回复", "通话"), PAPERS),
    "姓名": PERSONAL, "电话": PERSONAL, "请假": PERSONAL, "投诉": PERSONAL, "答复": PERSONAL,
    "自设提醒": OWN_AFFAIRS,
    "不上机": NOBODY,
}  # fmt: skip
"""By the kind of secret. The board, which observers read, has the units' reports and none of their papers."""
NAMED_IN_LETTERS = ("姓名", "请假")
"""Letters name to each other who hands over a post and who takes it, who is away and who is their deputy."""

ROWS: tuple[tuple[Rights, str], ...] = (
    # sign, report, submit, ask for an extension
    (WORK, "sign report amend ask_extension withdraw_extension"),
    (UNSENT_FILES, "evidence"),
    (UNIT, "ack answer"),
    ({**WORK, **LEADER}, "undo"),
    # approve an extension, sign off a bulletin
    (DECISIONS, "extend refuse_extension"),
    (LEADER, "bulletin_signed bulletin_returned"),
    # review, close, return, nudge, invite
    (CLERK, "close return reopen waive opinion call invite"),
    (NUDGES, "nudge"),
    (LEADER, "directive"),
    (CLERK, "bulletin_drafted bulletin_changed bulletin_submitted bulletin_recalled bulletin_dropped"),
    # edit tasks, set deadlines; units, posts and people; what holds for the whole bureau
    (CLERK, "cycle milestones restrict"),
    (CLERK, "new_unit rename_unit shorten_unit move_unit new_post handover vacate deputy change_name"),
    (CLERK, "setting limits rule notice workday hours feedback_answered"),
    # phone numbers and other affairs of one's own
    (PERSONAL, "change_phone leave back"),
    (OWN_AFFAIRS, "feedback settings reminders"),
    (COUNTED, "misunderstood"),
)
MAY_CHANGE: dict[str, Rights] = {act: rights for rights, acts in ROWS for act in acts.split()}
"""By act."""


def may_change(role: str, acts: Iterable[str]) -> frozenset[str]:
    """Return the owners whose things this role may change by these acts together; none if one act is not the role's."""
    rights = [MAY_CHANGE.get(act, REACH).get(role) for act in acts]
    allowed = [owners for owners in rights if owners is not None]
    return frozenset[str]().union(*allowed) if len(allowed) == len(rights) else frozenset()


def roles(act: str) -> frozenset[Duty]:
    """Return the roles that a command doing this act must be declared for."""
    return frozenset(Duty(role) for role in MAY_CHANGE.get(act, {}))


def acts_of(role: str) -> set[str]:
    """Return the acts that somebody of this role is sure to do in the scene."""
    return {act for act, rights in MAY_CHANGE.items() if rights.get(role)}
