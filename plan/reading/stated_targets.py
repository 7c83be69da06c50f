"""Find the targets of a sentence: numbers with units, ranks, coverage (docs/reading.md, rule 4)."""

import re

from plan.reading.brackets import mask_inside, overwrite, spans
from plan.reading.document import TargetText
from plan.reading.target_patterns import (
    ABOUT,
    CONDITION,
    CONTEXT,
    ENTITLED,
    GOAL,
    HAN_NUMBER,
    LESS,
    MORE,
    NOUNS,
    NUMBER,
    SCALE,
    SHRINK,
    TIMES,
)
from plan.reading.time_hints import DateContext, find_time_hints
from plan.reading.verbs import states_action
from plan.words.numerals import number

RANK = re.compile(
    r"[^，。；、：]{0,14}(?:前列|领先(?!的?(?:企业|技术|优势|产品|团队|人才|型|地区))|第一方阵|第一梯队|(?:全国|全省|全市|全县|全区|世界|中西部|同类)(?:首位|第一(?![批个家季轮期届部线代次])|前茅)|"
    r"前(?:\d{1,3}|[一二三四五六七八九十]{1,2})(?:名|位|强)(?!以外))"
)
COVERAGE = re.compile(
    r"[^，。；、：]{0,14}?(?:全覆盖(?=[，。；、）”]|$)|(?:实现|达到|基本)[^，。；、：]{0,6}全(?:面|员)?覆盖|覆盖(?:到)?(?P<all>各|所有|全部|全[省市县区国]|每[个一])(?P<what>(?:[^，。；、：的（]|（[^（）]{1,10}）){1,8}))"
)
_MAY_HOLD_TARGET = re.compile(
    r"\d|百分之|以[上下内]|[不至]少于?|不低于|不超过|达到|左右|覆盖|前[列茅三五十]|领先|第一|首位"
)
_CLAUSE = re.compile(r"[，。；、：（）]")
_RANK_NUMBER = re.compile(r"前\d{1,3}(?:名|位|强)")

_Located = tuple[int, int, TargetText]
"""A target without its text, and where it starts and ends in the sentence."""


def find_targets(text: str) -> list[_Located]:
    """Return the targets in order, as (start, end, target); the caller sets the target's text, the quoted piece.

    Numbers in names, quotes and times are not targets.
    """
    if not _MAY_HOLD_TARGET.search(text):
        return []
    visible = mask_inside(text, spans(text), "《“‘")
    hints = find_time_hints(text, DateContext())
    visible = overwrite(visible, [(hint.start, hint.end) for hint in hints], "■")
    ranks = _ranks(visible)
    visible = _RANK_NUMBER.sub(lambda match: "■" * len(match.group()), visible)
    return sorted([*_numbers(visible), *ranks], key=lambda located: located[:2])


def _ranks(text: str) -> list[_Located]:
    """Return ranks and coverage."""
    if "覆盖" not in text and not re.search("前|领先|第一|首位", text):
        return []
    ranks = [(*match.span(), TargetText("", None, ">=", "名次")) for match in RANK.finditer(text)]
    return ranks + [(*match.span(), _coverage(match)) for match in COVERAGE.finditer(text)]


def _coverage(match: "re.Match[str]") -> TargetText:
    return TargetText("", None, "=", match["what"].strip()) if match["what"] else TargetText("", 100, "=", "%")


def _numbers(text: str) -> list[_Located]:
    targets: list[_Located] = []
    for match in NUMBER.finditer(text):
        start, end = _clause(text, match.start(), match.end())
        unit = _unit(match, text)
        # A number that follows a target in a list is a target too: 甲10名、乙5名.
        continues_list = bool(targets) and text[start - 1 : start] == "、" and targets[-1][1] == start - 1
        if unit is None or not (_is_goal(text, start, match, unit) or (continues_list and unit not in TIMES)):
            continue
        op = _op(text[start : match.start()], (match["side"] or "") + (match["about"] or ""), bool(match["upper"]))
        targets.append((start, end, TargetText("", _value(match), op, unit)))
    for match in HAN_NUMBER.finditer(text):
        start, end = _clause(text, match.start(), match.end())
        unit = match["u"] or match["v"]
        if unit not in TIMES and not CONDITION.match(text[match.end() :]):
            before = text[start : match.start()] + (match.group() if match["a"] else "")
            op = _op(re.sub(r"[一二三四五六七八九十百千两]+.*$", "", before), match["side"] or "", False)
            targets.append((start, end, TargetText("", number(match["a"] or match["b"]), op, unit)))
    return targets


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the range of the clause around a number: up to the next punctuation mark, at most 40 characters away."""
    before = [m.end() for m in _CLAUSE.finditer(text, max(0, start - 40), start)]
    after = _CLAUSE.search(text, end, end + 40)
    first = before[-1] if before else max(0, start - 40)
    return first, min(after.start() if after else len(text), end + 40)


def _unit(match: "re.Match[str]", text: str) -> str | None:
    """Return the unit of a number, an empty string for a large number without one; None where nothing is counted."""
    unit: str = match["unit"]
    if match["number"].startswith("百分之"):
        return "%"
    following = text[match.end() : match.end() + 1]
    if not unit:  # 5亿以上 and 300万以上 need no unit; 12345热线 is a name.
        return "" if match["times"] in ("万", "亿", "万亿") and match["side"] else None
    if unit in NOUNS and not match["side"] and following not in tuple("，。；、）以左"):
        return None
    return unit


def _is_goal(text: str, start: int, match: "re.Match[str]", unit: str) -> bool:
    """Whether a number is to be reached; it may also be a condition, a context, or a part of a name."""
    before = text[start : match.start()]
    after = text[match.end() : match.end() + 12]
    if CONTEXT.search(before) or ENTITLED.search(text[max(0, start - 12) : match.start()]):
        return False
    if re.match(r"[）]?作为|方面|原则|文件精神|号|时(?!间)|政策|税率|优惠", after):
        return False
    measured = unit in TIMES or unit in ("元", "万元", "亿元", "人", "平方米", "吨", "亩", "千瓦", "美元", "%")
    if match["side"] and measured and CONDITION.match(after):
        return False
    if unit in TIMES:
        return bool(SHRINK.search(before) or re.search("压|缩|减|不超过|控制|提速|提前", before) or "培训" in before)
    counted = not measured and (states_action(before) or before == "为")  # As in 为3万名老人体检.
    return bool(GOAL.search(before) or match["side"] or not before or unit == "%" or counted)


def _value(match: "re.Match[str]") -> int | float:
    """Return the number with 万 and 亿 multiplied out; an int where it is whole."""
    written = match["number"].replace(",", "")
    if written.startswith("百分之"):
        whole, _, fraction = written[3:].partition("点")
        digits = "".join(str(number(c)) for c in fraction)
        return float(f"{number(whole)}.{digits}") if digits else number(whole)
    scale = 1
    for c in (match["times"] or "") + match["after"]:
        scale *= SCALE[c]
    for c in match["unit"][:-1] if match["unit"] in ("万元", "亿元") else "":
        scale *= SCALE[c]
    value = float(written) * scale
    value = round(value, 6)
    return int(value) if value == int(value) else value


def _op(before: str, side: str, is_range: bool) -> str:
    """Return the direction by the words before the number and those attached to it; a range (3—5家) is at least."""
    if "左右" in side or "上下" in side or ABOUT.search(before):
        return "≈"
    if "以上" in side or "余" in side or "多" in side:
        return ">="
    if re.search("以[下内]|之内", side) or LESS.search(before) or SHRINK.search(before):
        return "<="
    return ">=" if is_range or MORE.search(before) else "="
