"""Reports, corrections of the last report, and signing."""

import re

from plan.reply import SLOT
from plan.values import Draft, Duty, Named, Status
from plan.words.intent import PLEASE, Found, Intent, Meaning, Sort, pattern, trimmed
from plan.words.intents.sentences import is_question
from plan.words.message import PERCENT, TASK, Entity, compiled

ASSIGNEES = frozenset({Duty.LIAISON, Duty.HEAD, Duty.CLERK})
LEAD_IN = (
    rf"{PLEASE}(?:代?(?:\ue004的?|我们?(?:处|市|局|室|单位)?|本(?:处|市|局|单位))?[,: ]*)?"
    r"(?:汇报进度|汇报|上报|反馈|报送|填报|报告|报一下|报下|报|说一下|更新)?(?:一下|一项|下)?[,: ]*"
)
BEHIND_NUMBER = r"(?:[,:\-—–~。;； ]*(?:汇报|报)?一?下?(?:哈|啊|吧|一下)?[,:\-—–~ ]*)"
NOT_DONE = r"差不多|基本|快要?|即将|接近|大致|大体|部分|还(?:没|未|差|剩)|尚未|没有?|未|预计|计划|争取|力争|准备|打算|能否|什么时候|何时|要求|之前|以前|前(?=完成)"
DONE_WORDS = r"(?:已经?|都|全部|全|正式)*(?:完成|办完|做完|弄完|搞定|干完|办结|完工|完结|落实到位|报结|报完成|销号)(?:了|啦|好了)?"
DONE = re.compile(
    rf"^(?:我[们处市局]?|本[处市局])?(?:可以|申请|请求|请)?(?:{DONE_WORDS})(?=$|[,，。.;；:： 了])"
    rf"|(?:可以|申请|请求)(?:销号|报结|办结)|报(?:完成|结)"
)
DONE_AT_END = re.compile(rf"(?:^|[,，。;； ])(?:{DONE_WORDS})$")
STATUSES: dict[Named, str] = {
    Status.ON_PACE: r"按序时|按进度|正常推进|进展顺利|顺利推进|按计划推进|有序推进|正常",
    Status.BEHIND: r"滞后|落后|进度慢了?|慢了|偏慢|拖期",
    Status.STUCK: r"有(?:点|些|一定)?困难|(?:遇到|遇着|碰到|存在)(?:了|点|些|一些)?(?:困难|问题|阻力)|卡住了?|推不动|办不了|受阻|难以推进",
    Draft.UNCHANGED: r"(?:没有|无|没|暂无)(?:新的?|什么|任何)?(?:变化|进展|变动|更新)|同上(?:次|月|期)?|跟上(?:次|月)一样|与上(?:次|月|期)相同",
}
AT_BEGINNING = {
    status: re.compile(rf"^(?:目前|现在|暂时|仍|还)?(?:{words})(?=$|[^\w]|[,，。;； ]|了)")
    for status, words in STATUSES.items()
}
ALONE = re.compile(r"^(?:了|的|进度|完成|进展|已|到|约|大概|大约|差不多|有|是|为|至|左右|多|目前|现在|都|全部|[\W_])*$")
BEFORE_PERCENT = r"(?:[,，、;； ]*(?:目前|现在|总体|整体|当前|已经?|我们|工作)?(?:进度|完成率?|进展|到|达到?|推进)*(?:已经?|了|到|达到?|为|是|约|大概|大约|至|有|在|:|：)*)"
AFTER_PERCENT = r"(?:左右|多|了|的|以上|上下|进度|完成(?!了?[^\s,，。;；了]))*"
ONLY_SEARCHED = re.compile(
    r"(?:已)?(?:逾期|超期)|[没未][有]?(?:报|签收?|反馈|汇报)|红灯|黄灯|待审核|待签收|办理中|免办"
)
"""Words behind a number that nobody reports, but people search for: `2.2 逾期`."""


