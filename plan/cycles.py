"""How often a task is reported (报送周期), and the period that a day belongs to."""

from dataclasses import dataclass
from datetime import date, timedelta

from plan.calendar import Calendar
from plan.rules import Rules
from plan.values import Cycle

DAY = timedelta(days=1)
QUARTERS = ("第一季度", "第二季度", "第三季度", "第四季度")


@dataclass(frozen=True)
class Period:
    """A period that begins with `first` and is to be reported by `due`, a working day; `label` is what people read."""

    first: date
    due: date
    label: str

    def day(self, before: int, calendar: Calendar) -> date:
        """Return the day that is so many working days before `due`; -1 is the working day after it."""
        return calendar.add(self.due, -before) if before < 0 else calendar.before(self.due, before)


def period(cycle: Cycle, today: date, calendar: Calendar, rules: Rules) -> Period | None:
    """Return the period to be reported in the month of `today`, None where there is none.

    Where the bureau's day of the month is off, the period is due on the working day before it.
    """
    if cycle is Cycle.NONE or (cycle is Cycle.QUARTERLY and today.month % 3):
        return None
    due = calendar.last_working(today.replace(day=rules.report_by))
    if cycle is Cycle.MONTHLY:
        return Period(today.replace(day=1), due, f"{today.month}月")
    return Period((today.replace(day=1) - timedelta(days=59)).replace(day=1), due, QUARTERS[today.month // 3 - 1])


def nearby_periods(cycle: Cycle, today: date, calendar: Calendar, rules: Rules) -> list[Period]:
    """Return the periods of the last, this and the next month: a reminder may lie in another month than `due`."""
    first = today.replace(day=1)
    months = (first - DAY, today, (first + 31 * DAY).replace(day=1))
    return [of_month for day in months if (of_month := period(cycle, day, calendar, rules))]


def current_periods(today: date, calendar: Calendar, rules: Rules) -> dict[Cycle, Period]:
    """Return the periods that are to be reported in this month."""
    return {cycle: current for cycle in Cycle if (current := period(cycle, today, calendar, rules))}


def latest_due(first: date, last: date, calendar: Calendar, rules: Rules) -> dict[Cycle, Period]:
    """Return for each cycle the latest period that was due between `first` and `last`, both included."""
    months = [last]
    for _ in QUARTERS:
        months.append(months[-1].replace(day=1) - DAY)
    latest: dict[Cycle, Period] = {}
    for cycle in Cycle:
        periods = (period(cycle, day, calendar, rules) for day in months)
        newest = next((past for past in periods if past and past.due <= last), None)
        if newest and newest.due >= first:
            latest[cycle] = newest
    return latest
