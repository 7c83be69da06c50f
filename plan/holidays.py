"""Read the State Council's notice of a year's days off (放假安排), and refuse what is not understood for certain."""

import re
from dataclasses import dataclass
from unicodedata import normalize

from plan.calendar import Holiday
from plan.format import shortened
from plan.holiday_rules import check, check_all
from plan.holiday_sentences import Reader
from plan.refusal import Refusal

SHORT = {"清明": "清明节", "五一": "劳动节", "端午": "端午节", "中秋": "中秋节", "国庆": "国庆节"}
_NAME = "元旦|春节|清明节?|(?:五一)?(?:国际)?劳动节|端午节?|中秋节?|国庆节?"
_HEADING = re.compile(
    rf"(?:\(?[一二三四五六七八九十]{{1,2}}\)?[、,.]|\(?\d{{1,2}}\)?[、,.])?({_NAME})((?:(?:[、,和及]|与)(?:{_NAME}))*)(?::|(?=\d))"
)
_YEAR = re.compile(r"关于(\d{4})年.{0,12}?安排|现将(\d{4})年|^(\d{4})年.{0,12}?安排")
_NEW_YEAR = re.compile(r"元旦.{0,40}?(\d{4})年1月1日")
_END = re.compile(r"节假日期间|国务院办公厅\d{4}年")
_ARRANGES = re.compile(r"\d|放假|上班|补休|休息|调休|连休")
_RECOMMENDS = re.compile(r"鼓励|提倡|支持")
"""Sentences with recommendations to employers, which change no working days."""


@dataclass(frozen=True)
class Notice:
    """The days off of a year, with the holidays sorted by date."""

    year: int
    holidays: tuple[Holiday, ...]


def read(text: str) -> Notice:
    """Return the notice that the text holds. Raise Refusal with the reason and the text that is not understood."""
    shown = "".join(text.split())
    # Normalized character by character, so that indices of `view` are valid in `shown`.
    view = "".join(half if len(half := normalize("NFKC", char)) == 1 else char for char in shown)
    year = _year(view)
    heads = list(_HEADING.finditer(view))
    if not heads:
        raise Refusal("没有读到各个节日的安排，请粘贴通知全文，例如“一、元旦：1月1日放假……”。")
    ends = [head.start() for head in heads[1:]] + [_end(view, heads[-1].end())]
    holidays: dict[str, Holiday] = {}
    for head, end in zip(heads, ends, strict=True):
        names = _names(head[1] + head[2])
        if repeated := [name for name in names if any(name in earlier for earlier in holidays)]:
            raise Refusal(f"“{repeated[0]}”出现了两次，请只粘贴一份通知。")
        name = "、".join(names)
        holidays[name] = _holiday(name, year, view[head.end() : end], shown[head.start() : end])
    check_all(holidays.values())
    return Notice(year, tuple(sorted(holidays.values(), key=lambda holiday: holiday.off)))


def _year(view: str) -> int:
    years = {int(next(filter(None, match.groups()))) for match in (*_YEAR.finditer(view), *_NEW_YEAR.finditer(view))}
    if not years:
        raise Refusal("没有读到是哪一年的安排，请连同标题“国务院办公厅关于××××年部分节假日安排的通知”一起粘贴。")
    if len(years) > 1:
        raise Refusal(f"这里有{'、'.join(f'{year}年' for year in sorted(years))}的安排，请一次粘贴一份通知。")
    (year,) = years
    if not 2000 <= year <= 2100:
        raise Refusal(f"“{year}年”不像是通知的年份，请核对。")
    return year


def _end(view: str, start: int) -> int:
    """Return where the text of the last holiday ends."""
    match = _END.search(view, start)
    return match.start() if match else len(view)


def _names(heading: str) -> list[str]:
    """Return the full names of the holidays in a heading."""
    names = [name.removeprefix("五一").removeprefix("国际") for name in re.findall(_NAME, heading)]
    return [SHORT.get(name, name) for name in names]


def _holiday(name: str, year: int, view: str, shown: str) -> Holiday:
    """Read one holiday; `shown` is its text as pasted, which a Refusal quotes."""
    reader = Reader(year, new_year=name == "元旦")
    for sentence in re.split("[。;｡]", view):
        if not _ARRANGES.search(sentence) or _RECOMMENDS.match(sentence):
            continue
        try:
            reader.sentence(sentence)
        except Refusal as wrong:
            raise Refusal(f"{name}没有读懂：{wrong.sentence}\n原文：{shortened(shown, 200)}") from None
    try:
        return check(name, year, reader)
    except Refusal as wrong:
        raise Refusal(f"{name}的安排对不上：{wrong.sentence}\n原文：{shortened(shown, 200)}") from None
