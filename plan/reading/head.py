"""The head of a paper: title, issuer, year, recipients."""

import re
from collections import Counter
from itertools import pairwise

from plan.reading.characters import Paragraph
from plan.reading.marks import mark

# What a plan's title ends in.
_KIND = (
    "要点|计划|规划|方案|意见|措施|通知|清单|分工|分解|安排|办法|任务|任务书|台账|行动|纲要|举措|决定|规定|表|细则|指引|预案|打算|部署|"
    "函|批复|通报|解读|问答|总结|报告"
)
_TITLE = re.compile(rf"(?:{_KIND})(?:（[^（）]{{1,24}}）)?$")
_SENDING = "印发|转发|下发|下达|发布|公布"
_PRINTED = re.compile(
    rf"关于(?:{_SENDING})[^《。]{{0,16}}《([^《》]+)》[^。]{{0,12}}通知|"
    r"《([^《》]+)》(?:已经|业经|已)[^。]{0,40}(?:同意|通过|批准)|"
    rf"将《([^《》]+)》[^。]{{0,20}}(?:{_SENDING}|发给)|"
    r"关于(?:印发|下达|分解落实)([^《》。]{4,40}?(?:表|清单|分工|分解|方案|要点|计划|台账|任务))的通知"
)
_NUMBER = re.compile(r"^[\u4e00-\u9fff]{1,12}（?(?:19|20)\d{2}）?第?\d{1,4}号$")
# What web pages print around a paper.
_CHATTER = re.compile(
    r"^[·\s]*(?:#|索引号|发布(?:时间|日期|机构)|来源|浏览|字体|时间|文号|主题|发文|成文|公开|信息|您(?:当前|现在)|当前位置|首页|所在位置|标题|"
    r"有效性|名称|分类|打印|无障碍|长辈版|点击|阅读|http|生成日期|返回)"
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*[年—–－~～/-]")
_YEARS = re.compile(r"(?:19|20)\d{2}年?\s*[-—–－~～至到]{1,2}\s*(?:19|20)\d{2}")
_NUMBERED_YEAR = re.compile(r"（((?:19|20)\d{2})）\d{1,4}号")
_PROVINCES = (
    "河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海"
)
_ADDRESS = re.compile(r"各|省|市|县|区|局|机关|国务院|全|有关|委|[\u4e00-\u9fff]{2,30}[：，、]")
_BEFORE_ABOUT = re.compile(r"(.{3,40}?)(?:关于|關(?:[(（][^)）]+[)）])?[于於]|印发)")
_OWN_DIVISIONS = re.compile(r"((?:省|市|县|区|州|国家)[^，、]{2,20}(?:局|委|厅|办))(?:机关)?各?(?:处|科|直属|所属)")


def opening(paragraphs: tuple[Paragraph, ...]) -> tuple[list[Paragraph], list[Paragraph]]:
    """Title lines and what comes behind them: up to the recipients, the first mark, or the first sentence."""
    lines: list[Paragraph] = []
    at = 0
    while at < len(paragraphs) and len(lines) < 8:
        view = paragraphs[at].view
        if not (_CHATTER.match(view) or _NUMBER.match(view)):
            whole = lines and _TITLE.search("".join(p.view for p in lines))
            if not _heads(view) or (whole and not _continues(view)):
                break
            lines.append(paragraphs[at])
        at += 1
    return lines, list(paragraphs[at:])


def _heads(view: str) -> bool:
    numbered = mark(view) and not view.startswith("第")
    return not numbered and len(view) <= 60 and not re.search(r"[。；：|]|，$", view)


def _continues(view: str) -> bool:
    return len(view) <= 40 and bool(_TITLE.search(view) or re.match(r"（.*）$|的?通知$", view))


def heading(lines: list[Paragraph]) -> str:
    """The title as written, lines joined; dates under it are no part of it."""
    kept = [p for p in lines if not re.match(r"^（?(?:19|20)\d{2}年\d{1,2}月", p.view)]
    return re.sub(r"\s+", "", "".join(p.source for p in kept))


def printed(text: str) -> str:
    """The name of the plan that a covering notice sends out: 现将《…》印发给你们."""
    match = _PRINTED.search(text)
    return next((g for g in match.groups() if g), "") if match else ""


def recipients(paragraphs: list[Paragraph]) -> tuple[str, ...]:
    """The line that ends in ： before the text, split at commas; 、 joins what shares a word (各省、自治区…)."""
    for p in paragraphs[:6]:
        if mark(p.view) or "。" in p.view:
            break
        if p.view.endswith("：") and _ADDRESS.match(p.view):
            cuts = [0, *(m.end() for m in re.finditer("[，；]", p.view)), len(p.view)]
            return tuple(p.piece(a, b).rstrip("，,：:；; ") for a, b in pairwise(cuts) if b - a > 1)
    return ()


def issuer(title: str, signed: str, addressed: tuple[str, ...], text: str) -> str:
    """Who signed; else who stands before 关于; else the bureau whose own divisions are addressed."""
    if signed:
        return signed
    if match := _BEFORE_ABOUT.match(title):
        return match[1]
    for name in addressed:
        if match := _OWN_DIVISIONS.match(name):
            return _with_province(match[1], text)
    return ""


def _with_province(name: str, text: str) -> str:
    found = Counter(re.findall(rf"({_PROVINCES})省", text)) if name.startswith("省") else None
    return found.most_common(1)[0][0] + name if found else name


def year(title: str, signed: int | None, text: str) -> int | None:
    """The title's; else the signature's, the document number's, the first that is written.

    A title may name several (三年行动计划，2018—2020年): then the signature's year goes first.
    """
    named = _YEAR.search(title)
    if named and not (signed and _YEARS.search(title)):
        return int(named[1])
    if signed:
        return signed
    match = _NUMBERED_YEAR.search(text) or _YEAR.search(text[:3000])
    return int(match[1]) if match else None
