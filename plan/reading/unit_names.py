"""Split a list of unit names: A、B，C和D等按职责分工负责 (docs/reading.md, rule 7)."""

import re

ENDS = (
    "部门|部|委员会|委|办公室|办|局|厅|院|署|处|科|室|中心|政府|单位|公司|集团|银行|支行|分行|协会|学会|联合会|商会|工委|党组|纪委|政协|人大|"
    "大队|支队|总队|站|所|馆|校|大学|总社|工商联|残联|妇联|文联|科联|社科联|侨联|工会|电视台|管委会|办事处|机构|公安|总工会|理事会|基金会|指挥部|"
    "领导小组|专班|地区|街道|[各乡]镇|乡|园区|开发区|新区|分局|高新区|集聚区"
)
_NAME = r"(?:（[^（）]{1,20}）)?"
IS_UNIT = re.compile(rf"[^，。；：、“”]{{1,30}}(?:{ENDS}){_NAME}")
_PARTS = re.compile(r"（[^（）]*）|[^、，（]+|（|[、，]")
# 和 separates two names where the left one is complete: in 教育部和财政部, but not in 工业和信息化部 or 有关部门和单位.
_AND = re.compile(r"(?<=.)(?:和|以及|与)(?=(?!(?:有关|相关|直属)?单位$).{2,})")
_WHOLE = re.compile(rf"(?:{ENDS}){_NAME}$")
_PLACE = re.compile(r"(?:各|其他)?(?:省|自治区|直辖市|设区市|市|州|盟|县|区|旗|地市|镇|乡|街道|市（州）|州（市）)")
_BELONGS = re.compile(
    r"(?:自治区|直辖市|设区的?市|市|州|县|区|盟|旗|镇|乡|街道)(?:（[^（）]*）)?(?:级|人民|政府|党委|$|[^各]{0,12}(?:局|委|办|厅|部门|单位|处)$)"
)
_BEFORE = re.compile(
    r"(?:请|并|其中：?|具体|拟|主要|分别|共同)?(?:由|会同|以及|及|和(?![田平县硕静布顺龙])|联合(?!会)|协同)?"
)
_ETC = re.compile(r"(?<![高中平初同])等(?:$|[^级价额]).*$")
_ROLE = re.compile(
    r"(?:(?:按照|按|根据|依据|依)[^、，]{0,8}(?:职责|职能|分工)[^、，]{0,6}|分别|共同|具体|组织|牵头|协同|协助|配合|参与|参加|指导|协调|督促)*"
    r"(?:负责(?:落实|实施|组织|推进|制定)?|抓好落实|落实|实施|配合|参与|参加|协助|承办|承担|牵头|(?:按照|按)[^、，]{0,6}(?:职责|职能)?分工|推进)$"
)


def split_units(view: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the ranges of the names in view[start:end], in order. Brackets inside a name belong to it."""
    ranges: list[tuple[int, int]] = []
    name_start = start
    for match in _PARTS.finditer(view, start, end):
        if match.group() in "、，":
            ranges += _split_at_and(view, *_strip_words(view, name_start, match.start()))
            name_start = match.end()
    ranges += _split_at_and(view, *_strip_words(view, name_start, end))
    names = (_strip_words(view, *name) for name in _join_places(view, ranges))
    return [name for name in names if name[1] - name[0] >= 2]


def _split_at_and(view: str, start: int, end: int) -> list[tuple[int, int]]:
    for match in _AND.finditer(view, start, end):
        if _WHOLE.search(view[max(start, match.start() - 30) : match.start()]):
            return [(start, match.start()), *_split_at_and(view, match.end(), end)]
    return [(start, end)]


def _join_places(view: str, ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join names that share their last word: 各市、县人民政府 is one name."""
    joined: list[tuple[int, int]] = []
    for start, end in ranges:
        after_place = joined and _PLACE.fullmatch(view[joined[-1][0] : joined[-1][1]].rsplit("、", maxsplit=1)[-1])
        if after_place and _BELONGS.match(view[start:end]) and view[joined[-1][1]] == "、":
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _strip_words(view: str, start: int, end: int) -> tuple[int, int]:
    """Remove words such as 由 before a name, and 等有关单位按职责分工负责 after it."""
    text = view[start:end]
    lead = _BEFORE.match(text)
    start += lead.end() if lead else 0
    text = view[start:end]
    for rule in (_ETC, _ROLE):
        if match := rule.search(text):
            text = text[: match.start()]
    return start, start + len(text.rstrip("。；，、 \u3000"))
