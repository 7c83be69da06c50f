"""Extensions: `把1.2.2延到10月底，省局口径没定`."""

import re

from plan.reply import SLOT
from plan.words.dates import Length, Mention
from plan.words.intent import Found, Intent, Meaning, Sort, pattern
from plan.words.message import DATE, LENGTH, compiled

TASK_OR_TOPIC = r"(?:{task}|(?P<topic>[^\ue000-\ue004,，。;；:：\s]{2,20}?))"
EXTEND = (
    r"(?:申请|请求|想|能不能|能否|能|可以|可不可以|可否|是否可以|要|需要|希望|准备){0,4}(?:再)?(?:延期|延长|延后|延迟|延缓"
    r"|推迟|推后|宽限|缓|顺延|展期|后延|延|晚|拖)(?:办理|完成|办|交)?"
    r"(?:时限|期限|时间)?(?:到|至|为|一下)*"
)


def _extension(found: Found) -> Meaning | None:
    until = found.values(DATE, "until") or found.values(LENGTH, "until")
    if not until:
        return None
    filled = found.task_line(f"/extend {SLOT} 预览 {_until(until[0])} {_reason(found)}".rstrip(), found.text("topic"))
    return Meaning(Sort.REQUEST, *filled) if filled else None


def _reason(found: Found) -> str:
    """Return the reason that was written; the words with which a request asks are none."""
    words = found.written("reason")
    return "" if re.fullmatch(r"(?:可以|行|好|成|中)?(?:吗|么|不|吧)?[?？]?", words) else words


def _until(until: Mention | Length) -> str:
    """Return the new deadline as /extend reads it; a date that does not exist stays as it was written."""
    if isinstance(until, Length):
        unit = {"星期": "周", "礼拜": "周", "日": "天"}.get(until.unit, until.unit)
        return "+15天" if until.count == 0.5 and unit == "月" else f"+{until.count:g}{unit}"
    return str(until.last) if until.last else until.words


def _extension_without_date(found: Found) -> Meaning | None:
    filled = found.task_line(f"/extend {SLOT}")
    return Meaning(Sort.REQUEST, *filled) if filled else None


INTENTS = (
    Intent(
        "extension of what was shown",
        Sort.REQUEST,
        compiled(
            rf"(?:请|麻烦|申请|我们?|我处|我市|想|要|这项|这个|能不能|把它?|[,: ]){{0,8}}{EXTEND}[,: ]{{0,3}}"
            rf"(?P<until>[{DATE}{LENGTH}])(?:完成|办结|吧"
            rf"|可以吗|行吗)*(?P<reason>(?:[,，。;； ].*)?)"
        ),
        _extension,
        ("申请延期到10月底", "延期两周，数据没齐"),
    ),
    Intent(
        "extension",
        Sort.REQUEST,
        compiled(
            rf"(?:请|麻烦|申请|我们?|我处|我市|想|要|帮忙|把|将|对|[,: ])*"
            rf"(?:延期)?[,: ]*{TASK_OR_TOPIC}[,，: ]*(?:这项|这个|的)?(?:时限|期限"
            rf"|时间|任务|项目|工作)?(?:因[^,，。]{{0,20}}[,，])?{EXTEND}[,: ]*(?P<until>[{DATE}{LENGTH}])"
            rf"(?:完成|办结|交|吧|可以吗"
            rf"|行吗|左右|之?前|底)*(?P<reason>.*)"
        ),
        _extension,
        (
            "把1.2.2延到10月底，省局口径没定",
            "1.2.5 宽限两周 专家回避调整",
            "2.1.5申请延期到11月30号 因疫情评审推迟",
            "2.1.2能不能晚一个月，财政口还没答复",
            "1.3.1延期一周",
            "2.2.9延到明年1月底 园区停工",
        ),
    ),
    Intent(
        "extension of a task",
        Sort.REQUEST,
        compiled(
            rf"(?:请|麻烦|申请|我们?|想|要|帮我|[,: ])*延期(?:申请)?[,: ]*{{task}}[,: ]*(?P<until>[{DATE}{LENGTH}])"
            rf"(?P<reason>.*)"
        ),
        _extension,
        ("延期 1.2.1 10月31日 征求意见未回",),
    ),
    Intent(
        "extension without a date",
        Sort.REQUEST,
        pattern(
            rf"(?:把|将)?{{task}}(?:这项)?{EXTEND}|(?:申请)?延期[:： ]*{{task}}|{{task}}[,， ]*(?:要|想"
            rf"|申请)?延期"
        ),
        _extension_without_date,
        ("2.2.4申请延期", "延期2.3.1", "2.2.4能不能延期"),
    ),
)
