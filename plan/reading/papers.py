"""One file may hold a covering notice, the plan, and annexes: which stretch of it is the plan."""

import re
from dataclasses import dataclass
from datetime import date

from plan.reading.characters import Paragraph
from plan.reading.marks import mark, number

_HAN_DATE = r"[○零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
_DATE = re.compile(rf"^[^，。；：《]{{0,24}}?((?:19|20)\d{{2}}年\d{{1,2}}月\d{{1,2}}日|{_HAN_DATE})(?:印发)?$")
_ANNEX = re.compile(r"^附(?:件|表|录)[一二三四五六七八九十\d]{0,2}(?:[：:.]?$|[：:.\u3000]?(?!：)[^。；]{2,40}$)")
_LIST = re.compile(r"^附(?:件|表)?[一二三四五\d]?：")
_SENT = re.compile(
    r"印发给|转发给|下发给|印发你|下达给|现(?:予以?|将.{0,60})(?:印发|发布|公布)|已经.{0,30}(?:同意|审议|通过)"
)
_TITLED = re.compile(r"(?:方案|细则|办法|要点|计划|清单|制度|标准|规定|职责|分工|表)$")
_ENDING = re.compile(
    r"^（?(?:此件|本文|信息公开|公开方式|抄送|主送|印发|责任编辑|编辑：|来源：|扫一扫|打印|关闭|分享|相关(?:链接|阅读|附件|解读))"
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Paragraphs up to a signature or annex; `listed` are its 附件： lines, `signed` the line above the date."""

    paragraphs: tuple[Paragraph, ...]
    signed: str = ""
    dated: date | None = None
    listed: str = ""
    annex: bool = False

    @property
    def marked(self) -> int:
        """How many paragraphs are numbered, table rows among them."""
        return sum(1 for p in self.paragraphs if mark(p.view) or "|" in p.view)


def stretches(paragraphs: list[Paragraph]) -> list[Stretch]:
    """At least one; signatures, annex lists and what stands below a paper's end belong to none."""
    found: list[Stretch] = []
    current: list[Paragraph] = []
    annex = False
    for i, p in enumerate(paragraphs):
        if _signature(p.view, current):
            found.append(_closed(current, annex, _date(p.view)))
            current, annex = [], False
        elif _ANNEX.match(p.view) and "|" not in p.view and (not _LIST.match(p.view) or _begins(paragraphs, i)):
            found.append(_closed(current, annex, None))
            current, annex = [], True
        elif _restarts(current, p, paragraphs[i + 1 : i + 2]):
            found.append(_closed(current, annex, None))
            current, annex = [p], True
        else:
            current.append(p)
    found.append(_closed(current, annex, None))
    kept = [s for s in found if s.paragraphs or s.dated]
    return kept or [Stretch(())]


def chosen(parts: list[Stretch]) -> Stretch:
    """The plan: what a notice sends out where that is in the file, else the first numbered stretch."""
    first = parts[0]
    sends = any(_SENT.search(p.view) for p in first.paragraphs)
    later = [s for s in parts[1:] if s.marked >= 2]
    if first.marked < 2 or sends:
        return later[0] if later else first
    return first


def _restarts(current: list[Paragraph], p: Paragraph, following: list[Paragraph]) -> bool:
    """A second paper without 附件 above it: a title such as …实施细则, then 一、 again behind 二、."""
    if not (8 <= len(p.view) <= 40 and _TITLED.search(p.view)) or mark(p.view) or not following:
        return False
    first = mark(following[0].view)
    again = first is not None and first.kind == "一" and first.number == 1
    return again and any(m.kind == "一" and m.number == 2 for c in current if (m := mark(c.view)))


def _begins(paragraphs: list[Paragraph], i: int) -> bool:
    """附件：标题 opens an annex where a numbered text or table comes next, not a date or another 附件."""
    ahead = [p.view for p in paragraphs[i + 1 : i + 4]]
    return any("|" in v or v.startswith(("一、", "（一）")) for v in ahead) and not any(_DATE.match(v) for v in ahead)


def _signature(view: str, current: list[Paragraph]) -> bool:
    if not _DATE.match(view):
        return False
    return bool(current) and (len(view) > 12 or len(current[-1].view) <= 30)


def _date(view: str) -> date | None:
    match = _DATE.match(view)
    if not match:
        return None
    parts = re.findall(r"\d+|[○零一二三四五六七八九十]+", match[1])[-3:]
    year = int("".join(str(number(c)) for c in parts[0])) if not parts[0].isdigit() else int(parts[0])
    try:
        return date(year, number(parts[1]), number(parts[2]))
    except ValueError:
        return None


def _closed(current: list[Paragraph], annex: bool, dated: date | None) -> Stretch:
    body = list(current)
    signed: list[str] = []
    while dated and body and len(signed) < 4 and _signs(body[-1].view):
        signed.insert(0, body.pop().source)
    while body and _ENDING.match(body[0].view):  # 此件公开发布, between a notice's date and what it sends out
        body.pop(0)
    listed = next((i for i, p in enumerate(body) if _LIST.match(p.view)), len(body))
    text = next((i for i, p in enumerate(body) if len(p.view) > 60 or _numbered(p.view)), len(body))
    below = next((i for i, p in enumerate(body[:listed]) if i > text and _ENDING.match(p.view)), listed)
    names = "".join(p.view for p in body[listed:])
    return Stretch(tuple(body[:below]), "、".join(signed), dated, names, annex)


def _numbered(view: str) -> bool:
    found = mark(view)
    return found is not None and found.kind != "·"


def _signs(view: str) -> bool:
    return len(view) <= 30 and not re.search(r"[，。；：|]", view) and not mark(view)
