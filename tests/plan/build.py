"""Build values for the tables of cases, so that each row names only what matters to it."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from plan.assignment import Assignment
from plan.calendar import Calendar
from plan.light import Thresholds
from plan.values import Cycle, Role, State

SHANGHAI = ZoneInfo("Asia/Shanghai")
CALENDAR = Calendar()
LIMITS = Thresholds()
DAY = timedelta(days=1)


def day(words: str) -> date:
    """Return the date; `6-30` is in 2020, `2021-1-4` names its year."""
    numbers = [int(number) for number in words.split("-")]
    return date(*numbers) if len(numbers) == 3 else date(2020, *numbers)


def noon(words: str) -> datetime:
    return datetime.combine(day(words), datetime.min.time().replace(hour=12), SHANGHAI)


def moment(words: str) -> datetime:
    """Return the moment in the bureau's time zone, such as `3-6 8:30`."""
    on, at = words.split()
    hour, minute = map(int, at.split(":"))
    return noon(on).replace(hour=hour, minute=minute)


def share(**values: Any) -> Assignment:
    """Return an active assignment that runs from 2 March to 30 June 2020."""
    defaults: dict[str, Any] = {
        "id": 7, "task_id": 3, "code": "2.2.4", "title": "推动企业贯标", "restricted": False, "unit_id": 5,
        "unit": "运用促进处", "path": "/1/5/", "role": Role.LEAD, "state": State.ACTIVE, "percent": 0, "status": None,
        "words": "", "assigned_on": day("3-2"), "starts": day("3-2"), "deadline": day("6-30"),
        "signed_at": None, "reported_at": None, "version": 1,
        "cycle": Cycle.NONE,
    }  # fmt: skip
    return Assignment(**defaults | values)
