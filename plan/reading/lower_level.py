"""Decide whether a lower level of government acts: 各地要…, 各级…部门, 试点地区 (docs/reading.md, rule 6)."""

import re

# Matches 各市, 各区 and 各地, but not 各市场, 各区域 and 各地理标志.
LOWER = (
    r"(?:各地(?!理|域|块|带|质)|各(?:设区|地级|地)?市(?!场|值|政)|各区(?!域|块|间|位)|各县(?!域)|各省|各州|各盟|各旗|各自治|各镇|各乡|各街道?|各社区|各辖|各园区|各开发区|各新区|各分局|"
    r"各级|各有关(?:省|市|县|区|地)|各相关(?:省|市|县|区|地)|各试点|地方(?:各级|人民|党|政|有关|要|应|须|负责)|(?:市|区|县)级?(?:人民)?政府(?=要|应|负责|按)|"
    r"县级以上|省级以下|省、市、县|市、县|市县(?:两级|要|人民|政府|党)|县乡|县（[市区、]+）|设区的?市|当地(?:人民)?(?:政府|党委|有关)|所在地|基层(?!党组织书记|治理|建设|组织体系)|"
    r"试点(?:地区|城市|省|市|县|区|地方)|示范(?:城市|县|区)(?=要|应)|有条件的(?:地区|地方|市|县|区|省|乡|镇)|有关(?:地区|地方|省份?|市县|市|县)(?=[要应须、和（])|其他地区|属地)"
)
_MODAL = r"(?:要(?![求素点闻])|应(?!急|用|对|届|邀)|须|必须|负责|可(?!持|靠|再)|原则上|不得|务必|需|将)"
_UPPER = re.compile(
    r"支持|鼓励|指导|督促|督导|推动|引导|组织|协调|会同|对|向|为|与|在|从|由|督查|检查|帮助|通报|联合|做好|加强|推进|促进|要求|按照|根据|围绕|建立|完善|开展|落实|实施"
)
_START = re.compile(rf"(?:同时|此外|另外|其中|今年起?|从[^，]{{1,10}}起)?，?{LOWER}")
_ACTS = re.compile(rf"(?P<before>[^，。；：]{{0,24}}?){LOWER}[^，。；：]{{0,40}}?{_MODAL}")
_PASSIVE = re.compile(rf"由{LOWER}[^，。；：]{{0,16}}(?:负责|组织实施|牵头|落实|承担)")
_OTHER_ACTOR = re.compile(rf"[^，。；：、]{{2,24}}(?:部门|局|委|办|厅|中心|处|科|院|政府|单位|平台|机构|企业){_MODAL}")
_NAMED_LOWER = re.compile(
    r"(?!省|国家|全国)[\u4e00-\u9fff]{2,5}(?:市|州|盟|县|区|镇|乡|街道)(?:人民政府|政府|办事处|管委会|委)"
)
_LOWER = re.compile(LOWER)


def lower_level_acts(sentence: str, previous: bool | None = None) -> bool:
    """Whether a lower level is the actor of the sentence.

    `previous` is the answer for the part before a ；: its subject also applies to this part where this names none.
    """
    if _START.match(sentence) or _PASSIVE.search(sentence):
        return True
    for clause in re.split("[，；：]", sentence):
        match = _ACTS.match(clause)
        if match and not _UPPER.search(match["before"]):
            return True
    return bool(previous) and not _OTHER_ACTOR.match(sentence)


def is_lower_level(unit: str, issuer: str) -> bool:
    """Whether a unit named in a note is of a lower level than the issuer.

    各市县政府 always is; 某市人民政府 is where the issuer has another name.
    """
    if _LOWER.match(unit) or re.match(r"各?(?:省|市|县|区)级人民政府|地方", unit):
        return True
    is_same_place = issuer[:2] and (unit.startswith(issuer[:2]) or issuer.startswith(unit[:2]))
    return bool(_NAMED_LOWER.fullmatch(unit)) and not is_same_place
