"""Patterns for the times that plans state: windows, rhythms, starts, deadlines, named days."""

import re

from plan.reading.dates import ATOM, TAIL
from plan.words.named_days import DAYS

_BEFORE = r"(?:之前|以前|之内|以内|前|止|为止)?"
_COUNT = r"(?:\d{1,3}|[一二三四五六七八九十两半]{1,3})"
_YEAR = r"(?:19|20)\d{2}年"
_LOOSE = r"(?<![\d.])(?:(?:19|20)\d{2}年)?(?:1[0-2]|0?[1-9])(?=[—至到]{1,2}(?:1[0-2]|0?[1-9])月)"  # The 3 in 3—5月.
_SPAN = r"(?<![\d.])(?:19|20)\d{2}年?(?=[—至到]{1,2}(?:19|20)\d{2}年)"  # The 2019 in 2019—2021年.
_EVERY = r"每(?:个)?(?:半年|两年|两个?月|两周|双月|季度?|月|周|年度?|日|天|学期|学年|旬|半个月)"
_EVERY_WHEN = (  # As in 每月25日前, 每年2月底前, 每季度第一个月10日前.
    r"(?:[^，。；、：（）]{0,8}?(?:日|底|末|旬|周[一二三四五])(?:之?前)|第[一二三\d]个?[月周](?:\d{1,2}日)?(?:之?前)?|(?:1[0-2]|[1-9])月(?:份|底|[上中下]旬|\d{1,2}日)?|[底末初])?"
)
_NAMED = "|".join(sorted(DAYS, key=len, reverse=True))
_HAN = r"[\u4e00-\u9fff]"
_FESTIVE = "宣传|活动|专利|品牌|质量|普法|文化|服务|维权|安全生产|科技|食品安全|节能"

WINDOW = re.compile(
    rf"(?:从|自)?(?P<first>{ATOM}|{_LOOSE}|{_SPAN}|即日)起?[—至到]{{1,2}}(?P<last>{TAIL}|{_YEAR}[底末]?){_BEFORE}"
)
RHYTHM = re.compile(rf"{_EVERY}{_EVERY_WHEN}|(?<!不)定期|按(?:季度?|月度?|周|旬|半年)(?![量期全])|逐[月季周年](?!份)")
RELATIVE = re.compile(
    rf"(?:在|自|从|于)?[^，。；、：（）在自从于要应]{{0,16}}之日[起后]?的?(?P<many>{_COUNT})个?(?P<what>工作日|日|天|月|周|年)(?:之|以)?内|"
    rf"(?<![\d.]){_COUNT}个?(?:工作日|月|周|日|天)之?内"
)
START = re.compile(rf"(?:从|自)?(?:{ATOM}|{_YEAR}度?)(?:起|开始)|即日起")
DATED = re.compile(rf"(?:截至|截止|到|至)?{ATOM}{_BEFORE}|(?:本|次|下)?(?<![\d每])月[底末]前")
OCCASION = re.compile(
    rf"“(?P<month>1[0-2]|[1-9])·(?P<day>[123]\d|[1-9])”(?:{_NAMED}|{_HAN}{{2,8}}日(?=[，、。；等期前活宣））]|$))?|"
    rf"(?P<named>{_NAMED})|"
    rf"(?:(?:全国|中国|世界|国际|全省|全市){_HAN}{{0,8}}?|(?<![\u4e00-\u9fff])|(?<=[做好抓开展办织过])|“)(?:{_FESTIVE}|{_HAN}{{2,6}}(?:宣传|活动))[周月](?!刊|报|期)”?"
)
WHOLE_YEAR = re.compile(
    r"(?:到|至|截至|截止)(?:19|20)\d{2}年(?![度\d])|(?:^|(?<=[，；：]))(?:19|20)\d{2}年(?=，)|(?<![\d去前])今年(?!以来|度)|"
    r"(?:本|年)年度内"
)
# (kind, characters, pattern), the pattern with the longest match first. A text without any of the characters cannot
# match, and looking for characters is cheaper than trying the pattern.
KINDS = (
    ("relative", "内", RELATIVE),
    ("rhythm", "每定按逐", RHYTHM),
    ("window", "—至到", WINDOW),
    ("start", "起开", START),
    ("dated", "年月季.", DATED),
    ("occasion", "日节周月·旦庆", OCCASION),
    ("year", "年", WHOLE_YEAR),
)
# A sentence in which this is not found states no time; most sentences do not.
MAY_HOLD_TIME = re.compile(
    r"\d|年[内底末中初度]|[上下]半年|[全今明次本]年|季|[月周旬]|每|定期|之日|即日|逐年|[全国世界际中妇童军党青劳教师庆][^，。]{0,8}[日节]|[日节]前|元旦|国庆"
)
