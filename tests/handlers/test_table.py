"""Every state × action × person: what is done, and that what is refused leaves everything as it was."""

import sqlite3
from collections.abc import AsyncIterator, Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from handlers import REGISTRY, load
from handlers.courtesy import CHANGED, STRANGER
from plan.nudge import Level, stamp
from plan.values import Duty, State
from storage.database import Connection
from tests.handlers.scene import KEPT, small, task
from tests.plan.build import SHANGHAI
from tests.town import CLERK, HEAD, LEADER, LIAISON, OBSERVER, OTHER, Place, Town, town

load()
NOW = datetime(2020, 6, 1, 10, 0, tzinfo=SHANGHAI)
PLAN = small(task("2.2.4", "推动企业贯标", until="6-30"))
UNTIL = {"in time": "2020-06-30", "late": "2020-05-29"}
PEOPLE: dict[str, Place] = {
    "clerk": CLERK, "leader": LEADER, "head": HEAD, "liaison": LIAISON, "observer": OBSERVER,
    "superior": (CLERK[0], Duty.HEAD), "neighbour": OTHER, "their head": (OTHER[0], Duty.HEAD),
    "their leader": (OTHER[0], Duty.LEADER),
}  # fmt: skip
"""Beside them a stranger, and a clerk who is the unit's liaison too: `doing clerk`. The last three are of another unit."""
ELSEWHERE = ("您不能代为", "不在您的催办范围内", "没有发给您单位", "由该单位的分管领导审批", "由您所在单位承办", "由督办员办理")
"""What somebody reads whose duty may do such things, but not to this unit."""
STANDS = (*(state.label for state in State), "已报完成", "已过时限", CHANGED)
"""What he reads who may, where it is too late or too early."""


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
        return next((one for one in State if one.value.upper().startswith(letter)), None)


UNIT, DOING = ("clerk", "head", "liaison", "doing clerk"), ("head", "liaison", "doing clerk")
DECIDES, EVERY_CLERK = ("clerk",), ("clerk", "doing clerk")
LEADS, ORDERS = ("leader",), ("leader", "their leader")
NUDGES = ("clerk", "doing clerk", "leader", "their leader", "superior")
SENT = stamp([(1, Level.REMINDER)], "")
ACTIONS = (
    #                                                              who may       P A S C W
    Action("sign", "/sign 1 v7",                                   UNIT,        "A . . . ."),
    Action("on pace", "/progress 1 v7 pace",                       UNIT,        "A A . . ."),
    Action("behind", "/progress 1 v7 behind 20% 数据未报齐",        UNIT,        "A A . . ."),
    Action("stuck", "/progress 1 v7 stuck 缺经费",                  UNIT,        "A A . . ."),
    Action("done", "/progress 1 v7 done 100% 名单已公布",           UNIT,        "S S . . ."),
    Action("close", "/close 1 v7",                                 DECIDES,     ". . C . ."),
    Action("return", "/return 1 v7 materials",                     DECIDES,     ". . A . ."),
    Action("waive", "/waive 1 v7 已并入其他任务",                    DECIDES,     "W W W . ."),
    Action("reopen", "/reopen 1 v7",                               DECIDES,     ". . . A A"),
    Action("extend", "/extend 1 v7 2020-09-30 数据未报齐",          UNIT,        "P A . . .", ". . . . ."),
    Action("withdraw", "/withdraw 1",                              UNIT,        "P A S C W", given="request"),
    Action("opinion", "/opinion 1 同意",                            DECIDES,     "P A . . .", given="request"),
    Action("approve", "/approve 1",                                LEADS,       "P A . . .", given="request"),
    Action("refuse", "/refuse 1",                                  LEADS,       "P A . . .", given="request"),
    Action("nudge", f"/nudge 1 v7 {SENT}",                         NUDGES,      "P A . . ."),
    Action("answer", "/answer 1 周五报送",                           DOING,       "P A S C W", given="paper"),
    Action("directive", "/directive 2.2.4 请抓紧办理",               ORDERS,      "P A S . ."),
    Action("acknowledge", "/ack 1",                                DOING,       "P A S C W", given="directive"),
    Action("milestone", "/milestones 2.2.4 5月20日 30% 完成初稿",    EVERY_CLERK, "P A S C W"),
    Action("restrict", "/restrict 2.2.4",                          EVERY_CLERK, "P A S C W"),
)  # fmt: skip
GIVEN = {
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
    "deadline = :until, signed_at = CASE WHEN :state = 'pending' THEN NULL ELSE '2020-03-03' END",
)


