"""Questions about units, one's own among them."""

from plan.words.intent import Build, Found, Intent, Meaning, Sort, pattern
from plan.words.intents.question_words import ASKING, LOOK, MANY, ME, OF, STATE, THAT, WHO, fixed
from plan.words.message import UNIT


def _unit(command: str) -> Build:
    """Build a question about a unit. Its mere name is searched for, because everybody may know a unit's tasks."""

    def build(found: Found) -> Meaning | None:
        if len(found.units) != 1:
            return None
        if found.message.shape == UNIT:
            return Meaning(Sort.SEARCH, f"/find {found.message.normal.text}")
        return Meaning(Sort.QUESTION, f"/{command} {found.units[0]}")

    return build


def _several_units(found: Found) -> Meaning | None:
    return Meaning(Sort.QUESTION, "/find " + " ".join(found.names.unit_name(id) for id in found.units))


def _role(found: Found) -> Meaning:
    return Meaning(Sort.QUESTION, f"/unit {found.units[0]} {found.text('role')}")


def _units_of(group: str) -> Build:
    """Build the list of a group of units, the fastest first where the sentence asks for them, else the slowest."""

    def build(found: Found) -> Meaning:
        asks_for_best = any(word in found.message.normal.text for word in ("快", "好", "靠前"))
        return Meaning(Sort.QUESTION, f"/units {group} {'快' if asks_for_best else '慢'}")

    return build


INTENTS = (
    Intent(
        "my",
        Sort.QUESTION,
        pattern(
            rf"{LOOK}(?:{ME}(?:现在|目前|今年|{{date}}|还|都|一共|总共)*(?:要|得|需要|该)?(?:有|干|办|做|负责|承办|承担|完成"
            rf"|管)*(?:{MANY}|任务|事项|工作|事|清单|台账)+"
            rf"(?:清单|列表|要干|要办|要做)?|(?:{ME})?任务清单){ASKING}"
        ),
        fixed("/my"),
        ("我的任务", "我们市要干哪些事", "我有哪些任务", "我们处今年要干什么", "看看我的任务"),
    ),
    Intent(
        "my unsigned",
        Sort.QUESTION,
        pattern(
            rf"{LOOK}{ME}(?:还|目前|现在)?(?:有)?(?:{MANY}|任务)?(?:还)?(?:没|未|待)签收?(?:的)?(?:有)?"
            rf"(?:{MANY})?{ASKING}"
        ),
        fixed("/find 我的 待签收"),
        ("我还有几项没签", "我们处还有哪些没签收"),
    ),
    Intent(
        "slowest",
        Sort.QUESTION,
        pattern(
            r"(?:现在|目前)?(?:哪|那)(?:一?个|些|几个)?(?:处室?|单位|部门)(?:的)?(?:进度|进展|办得|完成|工作|推进)*"
            r"(?:得)?(?:最|比较|更)?(?:快|慢|好|差|靠前|靠后"
            r"|落后|滞后)[?？]?|各?(?:处室|单位|部门)(?:排名|排行|排序|对比|进度|进展|情况)+(?:怎么样"
            r"|如何)?"
        ),
        _units_of("处室"),
        ("哪个处室进度最快", "各处室进展情况"),
    ),
    Intent(
        "slowest city",
        Sort.QUESTION,
        pattern(
            r"(?:十三个?|13个?|各|全省|所有|哪一?个|哪些|那个)(?:设区)?(?:地?市|城市)(?:里|中|当中)?(?:谁|哪个"
            r"|哪些)?(?:的)?(?:进度|进展|办得|完成|工作|推进|情况)*"
            r"(?:得)?(?:最|比较|更)?(?:快|慢|好|差|靠前|靠后|落后|滞后|怎么样|如何)?[?？]?"
        ),
        _units_of("各市"),
        ("十三个市谁最慢", "各市进展怎么样", "哪个市最快"),
    ),
    Intent(
        "unit",
        Sort.QUESTION,
        pattern(
            rf"{LOOK}{{unit}}{THAT}(?:这边|那边|那儿)?{OF}(?:有|任务|工作|情况|承办|负责|要干|的事)*(?:{STATE}"
            rf"|{MANY})?{ASKING}"
        ),
        _unit("unit"),
        ("常州怎么样", "运用处现在什么情况", "公共服务处", "运用处有哪些任务"),
    ),
    Intent(
        "units",
        Sort.QUESTION,
        pattern(rf"{LOOK}{{unit}}(?:[、,，和与跟及 ]*{{unit}})+{OF}(?:{STATE})?{ASKING}"),
        _several_units,
        ("苏州和无锡怎么样",),
    ),
    Intent(
        "responsible in a unit",
        Sort.QUESTION,
        pattern(rf"{LOOK}(?:{{unit}}(?:的|那边|这边)?{WHO}{ASKING}|{WHO}[:： ]*{{unit}})"),
        _unit("who"),
        ("保护处联络员是谁", "常州市局电话", "运用处谁负责"),
    ),
    Intent(
        "role of a unit",
        Sort.QUESTION,
        pattern(rf"{LOOK}{{unit}}(?:现在|目前|都|今年)?(?:是)?(?P<role>牵头|配合)的?(?:{MANY}|任务|有)*{ASKING}"),
        _role,
        ("信息中心牵头哪些", "常州配合的任务"),
    ),
)
