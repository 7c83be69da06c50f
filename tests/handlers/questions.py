"""Every question that the bot asks: who is asked, and with which lines; and the bureau in which all can be asked."""

import inspect
import re
from datetime import timedelta

from handlers import REGISTRY, load
from tests.handlers.bulletins.desk import group
from tests.handlers.scene import rows
from tests.town import CHANGZHOU, CLERK, HEAD, LEADER, LIAISON, MONDAY, OTHER, Place, Town

load()
BEFORE = (
    (LIAISON, "/submit 2.2.3 yes 名单已公布"), (LIAISON, "/extend 2.2.4 +1周 数据尚未报齐"),
    (LEADER, "/directive 2.2.5 请抓紧"), (LIAISON, "/feedback 希望列表能按时限排序"), (CLERK, "/nudge 2.2.7@5 请尽快"),
    (CLERK, "/newpost 1 联络员"), (CLERK, "/bulletin"), (CLERK, "/tosign 1"), (CLERK, "/bulletin"),
)  # fmt: skip
QUESTIONS: tuple[tuple[Place, str], ...] = (
    (LIAISON, "/progress 2.2.6"), (LIAISON, "/progress 2.2.6 正在起草方案"), (LIAISON, "/progress 2.2.6 滞后"),
    (LIAISON, "/progress 2.2.6 已完成"), (LIAISON, "/progress 2.2.6 101% 正在起草"), (LIAISON, "/reports"),
    (LIAISON, "/which /progress \x1f 60%"), (LIAISON, "/extend 2.2.6"), (LIAISON, "/extend 2.2.6 2021-01-31"),
    (LIAISON, "/extend 2.2.6 预览 2021-01-31 数据未齐"), (LIAISON, "/extend 2.2.6 2021-06-31 数据未齐"),
    (LIAISON, "/answer 1"), (LIAISON, "/feedback"), (LIAISON, "/feedback 列表太长"), (LIAISON, "/remind 2.2.6"),
    (LIAISON, "/remind 2.2.6 记得打电话"), (LIAISON, "/contact"), (LIAISON, "/leave"), (LIAISON, "/leave 2020-03-09"),
    (LIAISON, "/find"), (LIAISON, "/history"),
    (LEADER, "/directive 2.2.6"), (LEADER, "/directive 2.2.6 请抓紧办理"), (LEADER, "/refuse 1 附言"),
    (LEADER, "/refuse 1 附言 按原时限办理"), (LEADER, "/sendback 1"),
    (CLERK, "/opinion 1"), (CLERK, "/nudge 2.2.9@5"), (CLERK, "/waive 2.2.9@5"), (CLERK, "/return 2.2.3"),
    (CLERK, "/return 2.2.3 other"), (CLERK, "/reply 1"), (CLERK, "/called 5"), (CLERK, "/called 5 6月5日 下周报送"),
    (CLERK, "/called 5 值班室 6月31日 下周报送"), (CLERK, "/milestones 2.2.6"), (CLERK, "/milestones 2.2.6 2020-06-30"),
    (CLERK, "/rules 逾期天数"), (CLERK, "/notice"), (CLERK, "/handover 3"), (CLERK, "/newcomer 3"),
    (CLERK, "/enroll {vacant}"), (CLERK, "/deputy 3"), (CLERK, "/invite 常州市局 负责人"), (CLERK, "/name #3"),
    (CLERK, "/newunit 5 处室"), (CLERK, "/unitname 5"), (CLERK, "/shortname 5"), (CLERK, "/remarks 2"),
    (CLERK, "/period 2"),
)  # fmt: skip
ASKS_NOTHING = {
    "amend", "approve", "attach", "back", "bulletin", "discard", "issue", "moveunit", "reminders", "scrap", "snooze",
    "unmilestone", "unremind", "vacate",
}  # fmt: skip
"""Commands beside those that ask, and two that ask only for a file or about a report that was just made."""
ASKING = re.compile(r"question=|asked_again\(|Preview\(|person_choice\(|_form\(")
NOT_OF_PEOPLE = {"misunderstood", "button_lines"}


def asking_commands() -> set[str]:
    """Return the commands in modules that ask something."""
    modules = {command.name: inspect.getmodule(command.run) for command in REGISTRY}
    return {name for name, module in modules.items() if module and ASKING.search(inspect.getsource(module))}


async def prepare(bureau: Town) -> None:
    """Let time pass until ten, and do what the questions are about."""
    for place in (CLERK, LEADER, LIAISON, HEAD, OTHER, CHANGZHOU):
        await bureau.person(place)
    await bureau.until(MONDAY + timedelta(hours=2))
    await group(bureau)
    for place, line in BEFORE:
        await bureau.say(place, line)
        person = await bureau.person(place)
        if label := next((label for label in bureau.buttons(person) if label.startswith("确认")), ""):
            await bureau.tap(person, label)


async def ask(bureau: Town, place: Place, line: str) -> str:
    """Let the person be asked, and return the line of the open question."""
    (vacant,) = bureau.beside.execute("SELECT max(id) FROM posts WHERE person_id IS NULL").fetchone()
    await bureau.say(place, line.format(vacant=vacant))
    question = open_question(bureau, await bureau.person(place))
    assert question, line
    return question


def open_question(bureau: Town, person: int) -> str:
    query = "SELECT line FROM questions JOIN people ON people.id = person_id WHERE telegram_id = ?"
    row = bureau.beside.execute(query, (person,)).fetchone()
    return str(row[0]) if row else ""


def recorded(bureau: Town) -> dict[str, object]:
    """Return all rows that people's words change."""
    return {name: table for name, table in rows(bureau).items() if name not in NOT_OF_PEOPLE}
