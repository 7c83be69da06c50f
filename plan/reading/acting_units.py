"""Find the units that a sentence names as its actors: 由A牵头，会同B…, 教育行政部门要…"""

import re

from plan.reading.unit_names import ENDS, split_units

_LED = re.compile(r"由(?P<lead>[^，。；：由]{2,60}?)(?:负责)?牵头")
_WITH = re.compile(
    rf"(?:会同|商|联合)(?P<more>(?:[^，。；：、]{{2,20}}?(?:{ENDS})、)*[^，。；：、]{{2,20}}?(?:{ENDS}))(?=等|[，。；）]|负责|研究|制定|组织|推进|开展|落实|实施|建立|共同|配合|抓|做|编|提|完)"
)
_HELP = re.compile(r"^，?(?P<more>[^，。；：]{2,60}?)(?:等[^，。；]{0,8})?(?:配合|参与|参加|协助|协同)")
_BY = re.compile(
    r"(?:分别由)(?P<who>[^，。；：]{2,60}?)(?=依法|负责|组织|按|办理|实施)|由(?P<single>[^，。；：由]{2,40}?)(?:具体)?负责(?!人|的)"
)
_MADE_OF = re.compile(
    r"成员由(?P<who>[^，。；：]{2,120}?)(?:等)?(?:部门|单位)?(?:负责同志|有关负责人|负责人|相关负责同志)?组成"
)
_SUBJECT = re.compile(
    r"(?:^|(?<=，))(?P<who>(?!各级|各地|有关|相关|当地|其他|各有关|各相关|各部门|各单位|省级、)[\u4e00-\u9fff]{1,16}?(?:部门|人民政府|试点地区|办公厅（室）|办公厅|办公室|局|委|厅|管委会|委员会|中心|联合会|财政部|教育部)|试点地区(?:政府办公厅（室）)?|地方各级人民政府)"
    r"(?=要(?![求素点闻])|应(?!急|用|对)|须|将于|负责|按程序|对[^，]{2,30}负|牵头|会同)"
)


def acting_units(text: str) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Return the ranges of all acting units and of the leading ones in `text`.

    Generic actors (各地, 有关部门) are not units. Of a unit that is named twice the first range is returned.
    """
    units: list[tuple[int, int]] = []
    lead: list[tuple[int, int]] = []
    if match := _LED.search(text):
        lead = split_units(text, match.start("lead"), match.end("lead"))
        units += lead
        if helps := _HELP.match(text, match.end()):
            units += split_units(text, helps.start("more"), helps.end("more"))
    if subject := _SUBJECT.search(text):
        units += [] if match else [subject.span("who")]
    if (match or subject) and (partners := _WITH.search(text)):
        units += split_units(text, *partners.span("more"))
    for rule, group in ((_BY, "who"), (_BY, "single"), (_MADE_OF, "who")):
        for actor in rule.finditer(text):
            if actor[group] and not match:
                units += split_units(text, *actor.span(group))
    distinct = [u for i, u in enumerate(units) if text[u[0] : u[1]] not in [text[a:b] for a, b in units[:i]]]
    return distinct, lead