def rest_of_report(found: Found, group: str = "rest") -> str:
    """Return the inputs of /progress for what a person wrote behind (or before) the task's number.

    Status and percent come first, then the words as they were written, without the phrase that states the percent.
    """
    start, end = found.match.span(group)
    percents = found.message.entities_in(start, end, PERCENT)
    words = trimmed(found.message.written(start, end))
    percent = percents[0].value if len(percents) == 1 else ""
    if percent:
        words = _without_percent(found, start, end, percents[0])
    status = _status(found.text(group), percent)
    if status in (Status.DONE, Draft.UNCHANGED) or (status and _is_only(status, words)):
        words = _without_status(words, status)
    return " ".join(
        part for part in (status.label if status else "", percent, "" if ALONE.match(words) else words) if part
    )


def _without_percent(found: Found, start: int, end: int, percent: Entity) -> str:
    """Return the words without the percent at their beginning or end; in the middle of a sentence it stays."""
    shape, at = found.message.shape, found.message.places.index(percent.start, start)
    before = re.search(rf"{BEFORE_PERCENT}$", shape[start:at])
    after = re.match(rf"{AFTER_PERCENT}(?=$|[,，。;；\s]|[\W_])", shape[at + 1 : end]) or re.match(
        AFTER_PERCENT, shape[at + 1 : end]
    )
    cut_from = start + (before.start() if before else at - start)
    cut_to = at + 1 + (after.end() if after else 0)
    head, tail = trimmed(found.message.written(start, cut_from)), trimmed(found.message.written(cut_to, end))
    if (
        head
        and tail
        and not re.search(r"[,，。;；\s]$", found.message.written(start, cut_from))
        and not re.match(r"[\W_]", found.message.written(cut_to, end))
    ):
        return trimmed(found.message.written(start, end))
    return "，".join(part for part in (head, tail) if part and not ALONE.match(part))


def _status(text: str, percent: str) -> Named | None:
    if re.match(r"1?100(?:\.0+)?%$", percent):
        return Status.DONE
    if percent:
        return next(
            (
                status
                for status, begins in AT_BEGINNING.items()
                if begins.match(trimmed(text)) and status is not Draft.UNCHANGED
            ),
            None,
        )
    plain = trimmed(text)
    for status, begins in AT_BEGINNING.items():
        if begins.match(plain):
            return (
                None
                if status is Draft.UNCHANGED and not re.fullmatch(rf"(?:{STATUSES[status]})[了。.! ]*", plain)
                else status
            )
    if not re.search(NOT_DONE, plain.split("\n")[0].split(",")[0]) and (
        DONE.search(plain) or DONE_AT_END.search(plain)
    ):
        return Status.DONE
    return None


def _is_only(status: Named, words: str) -> bool:
    return bool(re.match(rf"^(?:目前|现在)?{re.escape(status.label)}", words))


def _without_status(words: str, status: Named) -> str:
    """Return the words without the status word at their beginning, which the record keeps by itself."""
    if status is Draft.UNCHANGED:
        return ""
    if status is Status.DONE:
        return trimmed(re.sub(rf"^(?:(?:可以|申请)?(?:{DONE_WORDS}))(?=$|[\W_])", "", words))
    return trimmed(re.sub(rf"^(?:目前|现在)?{re.escape(status.label)}了?", "", words))


def _report(found: Found) -> Meaning | None:
    """Build /progress from a sentence that names one task by its number, anywhere in it."""
    rest = rest_of_report(found)
    if (
        not rest
        or ONLY_SEARCHED.fullmatch(trimmed(found.text("rest")))
        or (is_question(found.message.normal.text) and not found.values(PERCENT))
    ):
        return None
    number = found.tasks[0]
    if not found.names.is_task(number) and (below := found.names.tasks_below(number)):
        own = found.names.tasks_of(found.speaker.unit_ids)
        return Meaning(Sort.REPORT, f"/progress {SLOT} {rest}", tuple([*filter(own.__contains__, below)] or below)[:4])
    return Meaning(Sort.REPORT, f"/progress {_share(found, number)} {rest}")


def _share(found: Found, number: str) -> str:
    """Return the task's number, with the unit on whose behalf a clerk reports."""
    on_behalf = Duty.CLERK in found.speaker.duties and len(found.units) == 1
    return f"{number}@{found.units[0]}" if on_behalf and found.text("lead").strip() else number


