"""Read the sentences of a notice about one holiday: the days off, the days worked, and the stated number of days."""

import re
from datetime import date, timedelta

from plan.format import WEEKDAYS
from plan.refusal import Refusal

DAY = timedelta(days=1)
_LONGEST = 20
"""Days in one range. A longer range comes from an error in a month or a year."""
_D = r"(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日(?:\([^()]{0,16}\))?"
_RANGE = rf"{_D}(?:(?:至|到|-|—|–|~|―){{1,2}}{_D})?"
_DAYS = re.compile(rf"{_RANGE}(?:[、,和及]{_RANGE})*")
_VERB = re.compile(
    r"(?P<off>(?:放假|补休|调休|公休)(?:调休|公休|补休)?)(?:(?P<count>\d{1,2})天)?|(?:起|照常|正常)*(?P<work>上班)"
)
_COUNT = re.compile(r"共(?:计)?(?P<count>\d{1,2})天")
_WITH_WEEKEND = re.compile(r"(?:与|和|同)(?:前后|之前的?|之后的?)?(?:周末|双休日|星期[六日]|周[六日])连休")
_IGNORED = re.compile(r"不调休|[,、]|其中,?")
_PARTS = re.compile(r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日(?:\(([^()]*)\))?")
_WEEKDAY = re.compile(r"(?:星期|周|礼拜)([一二三四五六日天])(?![一-鿿])")
_FEAST = re.compile(r"农历|除夕|腊月|正月|初|新年|节")


class Reader:
    """Collects what the sentences of one holiday say.

    `joined` is true where the weekends next to the days off are added; `count` is the stated number of days off.
    """

    def __init__(self, year: int, *, new_year: bool) -> None:
        self.off: set[date] = set()
        self.work: set[date] = set()
        self.count: int | None = None
        self.joined = False
        self._year, self._new_year = year, new_year

    def sentence(self, text: str) -> None:
        """Read one sentence. Raise Refusal where any part of it is not understood."""
        rest = text
        while rest:
            if match := _DAYS.match(rest):
                verb = _VERB.match(rest, match.end())
                if verb is None:
                    raise Refusal(f"“{match[0]}”之后没有写放假还是上班")
                days = self._days(match[0])
                (self.work if verb["work"] else self.off).update(days)
                self._set_count(verb["count"])
                rest = rest[verb.end() :]
            elif match := _COUNT.match(rest):
                self._set_count(match["count"])
                rest = rest[match.end() :]
            elif match := _WITH_WEEKEND.match(rest):
                self.joined = True
                rest = rest[match.end() :]
            elif match := _IGNORED.match(rest):
                rest = rest[match.end() :]
            else:
                raise Refusal(f"“{rest[:20]}”")

    def _set_count(self, words: str | None) -> None:
        """Remember the stated number of days. Raise Refusal where another number was stated before."""
        if words is None:
            return
        if self.count is not None and self.count != int(words):
            raise Refusal(f"前面写{self.count}天，后面写{words}天")
        self.count = int(words)

    def _days(self, words: str) -> set[date]:
        """Return the days of a list of days and ranges; a day without a month has that of the day before it."""
        days: set[date] = set()
        month = 0
        for part in re.findall(_RANGE, words):
            ends: list[date] = []
            for match in _PARTS.finditer(part):
                month = int(match[2] or month)
                ends.append(self._day(match, month))
            first, last = ends[0], ends[-1]
            if not first <= last <= first + _LONGEST * DAY:
                raise Refusal(f"“{part}”的起止日期不合理")
            days |= {first + n * DAY for n in range((last - first).days + 1)}
        return days

    def _day(self, match: "re.Match[str]", month: int) -> date:
        """Return the day; only 元旦 may include days in December of the year before. Raise Refusal for another day."""
        year = int(match[1]) if match[1] else self._year - (self._new_year and month == 12)
        try:
            day = date(year, month, int(match[3]))
        except ValueError:
            raise Refusal(f"没有“{match[0]}”这一天") from None
        if day.year != self._year and not (
            self._new_year and day >= date(self._year - 1, 12, 1) and day.year < self._year
        ):
            raise Refusal(f"“{match[0]}”不在{self._year}年的安排之内")
        _check_weekday(match[0], day, match[4])
        return day


def _check_weekday(words: str, day: date, in_brackets: str | None) -> None:
    """Raise Refusal where the brackets after a day name another weekday, or hold something unknown."""
    if in_brackets is None:
        return
    stated = _WEEKDAY.findall(in_brackets)
    if not stated and (re.search("周|星期|礼拜", in_brackets) or not _FEAST.search(in_brackets)):
        raise Refusal(f"“{words}”括号里的内容")
    actual = WEEKDAYS[day.weekday()]
    if stated and stated[-1].replace("天", "日") != actual:
        raise Refusal(f"“{words}”写的是周{stated[-1]}，{day.year}年这一天是周{actual}")