class Scene:
    """One bureau with one share, which is put back for each question."""

    def __init__(self, bureau: Town, file: Path) -> None:
        self.bureau, self.file, self.people = bureau, file, dict[str, int]()

    async def fill(self) -> "Scene":
        self.people = {who: await self.bureau.person(place) for who, place in PEOPLE.items()}
        self.people["doing clerk"] = self.bureau.stranger("演示兼职督办员")
        for place in (CLERK, LIAISON):
            await self.bureau.say(self.people["doing clerk"], f"/start {await self.bureau.code(place)}")
        self.people["stranger"] = self.bureau.stranger()
        return self

    async def stand(self, state: State, until: str, given: str = "") -> None:
        async def work(db: Connection) -> None:
            for statement in (*RESET, *GIVEN.get(given, ())):
                await db.execute(sa.text(statement), {"state": state.value, "until": until})

        await self.bureau.db.write(work)

    def rows(self) -> dict[str, list[Any]]:
        """What `remembered` reads, many times faster."""
        with closing(sqlite3.connect(self.file)) as db:
            return {name: db.execute(f"SELECT * FROM {name}").fetchall() for name in KEPT}

    def state(self) -> str:
        with closing(sqlite3.connect(self.file)) as db:
            return str(db.execute("SELECT state FROM assignments").fetchone()[0])

    def facts(self) -> tuple[Any, ...]:
        with closing(sqlite3.connect(self.file)) as db:
            return tuple(db.execute("SELECT state, percent, status, words, signed_at, deadline FROM assignments"))

    async def say(self, who: Iterable[str], line: str) -> dict[str, str]:
        """All at once; what each of them is answered."""
        chats = {one: self.people[one] for one in who}
        for chat in chats.values():
            self.bureau.world.say(chat, line)
        await self.bureau.settle()
        return {one: self.bureau.last(chat).text for one, chat in chats.items()}


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    async with town(tmp_path, PLAN) as bureau:
        bureau.clock.set(NOW)
        yield await Scene(bureau, tmp_path / "duban.db").fill()


@pytest.mark.parametrize("time", UNTIL)
@pytest.mark.parametrize("state", State)
async def test_who_may_do_what_when(scene: Scene, state: State, time: str) -> None:
    for action in ACTIONS:
        becomes = action.result(state, late=time == "late")
        may = action.who if becomes else ()
        await scene.stand(state, UNTIL[time], action.given)
        before = scene.rows()
        answers = await scene.say(scene.people.keys() - may, action.line)
        assert scene.rows() == before, (action, answers)
        assert {} == {who: said for who, said in answers.items() if not refused(action, who, said, bool(becomes))}
        for who in may:
            await scene.stand(state, UNTIL[time], action.given)
            answer = await scene.say([who], action.line)
            assert scene.state() == becomes, (action, answer)
            assert len(scene.rows()["events"]) == len(before["events"]) + 1 + may.index(who), (action, answer)


def refused(action: Action, who: str, answer: str, possible: bool) -> bool:
    """A stranger and somebody of another duty read one line; the others whose it is, or how things stand."""
    command = REGISTRY.commands[action.line[1:].partition(" ")[0]]
    duties = frozenset({PEOPLE[who][1]}) if who in PEOPLE else frozenset({Duty.CLERK, Duty.LIAISON})
    if who == "stranger":
        return answer == STRANGER
    if not command.allows(duties):
        return answer.startswith(f"“{command.label}”由")
    return any(words in answer for words in (ELSEWHERE if possible else (*ELSEWHERE, *STANDS)))


FROM = {
    "sign": State.PENDING, "close": State.SUBMITTED, "return": State.SUBMITTED, "reopen": State.CLOSED,
}  # fmt: skip
"""The state in which an action is possible; all others are where the unit works on it."""


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.name)
async def test_the_same_twice_is_once(scene: Scene, action: Action) -> None:
    await scene.stand(FROM.get(action.name, State.ACTIVE), UNTIL["in time"], action.given)
    before, chat = scene.rows(), scene.people[action.who[0]]
    for _ in range(2):
        scene.bureau.world.say(chat, action.line)
    await scene.bureau.settle()
    first, second = [message.text for message in scene.bureau.world.transcript(chat) if message.out][-2:]
    assert first.partition("。")[0] == second.partition("。")[0]
    assert len(scene.rows()["events"]) == len(before["events"]) + 1


@pytest.mark.parametrize("action", [one for one in ACTIONS if " v7" in one.line], ids=lambda action: action.name)
async def test_what_was_not_seen_is_not_changed(scene: Scene, action: Action) -> None:
    """Somebody else was there before: the button of the state before it shows the present one."""
    if action.name in ("sign", "nudge"):
        pytest.skip("signing overwrites nothing, and a nudge is confirmed by the stamp of its preview")
    for state in State:
        await scene.stand(state, UNTIL["in time"])
        before = scene.rows()
        (answer,) = (await scene.say([action.who[0]], action.line.replace(" v7", " v5"))).values()
        assert answer.startswith(CHANGED)
        assert state.label in answer
        assert scene.rows() == before


@pytest.mark.parametrize("name", ["sign", "on pace", "done", "close", "return", "waive", "reopen", "approve", "refuse"])
async def test_undone_by_the_one_who_did_it(scene: Scene, name: str) -> None:
    action, state = next(one for one in ACTIONS if one.name == name), FROM.get(name, State.ACTIVE)
    who, undo = action.who[0], "/undo 1 v8"
    await scene.stand(state, UNTIL["in time"], action.given)
    facts = scene.facts()
    await scene.say([who], action.line)
    done = scene.rows()
    answers = await scene.say(scene.people.keys() - {who}, undo)
    assert scene.rows() == done, answers
    for _ in range(2):
        (answer,) = (await scene.say([who], undo)).values()
        assert answer.startswith("已撤销")
        assert scene.facts() == facts
        assert len(scene.rows()["events"]) == len(done["events"]) + 1
    await scene.stand(state, UNTIL["in time"], action.given)
    await scene.say([who], action.line)
    scene.bureau.clock.set(scene.bureau.clock.now() + timedelta(minutes=11))
    late = scene.rows()
    assert (await scene.say([who], undo))[who].startswith("十分钟内没有可以撤销的操作")
    assert scene.rows() == late
