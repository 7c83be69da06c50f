"""Which words behind a mark are a title, and which are already a task."""

import re
from collections import defaultdict

from plan.reading.hints import Calendar
from plan.reading.notes import LABEL, bracket_note, line_note
from plan.reading.outline import Node, Text
from plan.reading.sentences import sentences
from plan.reading.targets import targets
from plan.reading.verbs import opens
from plan.reading.words import ADVERBS, VERBS

_STOP = re.compile(r"[。；！？.]")
_BRACKETS = re.compile(r"（[^（）]*(?:（[^（）]*）[^（）]*)*）")
_LED = re.compile(r"以下|如下|[一二三四五六七八九]是")
# No delimiter at all: 加强组织领导各部门要高度重视…, told by the actor with its modal behind a verb and its object.
_GLUED = re.compile(
    r"(?P<title>[\u4e00-\u9fff]{4,16}?)(?=各(?:级|地|部门|单位|有关|县|区|市|镇|乡|街道|成员|责任)[^，。；：]{0,20}?(?:要(?![求素点])|应当|必须|须))"
)
_VERBS = re.compile("|".join((*VERBS.split(), *ADVERBS.split())))
_TAKING = re.compile(
    r"(?:支持|组织|督促|指导|推动|引导|鼓励|要求|确保|协调|会同|联合|动员|带动|[对向由和与及的在为让使])$"
)
_ONLY_ABOVE = re.compile(r"(?:以上|上述|前述|该项|此项)[^。]{0,60}")
_LONGEST = 45
_RUN_IN = 28
_GAP = "\u3000"
_UNDATED = Calendar()


def entitle(root: Node) -> None:
    """Sets `title` and `body` of every part below the root."""
    by_kind: dict[str, list[Node]] = defaultdict(list)
    for node in root.walk():
        node.body = list(node.texts)
        if node.head:
            by_kind[node.kind].append(node)
    for nodes in by_kind.values():
        firsts = {id(node): _first(node) for node in nodes}
        running = _style(nodes, firsts)
        for node in nodes:
            _part(node, firsts[id(node)], running)


def _plain(text: str) -> str:
    return _BRACKETS.sub("", text)


def _first(node: Node) -> tuple[int, str]:
    """Where what may be a title ends, and what ends it: 。, ：, a blank, an actor (各), or the end of the line."""
    assert node.head
    view = node.head.view
    gap = view.find(_GAP)
    if 0 < gap <= _LONGEST and not re.search("[，。；：]", view[:gap]):
        return gap + 1, _GAP
    if glued := _GLUED.match(view):
        title = glued["title"]
        if opens(title) and len(_VERBS.sub("", title)) >= 2 and not _TAKING.search(title):
            return glued.end("title"), "各"
    cut = sentences(view, 0, min(len(view), 400))
    end = cut[0].end if cut else 0
    colon = _plain(view[:end]).find("：")
    if 0 < colon <= _RUN_IN and "，" not in view[:colon] and not _LED.search(view[:colon]):
        at = view.find("：")
        if at + 1 < len(view):
            return at + 1, "："
    return end, view[end - 1 : end].replace(".", "。") if _STOP.search(view[end - 1 : end]) else ""


def _style(nodes: list[Node], firsts: dict[int, tuple[int, str]]) -> dict[str, bool]:
    """Which delimiters part titles from texts in this row: what most of the row does, the single one does too."""
    shares = {}
    for sign, longest in (("。", _RUN_IN), ("：", 24), (_GAP, _LONGEST)):
        fits = [n for n in nodes if firsts[id(n)][1] == sign and len(_plain(_head(n)[: firsts[id(n)][0]])) <= longest]
        behind = [n for n in fits if _says_more(_head(n), firsts[id(n)][0]) or n.texts or n.children]
        shares[sign] = bool(behind) and len(behind) * 10 >= len(nodes) * 6
    return shares


def _head(node: Node) -> str:
    return node.head.view if node.head else ""


def _part(node: Node, first: tuple[int, str], running: dict[str, bool]) -> None:
    assert node.head
    end, sign = first
    view = node.head.view
    rest = _says_more(view, end)
    short = len(_plain(view[:end])) <= _LONGEST
    followed = bool(node.children) or any(_says_more(t.view, 0) for t in node.texts)
    if not sign:  # the whole line, without a stop
        titled = short and followed and end == len(view)
    elif sign == "。":
        alone = not rest and followed
        titled = short and (alone or (rest and _names(view[:end]) and (running["。"] or _surely(view[:end]))))
    elif sign in "；！？":
        titled = False
    elif sign == "各":
        titled = True
    else:
        titled = rest and short and (running[sign] or len(view[:end]) <= 14)
    if titled:
        node.title = Text(node.head.paragraph, node.head.start, node.head.start + end)
        node.body.insert(0, Text(node.head.paragraph, node.head.start + end, node.head.end))
    else:
        node.body.insert(0, node.head)
    node.body = [t for t in node.body if t.view.strip("。 " + _GAP)]


def _names(first: str) -> bool:
    """A title names a matter; a first sentence that counts or promises something is a task already."""
    return not targets(_plain(first))


def _surely(first: str) -> bool:
    """A short first sentence without comma, name or number is a title even where its neighbours have none."""
    return len(_plain(first)) <= 13 and not re.search(r"[，《“\d]", first)


def _says_more(view: str, start: int) -> bool:
    """Whether a text has more than notes: what only 责任单位：… follows is no title, but the task itself."""
    rest = view[start:].strip("。； " + _GAP)
    if _ONLY_ABOVE.fullmatch(rest):
        return False
    if not rest or not ("（" in rest[:1] or LABEL.match(rest)):
        return bool(rest)
    for part in sentences(view, start, len(view)):
        said = view[part.start : part.end].strip("。； " + _GAP)
        note = line_note(said, 0, len(said), _UNDATED)
        if not note and said.startswith("（") and said.endswith("）"):
            note = bracket_note(said, 1, len(said) - 1, _UNDATED)
        if said and not note:
            return True
    return False


def clean(title: str) -> str:
    """Without the stop or colon that ended it."""
    return re.sub(r"[。；：:;，,.．\s]+$", "", title)