def _several(found: Found) -> Meaning | None:
    """Build /reports from several tasks, each with what is reported about it."""
    message = found.message
    places = [place for place, character in enumerate(message.shape) if character == TASK]
    lines, waiting = [], []
    for index, place in enumerate(places):
        end = places[index + 1] if index + 1 < len(places) else len(message.shape)
        match = re.compile(r"(?P<rest>.*)", re.DOTALL).match(message.shape, place + 1, end)
        assert match is not None
        waiting.append(message.entities_in(place, place + 1, TASK)[0].value)
        gap = trimmed(match["rest"])
        if re.fullmatch(r"[、,，和与及跟 ]*(?:和|与|及|跟)?", gap):
            continue
        rest = rest_of_report(Found(message, match, found.names, found.speaker))
        if not rest:
            return None
        rest = re.sub(r"^(?:都是|均为|都|均)", "", rest)
        lines += [f"{number} {rest}" for number in waiting]
        waiting = []
    is_stated = len(message.of(PERCENT)) > 0 or all(
        re.match(r"\S+ (?:已完成|按序时|滞后|有困难|无变化)", line) for line in lines
    )
    if waiting or len(lines) < 2 or not is_stated or is_question(message.normal.text):
        return None
    return Meaning(Sort.REPORT, "/reports " + "\n".join(" ".join(line.split()) for line in lines))


def _by_topic(found: Found) -> Meaning | None:
    """Build /progress from a sentence that names its task by words, or not at all right after its card."""
    topic = trimmed(found.text("topic"))
    topic = (
        "" if re.fullmatch(r"(?:这个|这项|该项?|它|目前|现在|进度|进展|完成|已经?|到|报|了|[\W_])*", topic) else topic
    )
    rest = rest_of_report(found)
    line = f"/progress {SLOT} {rest}"
    if not rest or is_question(found.message.normal.text):
        return None
    filled = found.task_line(line, topic)
    return Meaning(Sort.REPORT, *filled) if filled else None


OOPS = (
    r"(?:不对|错了|更正|纠正|修正|更改|改一下|改下"
    r"|我?(?:刚才|刚刚|上面|前面)?(?:那个|那条|那项)?(?:打|写|填|报|发|说|弄|搞)错了?(?:了|的)?)"
)
SHOULD_BE = r"(?:应该?(?:是|为)|改成|改为|更正为|更改为|其实是|实际是|而?是|为)"
GAP = r"[,，。.:： ]*"


def _correction(found: Found) -> Meaning | None:
    rest = rest_of_report(found)
    if re.fullmatch(r"\d{1,3}", rest):
        rest = f"{rest}%"
    number = f"{found.tasks[0]} " if found.tasks else ""
    return Meaning(Sort.CORRECTION, f"/amend {number}{rest}") if rest else None


def _submit(found: Found) -> Meaning:
    return Meaning(Sort.REPORT, f"/submit {found.tasks[0]} {found.written('rest')}".rstrip())


def _sign(found: Found) -> Meaning | None:
    filled = found.task_line(f"/sign {SLOT}")
    return Meaning(Sort.REQUEST, *filled) if filled else None


def _sign_all(found: Found) -> Meaning:
    return Meaning(Sort.REQUEST, f"/signall {found.units[0]}" if found.units else "/signall")


