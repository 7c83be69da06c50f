"""What people have set for themselves comes when they want it: at night and on holidays too, once, as it is then."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from plan import progress_class
from plan.assignment import Assignment
from plan.calendar import Calendar
from plan.letter_kinds import REMIND
from plan.light import Thresholds
from plan.permission import doing_post, may_read
from plan.person import Person
from plan.reply import Button, Reply
from plan.texts import render
from plan.values import State
from storage import assignments, outbox, people, reminders
from storage.database import Connection
from storage.reminders import Reminder

LATE = timedelta(minutes=5)


async def remind(db: Connection, now: datetime, calendar: Calendar, limits: Thresholds) -> None:
    for reminder in await reminders.due(db, now):
        person = await people.get(db, reminder.person_id, now.date())
        state = reminders.GONE
        if person and person.posts:
            payload = (await _letter(db, reminder, person, now, calendar, limits)).dump()
            key = f"remind:{reminder.id}:{reminder.at:%Y%m%d%H%M}"
            await outbox.put(db, key, REMIND, payload, now, person_id=person.id, urgent=True)
            state = reminders.SENT
        await reminders.become(db, reminder.id, state)


async def _letter(
    db: Connection, one: Reminder, person: Person, now: datetime, calendar: Calendar, limits: Thresholds
) -> Reply:
    seen = [share for share in await assignments.of_task(db, one.task_id) if may_read(person.posts, share.path)]
    own = [share for share in seen if doing_post(person.posts, share.unit_id)]
    deciding = own[:1] or progress_class.deciding(seen)
    text = render(
        "reminder", today=now.date(), calendar=calendar, one=one, at=one.at.astimezone(now.tzinfo),
        over=_over(deciding), late=now - one.at > LATE,
        light=max((share.light(now.date(), calendar, limits) for share in deciding), default=None),
    )  # fmt: skip
    later = (Button("再过1小时", f"/snooze {one.id}"), Button("知道了", f"/unremind {one.id}"))
    # Its number may be another task's by now.
    return Reply(text, (later,) if one.lapsed else ((Button("查看任务", f"/task {one.code}"),), later))


def _over(deciding: Sequence[Assignment]) -> str:
    """What has become of it, where nothing is owed any more."""
    if not deciding or any(share.open for share in deciding):
        return ""
    return "免办" if all(share.state is State.WAIVED for share in deciding) else "办结"
