"""Send the reminders that people have set for themselves (自设提醒), at any hour and on any day, each once."""

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
    """Queue what is due, with the state of its task as it is `now`."""
    for reminder in await reminders.due(db, now):
        person = await people.get(db, reminder.person_id, now.date())
        state = reminders.GONE
        if person and person.posts:
            payload = (await _letter(db, reminder, person, now, calendar, limits)).dump()
            key = f"{REMIND.name}:{reminder.id}:{reminder.at:%Y%m%d%H%M}"
            await outbox.put(db, key, REMIND, payload, now, person_id=person.id, urgent=True)
            state = reminders.SENT
        await reminders.become(db, reminder.id, state)


async def _letter(
    db: Connection, reminder: Reminder, person: Person, now: datetime, calendar: Calendar, limits: Thresholds
) -> Reply:
    readable = [
        share for share in await assignments.of_task(db, reminder.task_id) if may_read(person.posts, share.path)
    ]
    own = [share for share in readable if doing_post(person.posts, share.unit_id)]
    deciding = own[:1] or progress_class.deciding(readable)
    text = render(
        "personal_reminder",
        today=now.date(),
        calendar=calendar,
        reminder=reminder,
        at=reminder.at.astimezone(now.tzinfo),
        over=_over(deciding),
        late=now - reminder.at > LATE,
        light=max((share.light(now.date(), calendar, limits) for share in deciding), default=None),
    )
    later = (Button("再过1小时", f"/snooze {reminder.id}"), Button("知道了", f"/unremind {reminder.id}"))
    if reminder.lapsed:  # its number may be another task's by now
        return Reply(text, (later,))
    return Reply(text, ((Button("查看任务", f"/task {reminder.code}"),), later))


def _over(deciding: Sequence[Assignment]) -> str:
    """Return how the task ended, or an empty text while anything of it is open."""
    if not deciding or any(share.open for share in deciding):
        return ""
    return "免办" if all(share.state is State.WAIVED for share in deciding) else "办结"
