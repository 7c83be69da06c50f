"""Directives of leaders: `请保护处3月20日前把1.2.1初稿报我`."""

import re

from plan.reply import SLOT
from plan.values import Duty
from plan.words.intent import Found, Intent, Meaning, Sort, trimmed
from plan.words.intents.sentences import is_question
from plan.words.message import compiled

LEADER = frozenset({Duty.LEADER})
SHORTEST_DIRECTIVE = 3
"""In Chinese characters."""

NO_DIRECTIVE = re.compile(
    r"让我们?.*|要[^,，。;；\ue000\ue004]{1,6}了[。.!！]*|(?:请|要)?(?:给|发)我[^,，。;；\ue000\ue004]{1,12}"
    r"|要[^,，。;；\ue000\ue004]{0,8}(?:名单|清单|台账|表格|月报|通报|材料)|"
    r"请(?:大家|各位)?(?:稍|注意|保重|放心|原谅|谅解|见谅|多?包涵).*"
    r"|(?:请)?(?:把|将)[^\ue000]{1,12}(?:清单|名单|台账|表格?|汇总|列表)(?:发|给|报)(?:给)?我.*"
    r"|抓紧(?:时间)?(?:休息|吃饭|下班).*|转发.{0,6}"
    r"|\ue000?[,，:： ]*(?:(?:我)?(?:知道|看过?|阅|收到|明白|了解)了?|(?:撤销|撤回|收回|取消).*)"
    r"(?:[,，。 ]*(?:很好|不错|谢谢|好的?))?[。.!！]*"
    r"|(?:同意|批准)[,，。 ]*(?:谢谢|辛苦了?)?[。.!！]*"
)
"""Words of a leader that instruct nobody."""


def _directive(found: Found) -> Meaning | None:
    """Build a directive with all of the words, because a leader's words are sent as they are."""
    if NO_DIRECTIVE.fullmatch(found.message.shape):
        return None
    whole = trimmed(found.message.normal.written)
    if is_question(found.message.normal.text) or len(whole) < 4:
        return None
    words = found.written_behind_names("behind") or found.written() or whole
    if len(re.findall(r"[\u4e00-\u9fff]", words)) < SHORTEST_DIRECTIVE:
        return None
    if len(found.tasks) > 1 and not found.message.text(*found.match.span()).startswith("批示"):
        return Meaning(Sort.REQUEST, f"/directive {SLOT} {whole}", tuple(found.tasks[:4]))
    if found.tasks:
        return Meaning(Sort.REQUEST, f"/directive {found.tasks[0]} {words}")
    topic = trimmed(found.text("topic"))
    filled = found.task_line(f"/directive {SLOT} {words}", topic)
    return Meaning(Sort.REQUEST, *filled) if filled else None


INTENTS = (
    Intent(
        "directive",
        Sort.REQUEST,
        compiled(
            r"(?:请?批示|作批示)[:：,， ]*{task}(?P<behind>.+)|(?:请|要|务必|必须|抓紧|加快|尽快|让|责成"
            r"|督促|同意).*{task}.*"
            r"|{task}[,，:： ]*(?P<words>(?:请|要|务必|必须|抓紧|加快|尽快|让|责成|督促|同意).+)"
        ),
        _directive,
        (
            "批示 2.2.3 请运用处本周五前报方案",
            "请保护处3月20日前把1.2.1初稿报我",
            "2.3.1要加快，每月报一次",
            "让运用处重点抓2.4.2质押融资",
        ),
        LEADER,
    ),
    Intent(
        "directive on a topic",
        Sort.REQUEST,
        compiled(r"(?:对|关于|就)(?P<topic>[^,，:：。]{2,20}?)(?:工作|任务|这项|一事|事项|项目)?[:：,，].{4,}"),
        _directive,
        ("对质押融资专项行动：数量要服从质量，请运用处拿措施",),
        LEADER,
    ),
    Intent(
        "directive that names its topic first",
        Sort.REQUEST,
        compiled(
            r"(?P<topic>[^,，:：。\ue000]{2,16}?)(?:工作|项目|任务|这项)?"
            r"(?:要(?!求)|请|务必|必须|需要|应当|应该|抓紧|加快|尽快|加大).{2,}"
        ),
        _directive,
        ("质押融资要加大力度", "专利导航请抓紧"),
        LEADER,
    ),
    Intent(
        "directive on what was shown",
        Sort.REQUEST,
        compiled(r"(?:请|要|务必|必须|抓紧|加快|尽快|让|责成|督促|同意|此事|此件|转).{3,}"),
        _directive,
        ("请于3月底前完成方案", "抓紧办理，月底前报我"),
        LEADER,
    ),
)
IN_FREE_WORDS = (
    Intent(
        "directive in free words",
        Sort.REQUEST,
        compiled(r"(?:{task}[,，:： ]*(?P<behind>.+)|.*{task}.*)"),
        _directive,
        ("2.2.4进度太慢，数量要服从质量",),
        LEADER,
        is_long=True,
    ),
)
