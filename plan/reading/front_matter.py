"""Read the front matter of a paper: title, issuer, year and recipients."""

import re
from collections import Counter
from itertools import pairwise

from plan.reading.characters import Paragraph
from plan.reading.numbering import mark_at

# Words with which the title of a plan ends.
_KIND = (
    "要点|计划|规划|方案|意见|措施|通知|清单|分工|分解|安排|办法|任务|任务书|台账|行动|纲要|举措|决定|规定|表|细则|指引|预案|打算|部署|"
    "函|批复|通报|解读|问答|总结|报告"
)
_TITLE = re.compile(rf"(?:{_KIND})(?:（[^（）]{{1,24}}）)?$")
_ISSUING_VERB = "印发|转发|下发|下达|发布|公布"
_ENCLOSED = re.compile(
    rf"关于(?:{_ISSUING_VERB})[^《。]{{0,16}}《([^《》]+)》[^。]{{0,12}}通知|"
    r"《([^《》]+)》(?:已经|业经|已)[^。]{0,40}(?:同意|通过|批准)|"
    rf"将《([^《》]+)》[^。]{{0,20}}(?:{_ISSUING_VERB}|发给)|"
    r"关于(?:印发|下达|分解落实)([^《》。]{4,40}?(?:表|清单|分工|分解|方案|要点|计划|台账|任务))的通知"
)
_DOCUMENT_NUMBER = re.compile(r"^[\u4e00-\u9fff]{1,12}（?(?:19|20)\d{2}）?第?\d{1,4}号$")
# Lines that web pages print around a paper.
_PAGE_FURNITURE = re.compile(
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


def split_front(paragraphs: tuple[Paragraph, ...]) -> tuple[list[Paragraph], list[Paragraph]]:
    """Return the lines of the title and the paragraphs after them.

    The title ends before the recipients, the first numbered part or the first sentence; it has at most 8 lines.
    """
    title_lines: list[Paragraph] = []
    index = 0
    while index < len(paragraphs) and len(title_lines) < 8:
        view = paragraphs[index].view
        if not (_PAGE_FURNITURE.match(view) or _DOCUMENT_NUMBER.match(view)):
            is_complete = title_lines and _TITLE.search("".join(p.view for p in title_lines))
            if not _may_be_title(view) or (is_complete and not _continues_title(view)):
                break
            title_lines.append(paragraphs[index])
        index += 1
    return title_lines, list(paragraphs[index:])


def _may_be_title(view: str) -> bool:
    is_numbered = mark_at(view) and not view.startswith("第")
    return not is_numbered and len(view) <= 60 and not re.search(r"[。；：|]|，$", view)


def _continues_title(view: str) -> bool:
    return len(view) <= 40 and bool(_TITLE.search(view) or re.match(r"（.*）$|的?通知$", view))


def join_title(lines: list[Paragraph]) -> str:
    """Return the title as written, without white space. Dates under the title are left out."""
    title_lines = [p for p in lines if not re.match(r"^（?(?:19|20)\d{2}年\d{1,2}月", p.view)]
    return re.sub(r"\s+", "", "".join(p.source for p in title_lines))


def enclosed_title(text: str) -> str:
    """Return the title of the plan that a covering notice sends out (现将《…》印发给你们), or an empty string."""
    match = _ENCLOSED.search(text)
    return next((g for g in match.groups() if g), "") if match else ""


def recipients(paragraphs: list[Paragraph]) -> tuple[str, ...]:
    """Return the addressees: the line that ends in ： before the text, split at ， and ；.

    It is not split at 、, because addressees joined by 、 share a word (各省、自治区…).
    """
    for p in paragraphs[:6]:
        if mark_at(p.view) or "。" in p.view:
            break
        if p.view.endswith("：") and _ADDRESS.match(p.view):
            cuts = [0, *(m.end() for m in re.finditer("[，；]", p.view)), len(p.view)]
            return tuple(p.piece(a, b).rstrip("，,：:；; ") for a, b in pairwise(cuts) if b - a > 1)
    return ()


def issuer(title: str, signer: str, addressed: tuple[str, ...], text: str) -> str:
    """Return the signer; without one the name before 关于 in the title; else the bureau whose divisions are addressed.

    An empty string means that the paper names no issuer.
    """
    if signer:
        return signer
    if match := _BEFORE_ABOUT.match(title):
        return match[1]
    for name in addressed:
        if match := _OWN_DIVISIONS.match(name):
            return _with_province(match[1], text)
    return ""


def _with_province(name: str, text: str) -> str:
    """Prefix a name that begins with 省 with the province that the text mentions most often."""
    provinces = Counter(re.findall(rf"({_PROVINCES})省", text)) if name.startswith("省") else None
    return provinces.most_common(1)[0][0] + name if provinces else name


def year(title: str, signature_year: int | None, text: str) -> int | None:
    """Return the year of the plan, taken from the title, the signature, the document number or the text, in this order.

    A title may name a range of years (三年行动计划，2018—2020年): then the year of the signature takes precedence.
    """
    in_title = _YEAR.search(title)
    if in_title and not (signature_year and _YEARS.search(title)):
        return int(in_title[1])
    if signature_year:
        return signature_year
    match = _NUMBERED_YEAR.search(text) or _YEAR.search(text[:3000])
    return int(match[1]) if match else None
