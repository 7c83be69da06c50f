"""Write a State Council notice of days off for a year, in the wording and with the brackets of such notices."""

from collections.abc import Sequence
from datetime import date

from plan.format import WEEKDAYS

PLACES = "一二三四五六七"
OPENING = "各省、自治区、直辖市人民政府，国务院各部委、各直属机构：现将{year}年各节日的放假日期通知如下。"
CLOSING = "节假日期间，请安排好值守。\n国务院办公厅\n{before}年11月9日"


def notice(year: int, *sentences: str) -> str:
    """Return the notice of these sentences, such as `元旦：1月1日放假，与周末连休。`, numbered."""
    numbered = [f"{place}、{sentence}" for place, sentence in zip(PLACES, sentences, strict=False)]
    title = f"国务院办公厅关于{year}年部分节假日安排的通知"
    return "\n".join([title, OPENING.format(year=year), *numbered, CLOSING.format(before=year - 1)])


def day_text(day: date, *, word: str = "周", year: int | None = None) -> str:
    """Return `2月14日（周日）`, with the year in front if the day is not in `year`."""
    own = f"{day.year}年" if year is not None and day.year != year else ""
    return f"{own}{day.month}月{day.day}日（{word}{WEEKDAYS[day.weekday()]}）"


def sentence(name: str, year: int, off: Sequence[date], work: Sequence[date] = (), *, word: str = "周") -> str:
    days = day_text(off[0], word=word, year=year)
    if len(off) > 1:
        days += f"至{day_text(off[-1], word=word, year=off[0].year)}"
    makes_up = "、".join(day_text(day, word=word, year=year) for day in work) + "上班。" if work else ""
    return f"{name}：{days}放假{'调休' if work else ''}，共{len(off)}天。{makes_up}"


IN_2027 = (
    "元旦：1月1日（周五）至3日（周日）放假，共3天。",
    "春节：2月5日（农历除夕、周五）至11日（农历正月初六、周四）放假调休，共7天。1月31日（周日）、2月14日（周日）上班。",
    "清明节：4月5日（周一）放假，与周末连休。",
    "劳动节：5月1日（周六）至5日（周三）放假调休，共5天。4月25日（周日）、5月8日（周六）上班。",
    "端午节：6月9日（周三）放假1天，不调休。",
    "中秋节：9月15日（周三）放假1天，不调休。",
    "国庆节：10月1日（周五）至7日（周四）放假调休，共7天。9月26日（周日）、10月9日（周六）上班。",
)
"""Invented; the notice for 2027 is not issued yet."""
