"""Questions about a task, about who is responsible, about a unit, and about the bureau as a whole."""

from plan.values import Duty
from plan.words.intent import Build, Found, Intent, Meaning, Sort, pattern
from plan.words.intents.sentences import is_question
from plan.words.message import UNIT, compiled

CLERK = frozenset({Duty.CLERK})
THAT = r"(?!那个|那项|那件|这个|这项|的事)"
OF = r"(?:的|这项|这个|目前|现在|最近|当前|当下|那个|[,: ])*"
STATE = (
    r"(?:到?(?:哪|什么)一?(?:步|程度|阶段)|什么(?:情况|进展|进度|状态)|(?:办|做|推进|完成|进展|进度|落实|情况"
    r"|弄|搞|干)*(?:得|的|到)?(?:怎么样|怎样|如何|咋样|怎么了"
    r"|啥样)|进展|进度|情况|状态|现状|近况|完成情况|办理情况|多少了|完成了?(?:没有?|吗|多少|几成)|办[完结]了?"
    r"(?:没有?|吗)|(?:什么|有什么|有啥)?(?:情况|动静|消息|进展)|指标|目标"
    r"|任务书|详情|是什么|内容|材料|附件|成果|报了(?:没有?|吗)|签了?(?:没有?|吗)|签收了?(?:没有?|吗))"
)
WHEN = (
    r"(?:(?:什么时候|啥时候|何时|哪一?天|几号|几月|时限|期限|截止|到期|deadline|还有几天|还剩几天|什么时间)+"
    r"(?:是|到|日期|时间|完成|结束|交|报|到期|截止|办|举办|为|哪一?天"
    r"|什么时候|几号|多少|何时)*)"
)
WHO = (
    r"(?:由?(?:是)?谁(?:来)?(?:负责|牵头|承办|办|管|在办|在管|分管|配合)?(?:的)?|(?:联系|负责|责任|经办|承办"
    r"|联络)(?:人|员|单位|处室)?(?:是谁|是哪个?|是|有谁|电话"
    r"|的?联系方式)*|联络员(?:是谁|是|电话|的?电话)*|(?:联系)?电话(?:号码)?(?:是?多少)?|手机号?码?|怎么联系"
    r"|哪个(?:处室?|单位|部门)?(?:负责|牵头|承办)|牵头单位|配合单位"
    r"|责任单位|联系方式)"
)
ASKING = rf"{OF}(?:[?？吗呢么]|是多少|多少)*"


def _task(command: str) -> Build:
    def build(found: Found) -> Meaning | None:
        if len(found.tasks) > 1:
            return Meaning(Sort.QUESTION, f"/find {' '.join(found.tasks)}")
        return Meaning(Sort.QUESTION, f"/{command} {found.tasks[0]}")

    return build


def _fixed(line: str) -> Build:
    return lambda _found: Meaning(Sort.QUESTION, line)


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


LOOK = r"(?:看一?下|看看|查一?下|查查|查看|查询|打开|显示|调出|说说|问一?下|了解一?下|告诉我)?(?:一下)?[,: ]*"
ME = r"(?:我们?(?:处室?|市|局|室|单位|这边|这儿)?的?|本(?:处|市|局|单位|人)的?|我(?:处|市|局|单位)的?)"
TASKS = r"(?:{task}[、,，和与跟及 ]*)+"

