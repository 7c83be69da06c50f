"""The table of who may do what with an assignment and which state follows, and the scene to try it in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from plan.checksum import stamp
from plan.nudge import Level
from plan.nudge import stamp as nudge_stamp
from plan.values import Duty, State
from storage.database import Connection
from tests.handlers.scene import rows, small, task
from tests.plan.build import SHANGHAI
from tests.town import CLERK, HEAD, LEADER, LIAISON, OBSERVER, OTHER, Place, Town

NOW = datetime(2020, 6, 1, 10, 0, tzinfo=SHANGHAI)
PLAN = small(task("2.2.4", "推动企业贯标", until="6-30"))
UNTIL = {"in time": "2020-06-30", "late": "2020-05-29"}
PEOPLE: dict[str, Place] = {
    "clerk": CLERK, "leader": LEADER, "head": HEAD, "liaison": LIAISON, "observer": OBSERVER,
    "superior": (CLERK[0], Duty.HEAD), "neighbour": OTHER, "their head": (OTHER[0], Duty.HEAD),
    "their leader": (OTHER[0], Duty.LEADER),
}  # fmt: skip
"""There are also a stranger and `doing clerk`, who is the unit's liaison too. The last three belong to another unit."""


@dataclass(frozen=True)
class Action:
    """`after` are the states that the five states become, by their first letters; `.` where nothing is changed.

    `late` where it is otherwise past the deadline. `given` is what must be there before.
    """

    name: str
    line: str
    who: tuple[str, ...]
    after: str
    late: str = ""
    given: str = ""

    def result(self, state: State, *, late: bool) -> State | None:
        letter = (self.late if late and self.late else self.after).split()[list(State).index(state)]
        return next((state for state in State if state.value.upper().startswith(letter)), None)


