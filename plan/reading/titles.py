"""Which words behind a mark are a title, and which are already a task."""

import re
from collections import defaultdict

from plan.reading.hints import Calendar
from plan.reading.notes import bracket_note, line_note
from plan.reading.outline import Node, Text
from plan.reading.sentences import sentences

_STOP = re.compile(r"[。；！？.]")
_BRACKETS = re.compile(r"（[^（）]*(?:（[^（）]*）[^（）]*)*）")
_LED = re.compile(r"以下|如下|[一二三四五六七八九]是")
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
    """Where the sentence right behind the mark ends, and what ends it: 。, ：, a blank, or the end of the line."""
    assert node.head
    view = node.head.view
    gap = view.find(_GAP)
    if 0 < gap <= _LONGEST and not re.search("[，。；：]", view[:gap]):
        return gap + 1, _GAP
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
        titled = short and (alone or (rest and (running["。"] or _surely(view[:end]))))
    elif sign in "；！？":
        titled = False
    else:
        titled = rest and short and (running[sign] or len(view[:end]) <= 14)
    if titled:
        node.title = Text(node.head.paragraph, node.head.start, node.head.start + end)
        node.body.insert(0, Text(node.head.paragraph, node.head.start + end, node.head.end))
    else:
        node.body.insert(0, node.head)
    node.body = [t for t in node.body if t.view.strip("。 " + _GAP)]


def _surely(first: str) -> bool:
    """A short first sentence without comma, name or number is a title even where its neighbours have none."""
    return len(_plain(first)) <= 13 and not re.search(r"[，《“\d]", first)


def _says_more(view: str, start: int) -> bool:
    """Whether a text has more than notes: who does it and by when are no reason to take what stands before for a title."""
    if "|" in view:
        return True
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
