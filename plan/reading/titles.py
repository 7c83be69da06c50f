"""Decide which words after a mark are a title, and which are already a task (docs/reading.md, rule 2)."""

import re
from collections import defaultdict

from plan.reading.outline import Node, TextRange
from plan.reading.sentences import sentences
from plan.reading.stated_targets import find_targets
from plan.reading.time_hints import DateContext
from plan.reading.unit_notes import LABEL, bracket_note, line_note
from plan.reading.verb_list import ADVERBS, VERBS
from plan.reading.verbs import begins_with_verb

_STOP = re.compile(r"[。；！？.]")
_BRACKETS = re.compile(r"（[^（）]*(?:（[^（）]*）[^（）]*)*）")
_LEADS_IN = re.compile(r"以下|如下|[一二三四五六七八九]是")
# A title without any delimiter before its text (加强组织领导各部门要高度重视…): the text begins with an actor and a
# modal verb.
_UNDELIMITED = re.compile(
    r"(?P<title>[\u4e00-\u9fff]{4,16}?)(?=各(?:级|地|部门|单位|有关|县|区|市|镇|乡|街道|成员|责任)[^，。；：]{0,20}?(?:要(?![求素点])|应当|必须|须))"
)
_VERBS = re.compile("|".join((*VERBS.split(), *ADVERBS.split())))
_TAKING = re.compile(
    r"(?:支持|组织|督促|指导|推动|引导|鼓励|要求|确保|协调|会同|联合|动员|带动|[对向由和与及的在为让使])$"
)
_ONLY_PREVIOUS = re.compile(r"(?:以上|上述|前述|该项|此项)[^。]{0,60}")
_LONGEST = 45
_RUN_IN = 28
_GAP = "\u3000"
_UNDATED = DateContext()


def set_titles(root: Node) -> None:
    """Set `title` and `body` of every part below the root.

    Parts of one kind are judged together, because a paper uses one form of title for all of them.
    """
    by_kind: dict[str, list[Node]] = defaultdict(list)
    for node in root.walk():
        node.body = list(node.texts)
        if node.head:
            by_kind[node.kind].append(node)
    for nodes in by_kind.values():
        endings = {id(node): _possible_title(_head(node)) for node in nodes}
        used = _used_delimiters(nodes, endings)
        for node in nodes:
            _divide(node, endings[id(node)], used)


def _without_brackets(text: str) -> str:
    return _BRACKETS.sub("", text)


def _possible_title(view: str) -> tuple[int, str]:
    """Return where a title could end, and with which delimiter.

    It is 。, ：, a blank, 各 where an actor follows directly, or an empty string for the end of the line.
    """
    gap = view.find(_GAP)
    if 0 < gap <= _LONGEST and not re.search("[，。；：]", view[:gap]):
        return gap + 1, _GAP
    if match := _UNDELIMITED.match(view):
        title = match["title"]
        if begins_with_verb(title) and len(_VERBS.sub("", title)) >= 2 and not _TAKING.search(title):
            return match.end("title"), "各"
    first_sentences = sentences(view, 0, min(len(view), 400))
    end = first_sentences[0].end if first_sentences else 0
    colon = _without_brackets(view[:end]).find("：")
    if 0 < colon <= _RUN_IN and "，" not in view[:colon] and not _LEADS_IN.search(view[:colon]):
        colon = view.find("：")
        if colon + 1 < len(view):
            return colon + 1, "："
    return end, view[end - 1 : end].replace(".", "。") if _STOP.search(view[end - 1 : end]) else ""


def _used_delimiters(nodes: list[Node], endings: dict[int, tuple[int, str]]) -> dict[str, bool]:
    """Return for each delimiter whether it separates title and text in at least 60 % of these parts."""
    used = {}
    for delimiter, longest in (("。", _RUN_IN), ("：", 24), (_GAP, _LONGEST)):
        count = 0
        for node in nodes:
            end, node_delimiter = endings[id(node)]
            fits = node_delimiter == delimiter and len(_without_brackets(_head(node)[:end])) <= longest
            count += bool(fits and (_has_text(_head(node), end) or node.texts or node.children))
        used[delimiter] = count > 0 and count * 10 >= len(nodes) * 6
    return used


def _head(node: Node) -> str:
    return node.head.view if node.head else ""


def _divide(node: Node, ending: tuple[int, str], used: dict[str, bool]) -> None:
    """Set title and body of a part that has a head."""
    assert node.head
    if _is_title(node, ending, used):
        end = node.head.start + ending[0]
        node.title = TextRange(node.head.paragraph, node.head.start, end)
        node.body.insert(0, TextRange(node.head.paragraph, end, node.head.end))
    else:
        node.body.insert(0, node.head)
    node.body = [text for text in node.body if text.view.strip("。 " + _GAP)]


def _is_title(node: Node, ending: tuple[int, str], used: dict[str, bool]) -> bool:
    """Whether the words up to `ending` are a title."""
    end, delimiter = ending
    view = _head(node)
    words = view[:end]
    text_follows = _has_text(view, end)
    is_short = len(_without_brackets(words)) <= _LONGEST
    has_more_paragraphs = bool(node.children) or any(_has_text(text.view, 0) for text in node.texts)
    if not delimiter:
        return is_short and has_more_paragraphs and end == len(view)
    if delimiter == "。":
        if not text_follows:
            return is_short and has_more_paragraphs
        return is_short and _states_no_target(words) and (used["。"] or _is_plain_phrase(words))
    if delimiter in "；！？":
        return False
    if delimiter == "各":
        return True
    return text_follows and is_short and (used[delimiter] or len(words) <= 14)


def _states_no_target(words: str) -> bool:
    """Whether the words may be a title: a first sentence that states a target is a task."""
    return not find_targets(_without_brackets(words))


def _is_plain_phrase(words: str) -> bool:
    """Whether a sentence is a title even where other parts have none: it is short, without comma, name or number."""
    return len(_without_brackets(words)) <= 13 and not re.search(r"[，《“\d]", words)


def _has_text(view: str, start: int) -> bool:
    """Whether view[start:] holds more than notes: words followed only by 责任单位：… are not a title, but the task."""
    rest = view[start:].strip("。； " + _GAP)
    if _ONLY_PREVIOUS.fullmatch(rest):
        return False
    if not rest or not ("（" in rest[:1] or LABEL.match(rest)):
        return bool(rest)
    for part in sentences(view, start, len(view)):
        sentence = view[part.start : part.end].strip("。； " + _GAP)
        note = line_note(sentence, 0, len(sentence), _UNDATED)
        if not note and sentence.startswith("（") and sentence.endswith("）"):
            note = bracket_note(sentence, 1, len(sentence) - 1, _UNDATED)
        if sentence and not note:
            return True
    return False


def strip_end(title: str) -> str:
    """Remove the punctuation at the end of a title."""
    return re.sub(r"[。；：:;，,.．\s]+$", "", title)
