"""Read notes that name units and times: （A、B负责）, （牵头单位：A；责任单位：B，6月底前完成）, 责任单位：A."""

import re
from dataclasses import dataclass, field

from plan.reading.brackets import overwrite
from plan.reading.time_hints import DateContext, HintRange, find_time_hints
from plan.reading.unit_names import IS_UNIT, split_units

MAX_LENGTH = 500  # Characters. A longer text is no note.

_ROLES = "牵头|责任|配合|主办|协办|承办|参与|参加|负责|主责|协助|协同|实施|落实|支持|会办|完成|承担|组织|主要|第一|共同"
LABEL = re.compile(
    rf"(?:(?P<role>(?:{_ROLES}){{1,2}})(?:责任)?(?:单位|部门|处室|科室|股室|机构|地区|主体|市县|方)(?:及[^，。；：]{{0,6}}|（[^（）]{{1,8}}）)?"
    r"|(?P<person>(?:[^，。；：、（）]{0,4})(?:责任人|负责人|领导|联系人|联络员|电话))"
    r"|(?P<time>(?:(?:计划|预计|要求)?(?:完成|办理|整改|落实|推进)?(?:时限|时间|期限|节点|进度|日期)(?:要求|安排|节点)?))"
    r")\s?\u3000?[：:]\s?"
)
_FIRST_LEADS = re.compile(
    r"(?:第一位|首位|第一|首个)[^，。；]{0,10}(?:为|是|系)[^，。；]{0,4}(?:牵头|主办|主责)|首位(?:单位)?牵头"
)
_CLAUSE = re.compile(r"[；。，]")
_LEADS = re.compile(r"牵头(?:负责|组织|落实|推进|实施|抓总)?")
_LIST_WORDS = re.compile(r"^(?:对|为了?|向|把|将|以|含|不含|包括|见|详见|以下|简称|即|如|等|注|其中)|[》”]")


@dataclass(slots=True)
class Note:
    """Units, leading units and time hints, as ranges of the view from which the note was read."""

    units: list[tuple[int, int]] = field(default_factory=list)
    lead: list[tuple[int, int]] = field(default_factory=list)
    hints: list[HintRange] = field(default_factory=list)


def says_first_leads(text: str) -> bool:
    """Whether the text says that the first unit of a list leads: 列第一位者为牵头单位，下同."""
    return bool(_FIRST_LEADS.search(text))


def bracket_note(view: str, start: int, end: int, dates: DateContext, *, alone: bool = False) -> Note | None:
    """Return the note in view[start:end], without its brackets; None where the text is no note.

    `alone`: the brackets stand after a sentence. Inside a sentence a single unit (保护中心) may be a second name.
    """
    text = view[start:end]
    if not text or end - start > MAX_LENGTH or _LIST_WORDS.search(text):
        return None
    labelled = LABEL.search(text)
    if not (labelled or _ends_in_role(text) or _only_units(text, alone) or _only_time(text, dates)):
        return None
    return _parsed(view, start, end, dates)


def line_note(view: str, start: int, end: int, dates: DateContext) -> Note | None:
    """Return the note of a line or sentence that begins with a label such as 责任单位：; None where it has none."""
    if not LABEL.match(view, start) or end - start > MAX_LENGTH:
        return None
    return _parsed(view, start, end, dates)


def cell_note(view: str, start: int, end: int, dates: DateContext) -> Note:
    """Return the note in a cell of a table's column such as 责任单位."""
    return _parsed(view, start, min(end, start + MAX_LENGTH), dates)


def _ends_in_role(text: str) -> bool:
    return any(
        re.search(r"(?:牵头|负责|配合|参与|参加|协助|分工|落实|承办|实施|协办|推进|组织实施)(?:落实)?$", part)
        for part in _CLAUSE.split(text)
    ) and not re.search(r"[一二三]是|要|应当|[：]", text)


def _only_units(text: str, alone: bool) -> bool:
    parts = re.split("[、，；]", re.sub("（[^（）]*）", "", text))
    names = [re.sub("等(?:有关)?(?:部门|单位)?$", "", p) for p in parts]
    return (alone or len(parts) > 1) and all(IS_UNIT.fullmatch(n) for n in names)


def _only_time(text: str, dates: DateContext) -> bool:
    hints = find_time_hints(text, dates)
    rest = overwrite(text, [(hint.start, hint.end) for hint in hints], "")
    return bool(hints) and not re.sub(r"[完成前底内，、；实现于在力争]", "", rest)


def _parsed(view: str, start: int, end: int, dates: DateContext) -> Note:
    """Read a text that is a note: each label (牵头单位：, 完成时限：) applies up to the next one."""
    note = Note()
    labels = list(LABEL.finditer(view, start, end))
    _read_clauses(note, view, start, labels[0].start() if labels else end, dates)
    for i, label in enumerate(labels):
        label_end = labels[i + 1].start() if i + 1 < len(labels) else end
        if label["time"]:
            hints = find_time_hints(view[label.end() : label_end], dates)
            note.hints += [hint.moved(label.end()) for hint in hints]
        elif label["role"]:
            all_lead = bool(re.search("牵头|主办|主责|第一", label["role"]))
            _read_clauses(note, view, label.end(), label_end, dates, all_lead=all_lead)
    return note


def _read_clauses(
    note: Note, view: str, start: int, end: int, dates: DateContext, *, all_lead: bool = False
) -> None:  # fmt: skip
    """Add what the clauses say: a clause with a date holds no units; units before 牵头 lead."""
    for clause_start, clause_end in _clauses(view, start, end):
        clause = view[clause_start:clause_end]
        if says_first_leads(clause) or clause in ("下同", ""):
            continue
        if hints := find_time_hints(clause, dates):
            note.hints += [hint.moved(clause_start) for hint in hints]
            if hints[0].start <= 2 or re.search("完成|[前底内]$|到位|见效", clause):
                continue
        if leads := _LEADS.search(clause):
            lead = split_units(view, clause_start, clause_start + leads.start())
            note.lead += lead
            note.units += lead + split_units(view, clause_start + leads.end(), clause_end)
        else:
            units = split_units(view, clause_start, clause_end)
            note.units += units
            note.lead += units if all_lead else []


def _clauses(view: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the ranges between ；, 。, ， and U+3000 outside of brackets."""
    clauses, clause_start, depth = [], start, 0
    for i in range(start, end):
        c = view[i]
        depth += (c == "（") - (c == "）")
        if depth <= 0 and c in "；。，\u3000":
            clauses.append((clause_start, i))
            clause_start = i + 1
    return [*clauses, (clause_start, end)]
