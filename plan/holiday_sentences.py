"""The sentences of a notice about one holiday: which days are off, which are worked, how many it says there are."""

import re
from datetime import date, timedelta

from plan.format import WEEKDAYS
from plan.refusal import Refusal

DAY = timedelta(days=1)
_LONGEST = 20
"""Of one range; a slip in a month or a year makes it longer."""
_D = r"(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日(?:\([^()]{0,16}\))?"
_RANGE = rf"{_D}(?:(?:至|到|-|—|–|~|―){{1,2}}{_D})?"
_DAYS = re.compile(rf"{_RANGE}(?:[、,和及]{_RANGE})*")
_VERB = re.compile(
    r"(?P<off>(?:放假|补休|调休|公休)(?:调休|公休|补休)?)(?:(?P<count>\d{1,2})天)?|(?:起|照常|正常)*(?P<work>上班)"
)
_COUNT = re.compile(r"共(?:计)?(?P<count>\d{1,2})天")
_WITH_WEEKEND = re.compile(r"(?:与|和|同)(?:前后|之前的?|之后的?)?(?:周末|双休日|星期[六日]|周[六日])连休")
_PASSED = re.compile(r"不调休|[,、]|其中,?")
_PARTS = re.compile(r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日(?:\(([^()]*)\))?")
_WEEKDAY = re.compile(r"(?:星期|周|礼拜)([一二三四五六日天])(?![一-鿿])")
_FEAST = re.compile(r"农历|除夕|腊月|正月|初|新年|节")


class Reader:
    """Collects what the sentences of one holiday say."""

    def __init__(self, year: int, *, new_year: bool) -> None:
        self.off: set[date] = set()
        self.work: set[date] = set()
        self.count: int | None = None
        self.joined = False
        self._year, self._new_year = year, new_year

    def sentence(self, text: str) -> None:
        """Raises Refusal where anything in it is not understood."""
        rest = text
        while rest:
            if found := _DAYS.match(rest):
                verb = _VERB.match(rest, found.end())
                if verb is None:
                    raise Refusal(f"“{found[0]}”之后没有写放假还是上班")
                days = self._days(found[0])
                (self.work if verb["work"] else self.off).update(days)
                self._counted(verb["count"])
                rest = rest[verb.end() :]
            elif found := _COUNT.match(rest):
                self._counted(found["count"])
                rest = rest[found.end() :]
            elif found := _WITH_WEEKEND.match(rest):
                self.joined = True
                rest = rest[found.end() :]
            elif found := _PASSED.match(rest):
                rest = rest[found.end() :]
            else:
                raise Refusal(f"“{rest[:20]}”")

    def _counted(self, words: str | None) -> None:
        if words is None:
            return
        if self.count is not None and self.count != int(words):
            raise Refusal(f"前面写{self.count}天，后面写{words}天")
        self.count = int(words)

    def _days(self, words: str) -> set[date]:
        """Of a list of days and ranges; a month or a year that is not said is that of the day before it."""
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

    def _day(self, found: "re.Match[str]", month: int) -> date:
        year = int(found[1]) if found[1] else self._year - (self._new_year and month == 12)
        try:
            day = date(year, month, int(found[3]))
        except ValueError:
            raise Refusal(f"没有“{found[0]}”这一天") from None
        if day.year != self._year and not (
            self._new_year and day >= date(self._year - 1, 12, 1) and day.year < self._year
        ):
            raise Refusal(f"“{found[0]}”不在{self._year}年的安排之内")
        _is_weekday(found[0], day, found[4])
        return day


def _is_weekday(words: str, day: date, beside: str | None) -> None:
    """What stands in the brackets behind a day is held against the real one."""
    if beside is None:
        return
    said = _WEEKDAY.findall(beside)
    if not said and (re.search("周|星期|礼拜", beside) or not _FEAST.search(beside)):
        raise Refusal(f"“{words}”括号里的内容")
    real = WEEKDAYS[day.weekday()]
    if said and said[-1].replace("天", "日") != real:
        raise Refusal(f"“{words}”写的是周{said[-1]}，{day.year}年这一天是周{real}")
