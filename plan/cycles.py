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
    """From `first` on; to be reported by `due`, a working day."""

    first: date
    due: date
    label: str

    def day(self, before: int, calendar: Calendar) -> date:
        """So many working days before it is due; -1 is the working day after."""
        return calendar.add(self.due, -before) if before < 0 else calendar.before(self.due, before)


def period(cycle: Cycle, today: date, calendar: Calendar, rules: Rules) -> Period | None:
    """None where nothing is to be reported in this month. A day off moves the due day to the working day before it."""
    if cycle is Cycle.NONE or (cycle is Cycle.QUARTERLY and today.month % 3):
        return None
    due = calendar.last_working(today.replace(day=rules.report_by))
    if cycle is Cycle.MONTHLY:
        return Period(today.replace(day=1), due, f"{today.month}月")
    return Period((today.replace(day=1) - timedelta(days=59)).replace(day=1), due, QUARTERS[today.month // 3 - 1])


def near(cycle: Cycle, today: date, calendar: Calendar, rules: Rules) -> list[Period]:
    """Those of the last, of this and of the next month: what is said around a due day may lie in another month."""
    first = today.replace(day=1)
    months = (first - DAY, today, (first + 31 * DAY).replace(day=1))
    return [found for day in months if (found := period(cycle, day, calendar, rules))]


def present(today: date, calendar: Calendar, rules: Rules) -> dict[Cycle, Period]:
    """What is to be reported in this month."""
    return {cycle: found for cycle in Cycle if (found := period(cycle, today, calendar, rules))}


def fallen_due(first: date, last: date, calendar: Calendar, rules: Rules) -> dict[Cycle, Period]:
    """Of each cycle the latest that was due on one of these days."""
    months = [last]
    for _ in QUARTERS:
        months.append(months[-1].replace(day=1) - DAY)
    of_cycle = {cycle: [period(cycle, day, calendar, rules) for day in months] for cycle in Cycle}
    latest = {cycle: next((one for one in found if one and one.due <= last), None) for cycle, found in of_cycle.items()}
    return {cycle: one for cycle, one in latest.items() if one and one.due >= first}
