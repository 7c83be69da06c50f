"""Unit notes: （A、B负责）, （牵头单位：A；责任单位：B，6月底前完成）, 责任单位：A, 由A牵头，会同B."""

import re
from dataclasses import dataclass, field

from plan.reading.brackets import blotted
from plan.reading.hints import Calendar, Found, hints
from plan.reading.units import IS_UNIT, split

LONGEST = 500  # characters; what is longer is text

_ROLES = "牵头|责任|配合|主办|协办|承办|参与|参加|负责|主责|协助|协同|实施|落实|支持|会办|完成|承担|组织|主要|第一|共同"
LABEL = re.compile(
    rf"(?:(?P<role>(?:{_ROLES}){{1,2}})(?:责任)?(?:单位|部门|处室|科室|股室|机构|地区|主体|市县|方)(?:及[^，。；：]{{0,6}}|（[^（）]{{1,8}}）)?"
    r"|(?P<person>(?:[^，。；：、（）]{0,4})(?:责任人|负责人|领导|联系人|联络员|电话))"
    r"|(?P<time>(?:(?:计划|预计|要求)?(?:完成|办理|整改|落实|推进)?(?:时限|时间|期限|节点|进度|日期)(?:要求|安排|节点)?))"
    r")\s?\u3000?[：:]\s?"
)
_ROLE = re.compile(r"牵头|负责|配合|参与|参加|协助|按[^，。；]{0,10}分工|落实|承办|主办|协办")
_FIRST_LEADS = re.compile(
    r"(?:第一位|首位|第一|首个)[^，。；]{0,10}(?:为|是|系)[^，。；]{0,4}(?:牵头|主办|主责)|首位(?:单位)?牵头"
)
_CLAUSE = re.compile(r"[；。，]")
_LEADS = re.compile(r"牵头(?:负责|组织|落实|推进|实施|抓总)?")
_LIST_WORDS = re.compile(r"^(?:对|为了?|向|把|将|以|含|不含|包括|见|详见|以下|简称|即|如|等|注|其中)|[》”]")


@dataclass(slots=True)
class Note:
    """Ranges of the view it was read from; `first_leads` where it says so for the whole document."""

    units: list[tuple[int, int]] = field(default_factory=list)
    lead: list[tuple[int, int]] = field(default_factory=list)
    hints: list[Found] = field(default_factory=list)
    first_leads: bool = False


def first_leads(text: str) -> bool:
    """列第一位者为牵头单位，下同."""
    return bool(_FIRST_LEADS.search(text))


def bracket_note(view: str, start: int, end: int, calendar: Calendar, *, alone: bool = False) -> Note | None:
    """The note inside view[start:end], brackets not included; None where it is something else.

    `alone`: it stands behind a sentence, not inside one, where （保护中心） may be a second name.
    """
    text = view[start:end]
    if not text or end - start > LONGEST or _LIST_WORDS.search(text):
        return None
    labelled = LABEL.search(text)
    if not (labelled or _ends_in_role(text) or _only_units(text, alone) or _only_time(text, calendar)):
        return None
    return _parsed(view, start, end, calendar)


def line_note(view: str, start: int, end: int, calendar: Calendar) -> Note | None:
    """责任单位：… on its own line, or as a sentence."""
    if not LABEL.match(view, start) or end - start > LONGEST:
        return None
    return _parsed(view, start, end, calendar)


def cell_note(view: str, start: int, end: int, calendar: Calendar) -> Note:
    """A table's cell under 责任单位."""
    return _parsed(view, start, min(end, start + LONGEST), calendar)


def _ends_in_role(text: str) -> bool:
    return any(
        re.search(r"(?:牵头|负责|配合|参与|参加|协助|分工|落实|承办|实施|协办|推进|组织实施)(?:落实)?$", part)
        for part in _CLAUSE.split(text)
    ) and not re.search(r"[一二三]是|要|应当|[：]", text)


def _only_units(text: str, alone: bool) -> bool:
    parts = re.split("[、，；]", re.sub("（[^（）]*）", "", text))
    names = [re.sub("等(?:有关)?(?:部门|单位)?$", "", p) for p in parts]
    return (alone or len(parts) > 1) and all(IS_UNIT.fullmatch(n) for n in names)


def _only_time(text: str, calendar: Calendar) -> bool:
    found = hints(text, calendar)
    return bool(found) and len(re.sub(r"[完成前底内，、；实现于在力争]", "", _cut(text, found))) == 0


def _cut(text: str, found: list[Found]) -> str:
    return blotted(text, [(h.start, h.end) for h in found], "")


def _parsed(view: str, start: int, end: int, calendar: Calendar) -> Note:
    note = Note(first_leads=first_leads(view[start:end]))
    labels = list(LABEL.finditer(view, start, end))
    first = labels[0].start() if labels else end
    _free(note, view, start, first, calendar)
    for i, label in enumerate(labels):
        until = labels[i + 1].start() if i + 1 < len(labels) else end
        if label["time"]:
            _times(note, view, label.end(), until, calendar)
        elif label["role"]:
            _free(note, view, label.end(), until, calendar, lead=bool(re.search("牵头|主办|主责|第一", label["role"])))
    return note


def _times(note: Note, view: str, start: int, end: int, calendar: Calendar) -> None:
    for h in hints(view[start:end], calendar):
        note.hints.append(Found(start + h.start, start + h.end, h.kind, h.due, h.year))


def _free(note: Note, view: str, start: int, end: int, calendar: Calendar, *, lead: bool = False) -> None:
    """Clause by clause: names before 牵头 lead; a clause with a date is one; the rest are names."""
    for s, e in _clauses(view, start, end):
        text = view[s:e]
        if first_leads(text) or text in ("下同", ""):
            continue
        if found := hints(text, calendar):
            note.hints += [Found(s + h.start, s + h.end, h.kind, h.due, h.year) for h in found]
            if found[0].start <= 2 or re.search("完成|[前底内]$|到位|见效", text):
                continue
        leads = _LEADS.search(text)
        if leads:
            led = split(view, s, s + leads.start())
            note.lead += led
            note.units += led + split(view, s + leads.end(), e)
        else:
            names = split(view, s, e)
            note.units += names
            note.lead += names if lead else []


def _clauses(view: str, start: int, end: int) -> list[tuple[int, int]]:
    found, at, depth = [], start, 0
    for i in range(start, end):
        c = view[i]
        depth += (c == "（") - (c == "）")
        if depth <= 0 and c in "；。，\u3000":
            found.append((at, i))
            at = i + 1
    return [*found, (at, end)]
