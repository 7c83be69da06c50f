"""Decide whether a sentence of a plan is a task (docs/reading.md, rule 3)."""

import re

from plan.reading.verbs import has_predicate, states_action

_LEAD_IN = (r"：$", r"(?:如下|以下[^，。；：]{0,10})[。；]?$")
_FRAME = (  # The notice, the signature, and the printed notes around them.
    r"^(?:特此|请遵照|请认真(?:遵照|贯彻)|现(?:将|予|印)|此件|抄送|主送|附件|附：|联系人|联系电话|注：|备注|说明：|来源：|各位|同志们)",
    r"^本(?:通知|意见|方案|办法|要点|计划|措施|规定|实施意见|实施方案)[^，]{0,6}(?:自|由|有效|适用|从)|有效期",
)
_ENTITLEMENT = (
    r"^[^，]{0,14}(?:资金|经费|费用|支出)[^，]{0,20}(?:由|从|在|按)[^，]{0,24}(?:列支|承担|负担|解决|安排|支付)",
    r"(?:^|，)[^，]{0,40}可(?:以|按规定|同时|继续|在[^，]{1,16})?(?:申请|申领|享受|领取|获得(?!性)|报名)(?!.{0,6}(?:试点|设立))",
    r"(?:只|仅|不可|不能|不得)(?:能|可|同时|重复)?(?:享受|领取|申领)",
    r"^(?:具体)?(?:条件|标准|范围|对象|要求)(?:为|是|包括)",
)
_DEFINITION = (
    r"^(?:本[^，]{1,8})?所称|(?:^|，)是指|^[^，。；：]{1,16}(?:是指|系指|指的是|包括但不限于)",
    r"^[^，]{2,20}(?:办公室|办事机构|联络处|秘书处)[^，]{0,6}设(?:在|于)",
    r"^[^，]{0,6}(?:组长|副组长|主任|召集人)(?:由|：)",
)
_HISTORY = (
    r"^(?:近年来|多年来|过去|去年|一年来|当前|目前|长期以来|截至目前|今年以来)",
    r"^[^，。；]{2,30}(?:是|事关|关系)[^。；]{0,30}(?:重要(?:内容|举措|途径|任务|保障|基础|组成)|关键|必然要求|根本|基础性|重大(?:举措|部署))",
)
_NO_TASK = re.compile("|".join((*_LEAD_IN, *_FRAME, *_ENTITLEMENT, *_DEFINITION, *_HISTORY)))
# Words of a sentence that only sets a date for other tasks: 该项工作原则上应于…完成.
_DATE_FRAME = re.compile(
    r"该|此|本|这|上述|以上|前述|各|所有|全部|项|有关|相关|工作|任务|事项|内容|整改|试点|均|都|要|应|须|需|力争|确保|务必|必须|原则上|原则|全面|一律|"
    r"于|在|到|至|前|底|完成|结束|落实|到位|办结|时限|时间|为|分别|基本|[，。；：、（）]"
)
# A sentence that begins so speaks of all tasks before it.
REFERS_TO_PREVIOUS = re.compile(r"^(?:以上|上述|前述)")


def is_task(text: str) -> bool:
    """Whether a sentence of a plan's body is a task.

    Sentences that only date or assign the task before are not recognised here (see item_reader.py).
    """
    return not _NO_TASK.search(text) and (states_action(text) or has_predicate(text))


def only_sets_date(text: str) -> bool:
    """Whether a sentence, from which its dates were removed, says nothing else."""
    return not _DATE_FRAME.sub("", text)
