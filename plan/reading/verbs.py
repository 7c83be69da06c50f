"""Recognise the verbs with which Chinese work plans state an action."""

import re

from plan.reading.verb_list import ADVERBS, VERBS

_ANY_VERB = "|".join(sorted(VERBS.split(), key=len, reverse=True))
_ANY_ADVERB = "|".join(sorted(ADVERBS.split(), key=len, reverse=True))
_OPENS = re.compile(
    r"(?:(?:[一二三四五六七八九十]+是|其中|同时|此外|另外|并且|并|以及|及|和|首先|其次|最后|注意)[，：]?)?"
    r"(?:[^，、；：]{0,9}[前底末月季度年周日旬起]，?)?"
    rf"(?:(?:{_ANY_ADVERB})(?:地)?){{0,4}}(?:{_ANY_VERB})"
)
_FRAME = re.compile(
    r"要(?![求素点闻])|应当?(?![急用对届邀])|须|不得|不能|可(?![持靠再])|予以|给予|进行|负责|达到|完成|实现|纳入|不(?:低于|少于|超过)|\d|"
    r"(?:^|，)(?:并|同时)?(?:将|把|对|由|从|向|为|按|抓|让|使|建|补|促|推)[^，、]{2}"
)
_SOMEWHERE = re.compile(rf"{_ANY_VERB}|[抓建办促推查管守补]|要(?![求素点闻])|应|须|不得|可")
_CLAUSES = re.compile("[，：]")


def begins_with_verb(clause: str) -> bool:
    """Whether the text begins with a verb, which adverbs may precede: 积极推进…, 并落实…"""
    return bool(_OPENS.match(clause))


def has_predicate(text: str) -> bool:
    """Whether the text is more than a list of nouns.

    A clause begins with a verb, or has a modal verb or a verbal frame (对…进行).
    """
    return bool(_FRAME.search(text)) or any(_OPENS.match(clause) for clause in _CLAUSES.split(text))


def states_action(text: str) -> bool:
    """Whether the text contains a verb of action or a modal verb anywhere."""
    return bool(_SOMEWHERE.search(text))