INTENTS = (
    Intent(
        "correction", Sort.CORRECTION,
        compiled(
            rf"{PLEASE}{{task}}?{GAP}(?:{OOPS}{GAP}(?:不是{{percent}}{GAP})?(?:{{task}}{GAP})?{SHOULD_BE}?|不是{{percent}}{GAP}{SHOULD_BE}|(?:刚才|刚刚|上面|前面)(?:那个|那条|报的|的)*{SHOULD_BE}|(?:改成|改为|更正为|应该?是|应为)){GAP}"
            rf"(?P<rest>[^\n]*?(?:{{percent}}|(?<![\d.])\d{{1,3}}$|滞后|有困难|按序时|已完成)[^\n]*)"
        ),
        _correction, ("不对，是70%", "打错了 应该是45%", "更正：2.2.4 70%", "不是60%，是70%", "刚才写错了，是滞后", "改成80%"),
        ASSIGNEES,
    ),
    Intent(
        "sign all", Sort.REQUEST,
        pattern(r"(?:把|将)?(?:\ue004的?)?(?:(?:我们?|我处|我市|本单位)的?)?(?:任务)?(?:全部|所有|一键|一次性?|统一|都|全)的?(?:任务|事项)?(?:都|给|一起)*签收?(?:了|一下|掉)?|签收?(?:全部|所有)的?(?:任务)?"),
        _sign_all, ("全部签收", "把任务都签收了", "我们处的全部签收", "一键签收", "签收所有任务"), ASSIGNEES,
    ),
    Intent(
        "sign", Sort.REQUEST,
        pattern(r"(?:(?:我们?|我处|我市)?(?:已经?|都)?(?:签收|签一下|签下|签字|签|确认收到|认领)(?:一下|了)?[:： ]*(?:第)?{task}(?:这?项)?|{task}[,， ]*(?:这?项)?(?:我们?|我处|我市)?(?:(?:已经?)?收到[了,， ]*)?(?:我们?)?(?:已经?|给)?(?:签收|签一下|签下|签|确认收到|收到|认领)(?:一下)?|(?:已经?)?签收|签一下|签下|签)"),
        _sign, ("签收2.2.4", "2.2.3 签收", "1.2.3收到，已签", "麻烦签一下1.3.1", "2.1.2 已签收", "我处已签收 2.2.4"), ASSIGNEES,
    ),
    Intent("submit", Sort.REPORT, compiled(rf"{PLEASE}(?:报结|报完成|申请销号|申请办结|提交审核)[:： ]*{{task}}(?P<rest>.*)"), _submit,
           ("报结2.2.3 名单已公布",), ASSIGNEES),
    Intent("several", Sort.REPORT, compiled(r".*{task}.+{task}.+"), _several,
           ("2.2.4 60% 已完成初评\n2.2.9 35% 导航方案通过", "1.2.2、1.2.5都是50%", "2.2.4 80%，2.2.9 30%"), ASSIGNEES),
)  # fmt: skip
REPORT_INTENTS = (
    Intent("report", Sort.REPORT, compiled(rf"(?P<lead>{LEAD_IN}){{task}}{BEHIND_NUMBER}(?P<rest>[^\ue000]+)"), _report,
           ("2.2.4 80% 已完成中期评审", "2.2.3：60%完成", "2.3.2到百分之六十了", "麻烦帮我报一下2.2.7，40%，已走访12个产地",
            "2.2.1 按序时 已完成3个集群", "5.2.6 遇到困难 高校还没返校", "2.2.4 没有进展"), ASSIGNEES),
    Intent("report before the number", Sort.REPORT, compiled(r"(?P<lead>)(?P<rest>[^\ue000]*{percent}[^\ue000]*?)[,， ]*[(（]?{task}[)）]?" + r"[。.!~ ]*"), _report,
           ("已完成80% 2.2.4",), ASSIGNEES),
    Intent("report by topic", Sort.REPORT, compiled(rf"{PLEASE}(?P<topic>[^{PERCENT}{TASK}]{{0,30}}?)(?P<rest>(?:[,:： ]*(?:目前|现在|已经?|总体)?(?:进度|完成|到|达到|推进)*(?:了|到|已|约|为)*)?{{percent}}.*)"), _by_topic,
           ("专利导航项目到七成了", "质押融资专项行动 进度七成 已放款20亿", "80%"), ASSIGNEES),
    Intent("status by topic", Sort.REPORT, compiled(r"(?P<topic>)(?P<rest>(?:按序时|滞后|有困难|已完成|无变化|没有?变化|遇到困难)(?:[,， ].*|[。!了]*))"), _by_topic,
           ("滞后 数据没齐", "有困难，经费没到"), ASSIGNEES),
)  # fmt: skip
