"""Split a file into covering notice, plan and annexes, and choose the part that is the plan."""

import re
from dataclasses import dataclass
from datetime import date

from plan.reading.characters import Paragraph
from plan.reading.numbering import mark_at
from plan.words.numerals import number

_HAN_DATE = r"[○零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
_DATE = re.compile(rf"^[^，。；：《]{{0,24}}?((?:19|20)\d{{2}}年\d{{1,2}}月\d{{1,2}}日|{_HAN_DATE})(?:印发)?$")
_ANNEX = re.compile(r"^附(?:件|表|录)[一二三四五六七八九十\d]{0,2}(?:[：:.]?$|[：:.\u3000]?(?!：)[^。；]{2,40}$)")
_LIST = re.compile(r"^附(?:件|表)?[一二三四五\d]?：")
_SENT = re.compile(
    r"印发给|转发给|下发给|印发你|下达给|现(?:予以?|将.{0,60})(?:印发|发布|公布)|已经.{0,30}(?:同意|审议|通过)"
)
_TITLED = re.compile(r"(?:方案|细则|办法|要点|计划|清单|制度|标准|规定|职责|分工|表)$")
_PRINTING_NOTE = re.compile(
    r"^（?(?:此件|本文|信息公开|公开方式|抄送|主送|印发|责任编辑|编辑：|来源：|扫一扫|打印|关闭|分享|相关(?:链接|阅读|附件|解读))"
)


@dataclass(frozen=True, slots=True)
class FilePart:
    """Paragraphs up to a signature or an annex.

    `annex_list` is the text of the lines that begin with 附件：, `signer` the lines above the date of the signature.
    """

    paragraphs: tuple[Paragraph, ...]
    signer: str = ""
    signed_on: date | None = None
    annex_list: str = ""
    is_annex: bool = False

    @property
    def numbered_count(self) -> int:
        """Return how many paragraphs are numbered; a row of a table counts as numbered."""
        return sum(1 for p in self.paragraphs if mark_at(p.view) or "|" in p.view)


def split_parts(paragraphs: list[Paragraph]) -> list[FilePart]:
    """Return the parts in order, at least one. Signatures, lists of annexes and printing notes belong to none."""
    parts: list[FilePart] = []
    current: list[Paragraph] = []
    is_annex = False
    for i, p in enumerate(paragraphs):
        if _is_signature_date(p.view, current):
            parts.append(_make_part(current, is_annex, _date(p.view)))
            current, is_annex = [], False
        elif _ANNEX.match(p.view) and "|" not in p.view and (not _LIST.match(p.view) or _opens_annex(paragraphs, i)):
            parts.append(_make_part(current, is_annex, None))
            current, is_annex = [], True
        elif _starts_second_paper(current, p, paragraphs[i + 1 : i + 2]):
            parts.append(_make_part(current, is_annex, None))
            current, is_annex = [p], True
        else:
            current.append(p)
    parts.append(_make_part(current, is_annex, None))
    nonempty = [part for part in parts if part.paragraphs or part.signed_on]
    return nonempty or [FilePart(())]


def choose_plan(parts: list[FilePart]) -> FilePart:
    """Return what a notice sends out, where that is in the file, else the first part that is numbered."""
    first = parts[0]
    sends_out = any(_SENT.search(p.view) for p in first.paragraphs)
    later = [part for part in parts[1:] if part.numbered_count >= 2]
    if first.numbered_count < 2 or sends_out:
        return later[0] if later else first
    return first


def _starts_second_paper(current: list[Paragraph], p: Paragraph, following: list[Paragraph]) -> bool:
    """Whether a second paper begins without 附件 above it: a title such as …实施细则, and 一、 after 二、."""
    if not (8 <= len(p.view) <= 40 and _TITLED.search(p.view)) or mark_at(p.view) or not following:
        return False
    first = mark_at(following[0].view)
    restarts = first is not None and first.kind == "一" and first.number == 1
    return restarts and any(m.kind == "一" and m.number == 2 for c in current if (m := mark_at(c.view)))


def _opens_annex(paragraphs: list[Paragraph], i: int) -> bool:
    """Whether 附件：标题 is the head of an annex: a numbered text or a table comes next, not a date."""
    following = [p.view for p in paragraphs[i + 1 : i + 4]]
    is_body = any("|" in v or v.startswith(("一、", "（一）")) for v in following)
    return is_body and not any(_DATE.match(v) for v in following)


def _is_signature_date(view: str, current: list[Paragraph]) -> bool:
    if not _DATE.match(view):
        return False
    return bool(current) and (len(view) > 12 or len(current[-1].view) <= 30)


def _date(view: str) -> date | None:
    """Return the date of a signature, None where no such day exists."""
    match = _DATE.match(view)
    if not match:
        return None
    parts = re.findall(r"\d+|[○零一二三四五六七八九十]+", match[1])[-3:]
    try:
        return date(*map(number, parts))
    except ValueError:
        return None


def _make_part(current: list[Paragraph], is_annex: bool, signed_on: date | None) -> FilePart:
    """Separate the signer, the list of annexes and the printing notes from the text."""
    body = list(current)
    signers: list[str] = []
    while signed_on and body and len(signers) < 4 and _may_be_signer(body[-1].view):
        signers.insert(0, body.pop().source)
    # Notes such as 此件公开发布 may stand between the date of a notice and the plan that it sends out.
    while body and _PRINTING_NOTE.match(body[0].view):
        body.pop(0)
    list_start = next((i for i, p in enumerate(body) if _LIST.match(p.view)), len(body))
    text_start = next((i for i, p in enumerate(body) if len(p.view) > 60 or _is_numbered(p.view)), len(body))
    end = next(
        (i for i, p in enumerate(body[:list_start]) if i > text_start and _PRINTING_NOTE.match(p.view)), list_start
    )
    annex_list = "".join(p.view for p in body[list_start:])
    return FilePart(tuple(body[:end]), "、".join(signers), signed_on, annex_list, is_annex)


def _is_numbered(view: str) -> bool:
    mark = mark_at(view)
    return mark is not None and mark.kind != "·"


def _may_be_signer(view: str) -> bool:
    return len(view) <= 30 and not re.search(r"[，。；：|]", view) and not mark_at(view)
