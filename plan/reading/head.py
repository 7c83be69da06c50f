"""The head of a paper: title, issuer, year, recipients."""

import re
from collections import Counter

from plan.reading.characters import Paragraph
from plan.reading.marks import mark

_KIND = r"(?:工作要点|要点|计划|规划|方案|意见|措施|通知|清单|分工|分解表|分解|安排|办法|任务书|任务|台账|行动|纲要|举措|决定|规定|任务表|一览表|责任表|细则|指引|预案|表|打算|部署|函|批复|通报|解读|问答|总结|报告)"
_TITLE = re.compile(rf"{_KIND}(?:（[^（）]{{1,24}}）)?$")
_PRINTED = re.compile(
    r"关于(?:印发|转发|下发|下达|发布|公布)[^《。]{0,16}《([^》]+)》[^。]{0,12}通知|《([^《》]+)》(?:已经|业经|已)[^。]{0,40}(?:同意|通过|批准)|"
    r"将《([^《》]+)》[^。]{0,20}(?:印发|转发|下发|发给|下达)|关于(?:印发|下达|分解落实)([^《》。]{4,40}?(?:表|清单|分工|分解|方案|要点|计划|台账|任务))的通知"
)
_NUMBER = re.compile(r"^[\u4e00-\u9fff]{1,12}[（\[]?(?:19|20)\d{2}[）\]]?第?\d{1,4}号$")
_CHATTER = re.compile(
    r"^(?:#|索引号|发布(?:时间|日期|机构)|来源|浏览|字体|时间|文号|主题|发文|成文|公开|信息|您(?:当前|现在)|当前位置|首页|所在位置|标题|有效性|名称|分类|打印|http)"
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?:年|（?—|/|-)")
_NO_YEAR = re.compile(r"（((?:19|20)\d{2})）\d{1,4}号")


def opening(paragraphs: tuple[Paragraph, ...]) -> tuple[list[Paragraph], list[Paragraph]]:
    """Title lines and what comes behind them: up to the recipients, the first mark, or the first sentence."""
    lines: list[Paragraph] = []
    rest = [p for p in paragraphs]
    while rest and len(lines) < 8:
        view = rest[0].view
        if _CHATTER.match(view) or _NUMBER.match(view) or not view:
            if not _NUMBER.match(view) and lines:
                pass
            rest.pop(0)
            continue
        if (mark(view) and not re.match(r"第", view)) or len(view) > 60 or re.search(r"[。；：|]|，$", view):
            break
        if lines and _TITLE.search(_joined(lines)) and not _continues(view):
            break
        lines.append(rest.pop(0))
    while rest and (_NUMBER.match(rest[0].view) or _CHATTER.match(rest[0].view)):
        rest.pop(0)
    return lines, rest


def _continues(view: str) -> bool:
    return bool(_TITLE.search(view) or re.match(r"（.*）$|的?通知$", view)) and len(view) <= 40


def _joined(lines: list[Paragraph]) -> str:
    return "".join(p.view for p in lines)


def heading(lines: list[Paragraph]) -> str:
    """The title as written, lines joined; document numbers and dates are no part of it."""
    kept = [p for p in lines if not re.match(r"^（?(?:19|20)\d{2}年\d{1,2}月", p.view)]
    text = "".join(p.source.strip() for p in kept)
    return re.sub(r"\s+", "", text)


def printed(text: str) -> str:
    """The name of the plan that a covering notice sends out: 现将《…》印发给你们."""
    match = _PRINTED.search(text)
    return next((g for g in match.groups() if g), "") if match else ""


def recipients(paragraphs: list[Paragraph]) -> tuple[str, ...]:
    """The line that ends in ： before the text, split at commas; 、 joins what shares a word (各省、自治区…)."""
    for p in paragraphs[:6]:
        if mark(p.view) or "。" in p.view:
            return ()
        if p.view.endswith("：") and re.match(
            r"(?:各|省|市|县|区|局|机关|国务院|全|有关|委|[\u4e00-\u9fff]{2,30}[：，、])", p.view
        ):
            cuts = [0, *(m.end() for m in re.finditer("[，；]", p.view)), len(p.view)]
            return tuple(p.piece(a, b).rstrip("，,：:；; ") for a, b in zip(cuts, cuts[1:], strict=False) if b - a > 1)
    return ()


_PROVINCES = "河北山西辽宁吉林黑龙江江苏浙江安徽福建江西山东河南湖北湖南广东海南四川贵州云南陕西甘肃青海台湾"


def issuer(title: str, signed: str, addressed: tuple[str, ...], text: str) -> str:
    """Who signed; else who stands before 关于; else the bureau whose own divisions are addressed."""
    if signed:
        return signed
    if match := re.match(r"^([\u3400-\u9fff、（）()\s]{3,40}?)(?:办公室|办公厅)?(?:關於|关于|印发)", title):
        whole = re.match(r"^(.{3,40}?)(?:关于|關於|關(?:[(（][^)）]+[)）])?于|印发)", title)
        return whole[1] if whole else match[1]
    for name in addressed:
        if match := re.match(
            r"((?:省|市|县|区|州|国家)[^，、]{2,20}(?:局|委|厅|办))(?:机关)?各?(?:处|科|直属|所属)", name
        ):
            return _with_province(match[1], text)
    return ""


def _with_province(name: str, text: str) -> str:
    if not name.startswith("省"):
        return name
    found = Counter(m for m in re.findall(r"([\u4e00-\u9fff]{2,3})省", text) if m in _PROVINCES)
    return found.most_common(1)[0][0] + name if found else name


def year(title: str, signed: int | None, text: str) -> int | None:
    """The title's year; else the signature's, the document number's, the first that is written."""
    for source in (title, str(signed or "") + "年", *(_NO_YEAR.findall(text)[:1] or [""]), text[:3000]):
        if found := _YEAR.search(source) or re.fullmatch(r"((?:19|20)\d{2})年?", source):
            return int(found[1])
    return None
