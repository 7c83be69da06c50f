"""At the first start after a restore, or with records missing, tell people what is missing and what to do."""

from datetime import datetime

from plan.calendar import Calendar
from plan.letter_kinds import RESTORED
from plan.reply import Button, Reply
from plan.texts import render
from plan.values import Duty
from storage import people, record_loss
from storage.database import Connection
from storage.outbox import letters
from storage.outbox.letters import Told
from storage.record_loss import RecordLoss


async def tell(db: Connection, now: datetime, calendar: Calendar) -> bool:
    """Return whether there was something to tell. To be called before anything else is sent; `now` is in the bureau's
    time zone.

    Letters that waited may have been sent after the backup was made, and are not sent again. Missed schedules run.
    """
    gap = await record_loss.load(db)
    if gap is None or gap.told_at:
        return False
    since = gap.known_until.astimezone(now.tzinfo)
    count = await record_loss.settle_letters(db, since, now, calendar)
    await record_loss.settle_answers(db)
    holders = await people.holders(db, list(Duty), now.date())
    clerks = {person.id for person in holders if Duty.CLERK in person.duties}
    to_clerk = _letter_to_clerk(gap, since, now, calendar, len(holders) - len(clerks), count)
    to_post = _letter_to_post(since, now, calendar)
    key = f"{gap.noticed_at.timestamp():.0f}"
    messages = [Told(key, person, to_clerk if person.id in clerks else to_post) for person in holders]
    await letters.tell_each(db, RESTORED, messages, now)
    await record_loss.mark_told(db, gap, now)
    return True


def _letter_to_post(since: datetime, now: datetime, calendar: Calendar) -> Reply:
    text = render("restored", today=now.date(), calendar=calendar, since=since, until=now)
    return Reply(text, ((Button("我的任务", "/my"),),))


def _letter_to_clerk(
    gap: RecordLoss, since: datetime, now: datetime, calendar: Calendar, receivers: int, waiting: int
) -> Reply:
    text = render(
        "restored_clerk", today=now.date(), calendar=calendar, cause=gap.cause, since=since, until=now,
        count=receivers, letters=waiting,
    )  # fmt: skip
    return Reply(text, ((Button("送达", "/deliveries"),),))
