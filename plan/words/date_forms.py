"""All forms of a date in Chinese, and the longest of them at a place in a text."""

import re
from collections.abc import Iterator

from plan.words import day_forms, holiday_forms, length_forms, month_forms, week_forms, year_forms
from plan.words.date_values import RHYTHM, Context, Days, Form, Impossible, form

EVERY = (
    r"每(?:个|一|逢|隔|两)*(?:工作日|天|日(?!常)|(?:周|星期|礼拜)(?:[一二三四五六日天]|末)?|月(?:\d{1,2}[日号]|月?[底初中末])?|旬|"
    r"季度?[末底初]?|半个?[年月]|年(?:(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:\d{1,2}[日号]|[底初中末])?|年?[底初末])?)"
    r"|(?:逐|按)(?:月|季度?|周|年|日)(?![度期])|隔(?:周|月|天|日)(?:[一二三四五六日])?|双周|(?<!每)逢(?:周|星期|礼拜)[一二三四五六日天]"
)
FORMS = (
    *day_forms.FORMS,
    *month_forms.FORMS,
    *week_forms.FORMS,
    *year_forms.FORMS,
    *holiday_forms.FORMS,
    *length_forms.FORMS,
    form("每逐按隔双逢", EVERY, lambda _match, _context: RHYTHM),
)
ASKED = (*FORMS, day_forms.SHORT)
"""Also forms that are dates only where a date is asked for."""
Table = dict[str, tuple[Form, ...]]


def _by_start(forms: tuple[Form, ...]) -> Table:
    return {start: tuple(f for f in forms if start in f.starts) for start in {c for f in forms for c in f.starts}}


BY_START, ASKED_BY_START = _by_start(FORMS), _by_start(ASKED)
BEHIND_DIGIT, ASKED_BEHIND_DIGIT = (_by_start((*forms, day_forms.END_OF_SPAN)) for forms in (FORMS, ASKED))
"""The forms at the end of a span, whose beginning ends with the number of a day (`3月18-20`)."""
START = re.compile(f"[{''.join(BY_START)}]")


def longest(
    text: str, at: int, context: Context, forms: Table = BY_START
) -> tuple[re.Match[str], Days | Impossible] | None:
    """Return the longest match of a form at `at` that is a date, with the days it means; None without one."""
    for match, form_ in sorted(matches(text, at, forms), key=lambda pair: -pair[0].end()):
        try:
            days: Days | Impossible | None = form_.read(match, context)
        except Impossible as impossible:
            days = impossible
        if days is not None:
            return match, days
    return None


def matches(text: str, at: int, forms: Table = BY_START) -> Iterator[tuple[re.Match[str], Form]]:
    for form_ in forms.get(text[at : at + 1], ()):
        if match := form_.pattern.match(text, at):
            yield match, form_