UNIT, DOING = ("clerk", "head", "liaison", "doing clerk"), ("head", "liaison", "doing clerk")
DECIDES, EVERY_CLERK = ("clerk",), ("clerk", "doing clerk")
LEADS, ORDERS = ("leader",), ("leader", "their leader")
NUDGES = ("clerk", "doing clerk", "leader", "their leader", "superior")
SENT = nudge_stamp([(1, Level.REMINDER)], "")
WAIVED = stamp("/waive 1 v7", "已并入其他任务")
WRITTEN = stamp("/directive 2.2.4", 1, "", "请抓紧办理")
"""The checksums on the buttons of the previews."""
ACTIONS = (
    #                                                              who may       P A S C W
    Action("sign", "/sign 1 v7",                                   UNIT,        "A . . . ."),
    Action("on pace", "/progress 1 v7 pace",                       UNIT,        "A A . . ."),
    Action("behind", "/progress 1 v7 behind 20% 数据未报齐",        UNIT,        "A A . . ."),
    Action("stuck", "/progress 1 v7 stuck 缺经费",                  UNIT,        "A A . . ."),
    Action("done", "/submit 1 v7 yes",                             UNIT,        "S S . . ."),
    Action("submit", "/submit 1 v7 yes 名单已公布",                 UNIT,        "S S . . ."),
    Action("close", "/close 1 v7",                                 DECIDES,     ". . C . ."),
    Action("return", "/return 1 v7 materials",                     DECIDES,     ". . A . ."),
    Action("waive", f"/waive 1 v7 {WAIVED} 已并入其他任务",          DECIDES,     "W W W . ."),
    Action("reopen", "/reopen 1 v7",                               DECIDES,     ". . . A A"),
    Action("extend", "/extend 1 v7 2020-09-30 数据未报齐",          UNIT,        "P A . . .", ". . . . ."),
    Action("withdraw", "/withdraw 1",                              UNIT,        "P A S C W", given="request"),
    Action("opinion", "/opinion 1 同意",                            DECIDES,     "P A . . .", given="request"),
    Action("approve", "/approve 1",                                LEADS,       "P A . . .", given="request"),
    Action("refuse", "/refuse 1",                                  LEADS,       "P A . . .", given="request"),
    Action("nudge", f"/nudge 1 v7 {SENT}",                         NUDGES,      "P A . . ."),
    Action("answer", "/answer 1 周五报送",                           DOING,       "P A S C W", given="paper"),
    Action("directive", f"/directive 2.2.4 {WRITTEN} 请抓紧办理",    ORDERS,      "P A S . ."),
    Action("acknowledge", "/ack 1",                                DOING,       "P A S C W", given="directive"),
    Action("milestone", "/milestones 2.2.4 5月20日 30% 完成初稿",    EVERY_CLERK, "P A S C W"),
    Action("restrict", "/restrict 2.2.4",                          EVERY_CLERK, "P A S C W"),
)  # fmt: skip
FROM = {
    "sign": State.PENDING, "close": State.SUBMITTED, "return": State.SUBMITTED, "reopen": State.CLOSED,
}  # fmt: skip
"""The state in which an action is possible; for others it is active."""
WITH_VERSION = [action for action in ACTIONS if " v7" in action.line and action.name not in ("sign", "nudge")]
"""Actions without a version: signing overwrites nothing, and a nudge is confirmed by its preview's stamp."""
PRECONDITIONS = {
    "request": (
        "INSERT INTO extensions (id, assignment_id, was, wanted, reason, state, person_id, post_id, at) "
        "VALUES (1, 1, :until, '2020-09-30', '数据未报齐', 'open', 1, 1, '2020-05-20')",
    ),
    "paper": (
        "INSERT INTO nudges (id, assignment_id, level, year, number, words, person_id, post_id, at) "
        "VALUES (1, 1, 'reminder', 2020, 1, '', 1, 1, '2020-05-20')",
    ),
    "directive": (
        "INSERT INTO directives (id, task_id, words, person_id, post_id, at) VALUES (1, 1, '抓紧', 1, 1, '2020-05-20')",
        "INSERT INTO receipts (id, directive_id, assignment_id) VALUES (1, 1, 1)",
    ),
}
RESET = (
    *(f"DELETE FROM {table}" for table in ("reports", "extensions", "nudges", "receipts", "directives", "outbox")),
    "UPDATE tasks SET restricted = 0, milestones = '', deadline = :until",
    "UPDATE assignments SET state = :state, percent = 10, status = NULL, words = '', reported_at = NULL, version = 7, "
    "deadline = :until, signed_at = CASE WHEN :state = 'pending' THEN NULL ELSE '2020-03-03 00:00:00.000000' END",
)


class Scene:
    """A bureau with one assignment, which is reset before each action."""

    def __init__(self, bureau: Town) -> None:
        self.bureau, self.people = bureau, dict[str, int]()

    async def fill(self) -> "Scene":
        self.people = {who: await self.bureau.person(place) for who, place in PEOPLE.items()}
        self.people["doing clerk"] = self.bureau.stranger("演示兼职督办员")
        for place in (CLERK, LIAISON):
            await self.bureau.join(self.people["doing clerk"], await self.bureau.code(place))
        self.people["stranger"] = self.bureau.stranger()
        return self

    async def stand(self, state: State, until: str, given: str = "") -> None:
        async def work(db: Connection) -> None:
            for statement in (*RESET, *PRECONDITIONS.get(given, ())):
                await db.execute(sa.text(statement), {"state": state.value, "until": until})

        await self.bureau.db.write(work)

    def rows(self) -> dict[str, list[Any]]:
        return rows(self.bureau)

    def state(self) -> str:
        return str(self.bureau.beside.execute("SELECT state FROM assignments").fetchone()[0])

    def facts(self) -> tuple[Any, ...]:
        query = "SELECT state, percent, status, words, signed_at, deadline FROM assignments"
        return tuple(self.bureau.beside.execute(query))

    async def say(self, names: Iterable[str], line: str) -> dict[str, str]:
        """Let all people act at the same time, and return the answer to each."""
        chats = {name: self.people[name] for name in names}
        for chat in chats.values():
            self.bureau.world.say(chat, line)
        await self.bureau.settle()
        return {name: self.bureau.last(chat).text for name, chat in chats.items()}