TASK_INTENTS = (
    Intent(
        "number",
        Sort.QUESTION,
        pattern(rf"{LOOK}{TASKS}(?:这项|这个|任务)?"),
        _task("task"),
        ("2.2.4", "2。2。3", "看下2.1.6", "第1.2.1项"),
    ),
    Intent(
        "responsible",
        Sort.QUESTION,
        pattern(rf"{LOOK}(?:{{task}}{OF}{WHO}{ASKING}|{WHO}[:： ]*{{task}}{ASKING})"),
        _task("who"),
        ("第1.2.1项谁负责", "2.2.4联系人电话", "谁负责2.2.4", "2.2.4由谁牵头"),
    ),
    Intent(
        "cities",
        Sort.QUESTION,
        pattern(
            rf"{LOOK}{{task}}{OF}(?:各市|各地|各地市|十三个?市|13个?市|各设区市|全省){OF}(?:{STATE}|报了|完成"
            rf"|进度)?{ASKING}"
        ),
        _task("cities"),
        ("5.1.2各市进展怎么样", "2.1.2各市情况"),
    ),
    Intent(
        "history",
        Sort.QUESTION,
        pattern(
            rf"{LOOK}(?:{{task}}{OF}(?:轨迹|历史|办理记录|记录|过程|流水|日志)|(?:轨迹|历史"
            rf"|办理记录)[:： ]*{{task}}){ASKING}"
        ),
        _task("history"),
        ("轨迹2.2.4", "2.2.4的办理记录"),
    ),
    Intent(
        "chain",
        Sort.QUESTION,
        pattern(
            rf"{LOOK}(?:{{task}}{OF}(?:催办记录|催办链|催过几次|催过(?:没有?|吗))|(?:催办记录"
            rf"|催办链)[:： ]*{{task}}){ASKING}"
        ),
        _task("chain"),
        ("2.2.4的催办记录",),
    ),
    Intent(
        "sentence",
        Sort.QUESTION,
        pattern(rf"{LOOK}{{task}}{OF}(?:原文|原话|全文|要点原文|文件原文|原句){ASKING}"),
        _task("text"),
        ("7.1.1的原文",),
    ),
    Intent(
        "state",
        Sort.QUESTION,
        pattern(rf"{LOOK}{TASKS}{OF}(?:{STATE}|{WHEN}){ASKING}"),
        _task("task"),
        (
            "2.2.4到哪一步了",
            "2.2.9怎么样了",
            "一点三点六什么情况",
            "2.1.5的时限是哪天",
            "2.2.4和2.2.9进展",
            "看下2.1.6指标",
            "2.2.4办完了吗",
        ),
    ),
    Intent(
        "state",
        Sort.QUESTION,
        pattern(rf"{LOOK}(?:{WHEN}|{STATE})[:： ]*{{task}}{ASKING}"),
        _task("task"),
        ("查一下进展 2.2.4",),
    ),
)
MANY = r"(?:哪些|哪几项|什么|多少|几)(?:任务|事|活|工作|项|事情|东西)?"
INTENTS = (
    Intent(
        "my",
        Sort.QUESTION,
        pattern(
            rf"{LOOK}(?:{ME}(?:现在|目前|今年|还|都|一共|总共)*(?:要|得|需要|该)?(?:有|干|办|做|负责|承办|承担|完成"
            rf"|管)*(?:{MANY}|任务|事项|工作|事|清单|台账)+"
            rf"(?:清单|列表|要干|要办|要做)?|(?:{ME})?任务清单){ASKING}"
        ),
        _fixed("/my"),
        ("我的任务", "我们市要干哪些事", "我有哪些任务", "我们处今年要干什么", "看看我的任务"),
    ),
    Intent(
        "my unsigned",
        Sort.QUESTION,
        pattern(
            rf"{LOOK}{ME}(?:还|目前|现在)?(?:有)?(?:{MANY}|任务)?(?:还)?(?:没|未|待)签收?(?:的)?(?:有)?"
            rf"(?:{MANY})?{ASKING}"
        ),
        _fixed("/find 我的 待签收"),
        ("我还有几项没签", "我们处还有哪些没签收"),
    ),
    Intent(
        "board",
        Sort.QUESTION,
        pattern(
            rf"{LOOK}(?:总体|整体|全局|全省|全局|总|大盘|全部|所有)(?:的)?(?:情况|进展|进度|形势|局面|任务)?{OF}"
            rf"(?:{STATE})?{ASKING}|{LOOK}(?:目前|现在"
            rf"|今年|全年|截至目前|截止目前)?(?:情况|进展|进度|工作|任务)?(?:怎么样|如何|咋样)了?"
        ),
        _fixed("/board"),
        ("整体情况怎么样", "看一下总体进展"),
    ),
    Intent(
        "how many closed",
        Sort.QUESTION,
        pattern(
            r"(?:目前|现在|今年|已经|到现在|一共|总共|截至目前|全省|全局)*(?:已经)?(?:办结|完成|销号)了?(?:多少|几)"
            r"(?:项|个|件)?(?:任务)?(?:了|[?？])*"
        ),
        _fixed("/board"),
        ("目前办结几项", "完成了多少项"),
    ),
    Intent(
        "slowest",
        Sort.QUESTION,
        pattern(
            r"(?:现在|目前)?(?:哪|那)(?:一?个|些|几个)?(?:处室?|单位|部门)(?:的)?(?:进度|进展|办得|完成|工作|推进)*"
            r"(?:得)?(?:最|比较|更)?(?:快|慢|好|差|靠前|靠后"
            r"|落后|滞后)[?？]?|各?(?:处室|单位|部门)(?:进度)?(?:排名|排行|排序|对比|进度|进展|情况)(?:怎么样"
            r"|如何)?"
        ),
        _fixed("/units 处室"),
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
        _fixed("/units 各市"),
        ("十三个市谁最慢", "各市进展怎么样", "哪个市最快"),
    ),
    Intent(
        "sections",
        Sort.QUESTION,
        pattern(r"(?:各|按|哪个)(?:板块|章节|部分|大项|类)(?:的)?(?:进度|进展|情况)*(?:怎么样|如何|最慢|最快)?"),
        _fixed("/sections"),
        ("各板块进展",),
    ),
    Intent(
        "unit",
        Sort.QUESTION,
        pattern(
            rf"{LOOK}{{unit}}{THAT}(?:这边|那边|那儿)?{OF}(?:任务|工作|情况|承办|负责|要干|的事)*(?:{STATE}"
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
    Intent(
        "review",
        Sort.QUESTION,
        pattern(
            r"(?:有(?:没有|什么|哪些)?|还有)?(?:\ue002|现在|目前)?(?:有)?(?:什么|哪些)?(?:要我?|需要我?|等我?"
            r"|待我?)(?:处理|审批|批|审核|办|签|看)(?:的|什么"
            r"|的事项?|的东西)*[?？]?|(?:\ue002|现在|目前)?(?:有)?(?:什么|哪些)(?:要|需要)?(?:处理|审批|批|审核"
            r"|办)的?[?？]?"
        ),
        _fixed("/review"),
        ("今天有什么要处理的", "有没有要我审批的"),
        CLERK | {Duty.LEADER},
    ),
    Intent(
        "unreported",
        Sort.QUESTION,
        pattern(
            r"(?:\ue002|本期|当月|本季度?)(?:的)?(?:还)?(?:有)?(?:哪些|谁)?(?:单位|处室|市)?(?:还)?(?:没|未)(?:有)?"
            r"(?:报|汇报|反馈|报送|上报)(?:送|进展)?"
            r"(?:的)?(?:单位|处室|市|有哪些|有谁)*[?？]?|谁\ue002(?:还)?没报[?？]?"
        ),
        _fixed("/monthly"),
        ("本月没报的单位", "这个月谁还没报"),
    ),
    Intent(
        "forecast",
        Sort.QUESTION,
        pattern(
            r"(?:明天|下周|今后|后面|接下来|最近|未来|本周|这周)?(?:\ue002)?(?:会|要|将|准备)?(?:发|推送|提醒)"
            r"(?:送)?(?:哪些|什么|多少)(?:提醒|消息|通知"
            r"|人)?[?？]?"
        ),
        _fixed("/forecast"),
        ("下周会发哪些提醒",),
        CLERK,
    ),
    Intent(
        "calendar",
        Sort.QUESTION,
        pattern(
            r"(?:\ue002|今天|明天|最近|今年)?(?:还)?(?:放不放假|放假|上班|上不上班|休息|调休|要上班|补班|是工作日"
            r"|加班)(?:安排|时间|怎么安排|几天)?(?:吗|么|嘛|不"
            r"|没)?[?？]?|(?:\ue002|\ue002?(?:放假|假期))(?:怎么|什么时候|几号)(?:放假|放|休|安排)*[?？]?"
            r"|什么时候放假[?？]?"
        ),
        _fixed("/calendar"),
        ("这周放假吗", "清明怎么放假", "明天上班吗"),
    ),
    Intent(
        "why",
        Sort.QUESTION,
        pattern(
            r"(?:为什么|为啥|怎么|干嘛|凭什么)(?:老|总|一直|天天|还|又|要)*(?:给我|对我|跟我|我)?(?:发|收到|推送"
            r"|提醒|催)(?:我|消息|提醒|这么多|这条|这个|通知|到)*(?:消息"
            r"|提醒|通知)?[?？]?|(?:怎么|如何)(?:关|关掉|关闭|屏蔽|静音)(?:提醒|消息|通知)?[?？]?"
        ),
        _fixed("/why"),
        ("为什么老给我发消息",),
    ),
    Intent(
        "export",
        Sort.QUESTION,
        pattern(
            r"(?:把)?(?:导出|下载|发(?:我|一?份)?|要一?份?|生成|打印)(?:一份|一下|个|张)*(?:台账|表格?|Excel|excel"
            r"|EXCEL|清单|汇总表|明细)(?:表|发我|给我)?|"
            r"(?:台账|表格|汇总表)(?:导出|下载|发我|给我|呢|在哪)*"
        ),
        _fixed("/help 台账"),
        ("导出台账", "发我表格"),
    ),
    Intent(
        "bulletin",
        Sort.QUESTION,
        pattern(
            r"(?:起草|写|拟|生成|做|出|发|准备)(?:一?份|一?个|一下|一?期)?(?:这周的?|本周的?|本期的?|本月的?"
            r"|\ue002的?)?(?:通报|简报|周报|督查通报)"
        ),
        _fixed("/bulletin"),
        ("起草一份通报", "写一期通报"),
        CLERK,
    ),
    Intent(
        "complaint",
        Sort.REQUEST,
        compiled(
            r".*(?:太难用|不好用|难用|烦死|烦人|太烦|太差|垃圾|天天催|老是?催|别再?(?:发|催)了?(?:烦|吵)|吐槽|意见"
            r"|投诉|受不了|不合理|太麻烦).*"
        ),
        lambda found: (
            None
            if is_question(found.message.normal.text) or found.tasks
            else Meaning(Sort.REQUEST, f"/feedback {found.message.normal.written.strip()}")
        ),
        ("你们这个系统太难用了，天天催",),
    ),
)
