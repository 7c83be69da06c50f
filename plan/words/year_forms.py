"""Dates by the year: years, halves of a year, quarters, and their ends."""

import re
from datetime import date

from plan.words.date_values import (
    YEAR,
    YEAR_STARTS,
    Context,
    Days,
    form,
    month_end,
    months_later,
    nearest_year,
    one_day,
    stated_year,
)
from plan.words.month_forms import TO

QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
QUARTER = "[一二三四1-4]"
NO_QUARTER_BEFORE = (
    r"(?<![\d.每上下一二三四个])(?<![一二三四][、和及~～至到—-])"
    r"(?:(?![1-4])|(?<![1-4][、和及~～至到—-]))"
)
EDGE = r"(?P<edge>末|底|初(?!步))?"
OFFSETS = {"上": -3, "下": 3}
ENDS = (
    r"(?P<part>底(?![数层图线稿板册])|末|内(?![容部控外])|初(?![步稿审])"
    r"|中(?![国央心学小级期医标间文华东西共高专介外考]))"
)


def _edge(days: Days, edge: str | None) -> Days:
    if edge in ("末", "底") and days.last:
        return one_day(days.last)
    return Days(days.first, month_end(days.first.year, days.first.month)) if edge and days.first else days


def _of_quarters(year: int, first: int, last: int) -> Days:
    return Days(date(year, first * 3 - 2, 1), month_end(year, last * 3))


def _quarter(match: re.Match[str], context: Context) -> Days:
    quarter = QUARTERS[match["quarter"]]
    year = stated_year(match, context) or nearest_year(quarter * 3, 31, context)
    return _edge(_of_quarters(year, quarter, quarter), match["edge"])


def _quarters(match: re.Match[str], context: Context) -> Days | None:
    """Read `前三季度`, `一至三季度` or `二、三季度`."""
    first, last = QUARTERS[match["first"] or "1"], QUARTERS[match["last"]]
    is_list = match["list"] and last != first + 1
    if first >= last or is_list:
        return None
    return _edge(_of_quarters(stated_year(match, context) or context.this_year, first, last), match["edge"])


def _near_quarter(match: re.Match[str], context: Context) -> Days:
    start = date(context.today.year, (context.today.month - 1) // 3 * 3 + 1, 1)
    start = months_later(start, OFFSETS.get(match.groupdict().get("which", "")[:1], 0))
    return _edge(_of_quarters(start.year, start.month // 3 + 1, start.month // 3 + 1), match["edge"])


def _half(match: re.Match[str], context: Context) -> Days:
    year = stated_year(match, context) or context.this_year
    first, last = (1, 2) if match["half"] == "上" else (3, 4)
    return _edge(_of_quarters(year, first, last), match["edge"])


def _year(match: re.Match[str], context: Context) -> Days:
    year, part = stated_year(match, context) or context.this_year, match.groupdict().get("part")
    if part in ("底", "末"):
        return one_day(date(year, 12, 31))
    if part == "中":
        return one_day(date(year, 6, 30))
    if part == "内":
        return Days(date(year, 1, 1), date(year, 12, 31), is_limit=True)
    return Days(date(year, 1, 1), date(year, 1, 31) if part else date(year, 12, 31))


FORMS = (
    form(
        YEAR_STARTS + "第一二三四",
        rf"(?:{YEAR})?{NO_QUARTER_BEFORE}第?(?P<quarter>{QUARTER})季度{EDGE}",
        _quarter,
    ),
    form(
        YEAR_STARTS + "第一二三四前",
        rf"(?:{YEAR})?(?:(?<!提)前|{NO_QUARTER_BEFORE}第?(?P<first>{QUARTER})(?:季度)?(?:{TO}|(?P<list>[、和及])))第?(?P<last>{QUARTER})个?季度{EDGE}",
        _quarters,
    ),
    form("上这本下当", rf"(?P<which>上一?个?|这个?|本|当|下一?个?)季(?!节)度?{EDGE}", _near_quarter),
    form("季", r"(?<![\d一二三四五六七八九十每个上下本这当按逐])季度?(?P<edge>末|底)", _near_quarter),
    form(YEAR_STARTS + "上下", rf"(?:{YEAR})?(?<!每)(?P<half>[上下])半年{EDGE}", _half),
    form(YEAR_STARTS, rf"{YEAR}(?:年?{ENDS})?", _year),
    form(
        "年全",
        rf"(?<![\d一二两三四五六七八九十百几数多前后半往近历每常来周学同当])(?:年度?{ENDS}|全年)",
        _year,
    ),
)  # fmt: skip
