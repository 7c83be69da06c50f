"""Who is responsible for a task or a unit (联系人), and how to reach them; whoever may not know that asks the clerk."""

import re
from datetime import datetime, time

from handlers.ask import Ask
from handlers.feedback.write import hand_on
from handlers.inputs import Page, Word
from handlers.messages import code_and_title, keyboard
from handlers.people.pick_unit import named_unit
from handlers.registry import command
from handlers.tasks.pick import find_task
from plan import contact_person, progress_class
from plan.contact_person import ContactPerson
from plan.reply import Button, Reply, paged
from plan.values import Duty, Role
from storage import assignments, feedback, post_holders

TASK = re.compile(r"\d+(\.\d+){1,3}")
ROLES = (Role.LEAD, Role.CITY, Role.SUPPORT)
PAGE_SIZE = 4
"""Units on a page; each has a line for its head and one for its liaison."""


@command("who", "联系人", "一项任务或一个单位由谁负责，怎么联系", words=("责任人",), example="/who 2.2.4")
async def who(ask: Ask, word: Word, page: Page = 0) -> Reply:
    """Show the head and the liaison of a unit, or of the units that lead a task. Others' phones are for clerks."""
    title, back, units = await _of_task(ask, word) if TASK.fullmatch(word) else await _of_unit(ask, word)
    page_items, page_row, page_label = paged(units, page, f"/who {word}", PAGE_SIZE)
    seats = await post_holders.of_units(ask.db, [id for _, id, _ in page_items], ask.now)
    rows = [(role, name, contact_person.of_unit(seats, id, ask.today)) for role, id, name in page_items]
    text = ask.render("who", title=title, rows=rows, pages=page_label, phones=_phones(ask, rows))
    asks = () if Duty.CLERK in ask.me.duties or not units else (Button("请督办员联系", f"/askclerk {word}"),)
    return Reply(text, keyboard(page_row, (back, *asks)))


@command(
    "askclerk", "请督办员联系", "请督办员代为联系一项任务或一个单位的负责人", writes=True, example="/askclerk 2.2.4"
)
async def askclerk(ask: Ask, word: Word) -> Reply:
    """Ask the clerks to reach somebody, once a day for each task or unit; it is kept and answered as feedback."""
    if TASK.fullmatch(word):
        task = await find_task(ask, word)
        words, back = f"请协助联系 {task.code} 的承办单位。", Button("返回", f"/task {task.code}")
    else:
        unit = await named_unit(ask, word, "/askclerk ")
        words, back = f"请协助联系{unit.name}的负责人。", Button("返回", f"/who {unit.id}")
    midnight = datetime.combine(ask.today, time.min, ask.zone)
    if await feedback.is_written(ask.db, ask.me.id, words, midnight):
        return Reply("今天已经请督办员联系，请等待答复。", ((back,),))
    await hand_on(ask, words)
    return Reply("已请督办员联系，答复后会通知您。", ((back, Button("我的意见", "/feedback p0")),), toast="已转交")


Listed = tuple[str, Button, list[tuple[str, int, str]]]
"""The title of a page, the button back, and its units: role, id and name."""


async def _of_task(ask: Ask, number: str) -> Listed:
    task = await find_task(ask, number)
    deciding = progress_class.deciding(await assignments.of_task(ask.db, task.id))
    shares = sorted(deciding, key=lambda share: ROLES.index(share.role))
    units = [(share.role.label, share.unit_id, share.unit) for share in shares]
    return code_and_title(task), Button("返回", f"/task {task.code}"), units


async def _of_unit(ask: Ask, word: str) -> Listed:
    unit = await named_unit(ask, word, "/who ")
    return unit.name, Button("返回", f"/unit {unit.id}"), [("", unit.id, unit.name)]


def _phones(ask: Ask, rows: list[tuple[str, str, list[ContactPerson]]]) -> set[int]:
    """Return the ids of the people whose phone numbers the person may read."""
    if Duty.CLERK not in ask.me.duties:
        return {ask.me.id}
    return {contact.person.id for _, _, contacts in rows for contact in contacts if contact.person}
