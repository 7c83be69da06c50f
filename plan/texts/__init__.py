"""Texts longer than a sentence, as Jinja templates. Values are escaped, and a missing one raises an error."""

from datetime import date
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from plan import evidence, format
from plan.calendar import Calendar

ENVIRONMENT = Environment(
    loader=PackageLoader("plan", "texts"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
ENVIRONMENT.filters["shortened"] = format.shortened
ENVIRONMENT.filters["percent"] = format.percent
ENVIRONMENT.filters["measured"] = evidence.size_text
ENVIRONMENT.filters["named"] = lambda item, most: format.named(item.title, most, restricted=item.restricted)


@cache
def _template(name: str) -> Template:
    return ENVIRONMENT.get_template(f"{name}.html")


def render(name: str, /, *, today: date, calendar: Calendar, **values: Any) -> Markup:
    """Render `name`.html with `values`.

    Templates may call `day(d)`, `short_day(d)`, `days(d, d)`, `deadline(d)` and `moment(t)`, which know `today`. The
    filter `named(n)` shortens the title of a task or assignment to n characters, or hides it (不上机). The filter
    `percent` returns the percent that somebody stated, with a blank before it.
    """
    functions = {
        "today": today,
        "day": lambda value: format.day(value, today),
        "short_day": lambda value: format.short_day(value, today),
        "days": lambda first, last: format.days(first, last, today),
        "deadline": lambda value, owed=True: format.deadline(value, today, calendar, owed=owed),
        "moment": lambda value: format.moment(value, today),
    }
    return Markup(_template(name).render(functions | values).strip())  # noqa: S704 - autoescape is on
