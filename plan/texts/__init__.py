"""Words longer than a sentence: Jinja templates, escaped, strict about what is missing."""

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
ENVIRONMENT.filters["measured"] = evidence.measured
ENVIRONMENT.filters["named"] = lambda one, most: format.named(one.title, most, restricted=one.restricted)


@cache
def _template(name: str) -> Template:
    return ENVIRONMENT.get_template(f"{name}.html")


def render(name: str, /, *, today: date, calendar: Calendar, **values: Any) -> Markup:
    """`name`.html with `values`; in it `day(d)`, `days(d, d)`, `deadline(d)` and their like speak of `today`."""
    speaking = {
        "today": today,
        "day": lambda value: format.day(value, today),
        "short_day": lambda value: format.short_day(value, today),
        "days": lambda first, last: format.days(first, last, today),
        "deadline": lambda value, owed=True: format.deadline(value, today, calendar, owed=owed),
        "moment": lambda value: format.moment(value, today),
    }
    return Markup(_template(name).render(speaking | values).strip())  # noqa: S704 - autoescape is on
