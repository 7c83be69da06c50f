"""Tell which percent of a sentence is stated as the progress of the task. All others are of something else (合格率98%),
negated (不到60%), hoped for (下周能到80%) or a target, and stay among the words."""

import re

from plan.words.message import DATE, LENGTH, PERCENT, TASK, UNIT

OF_SOMETHING = (
    r"\s*(?:左右|以上|以下|多)?的(?!样子|光景|进度|进展|任务|工作)|(?:左右|以上|以下|多)?(?:企业|单位|处室|市县|地市|市州|区县|园区|人员|材料"
    r"|资金|经费|课题|案件|数据|样本|产地|机构|院校|高校|专利|商标|是(?!吗))"
    r"|\s*(?:[-~—–→/至到]\s*)?\d+(?:\.\d+)?\s*[%％](?!\d)"
)
"""What stands behind a percent that is not the progress of the task: `60%的企业`, `60%-70%`. Behind a blank a
noun begins a statement of its own: `35% 数据未报齐`."""
NOT_YET = re.compile(
    r"没(?!问题)|未|不|别|如果|假如|要是|一旦|倘若|若|预计|预期|估计|计划|争取|力争|打算|准备|目标|要求|可能|应该|希望|确保|将"
    r"|比上|较上|同比|环比|其中|下[周月]|明[天年]|后天|年底"
)
"""Words in the same sentence before a percent that make it a plan, a condition, a denial or a comparison."""
SUBJECT = (
    r"(?:按序时(?:推进)?|滞后|有困难|遇到困难|正常推进|目前|现在|现已|当前|截至|截止|今天|至今|总体|整体|总的|任务|工作|项目|这个|这项|该项|这次|本次|实际|都|均|全部|今|我们?(?:处|市|局|单位)?"
    rf"|本(?:处|市|局|单位)|{TASK}|{UNIT}|[的,，:： ])*"
)
STATES = (
    r"(?:总?进度|进展|累计|[只仅](?=完成|到)|完成(?:率|度|比例|了?目标的|了?年度任务的|了?任务的)?|推进|实现|达|做|干|弄得?|搞|办|到|报|更新|调整|改成?"
    r"|(?:提高|提升|升|增加)(?=[到至为])|已经?|了|为|是|约|大概|大约|差不多|左右|至|有|在|刚|过|[:： ])*"
)
BEFORE = re.compile(rf"{SUBJECT}{STATES}")
EXPLICIT = re.compile(
    r"(?:总体|整体|目前|现在|任务|工作)?(?:进度|完成[率度])[已经为是达到约大在了:： ]*$"
    r"|(?:推进|做|干|弄|搞|办)得?[了到至]+$"
)
"""Words right before a percent that make it the progress, whatever stands before them."""
HARMLESS = re.compile(r"差不多|(?:完成|占)了?(?:全年|年度)?(?:目标|任务)+的")
NEAR = 100
"""So many characters before a percent are read."""
LONG = 5
"""In characters: longer words, with a blank behind them, are a statement of their own."""
MEASURES = re.compile(r"[率度比占达到超于过为是的量额数值]$|增长|提高|提升|下降|上升|减少|比例|同意|拨付")
BEHIND = re.compile(OF_SOMETHING)
SENTENCE_ENDS = re.compile(r"[。;；!！\n]")
CLAUSE_ENDS = re.compile(r"[,，、]")
FUTURE_DATE = re.compile(rf"(?<!截至)(?<!截止)[{DATE}{LENGTH}]")
RISE = re.compile(rf"^[从由]?(?:原来|之前|上次|上月)?的?{PERCENT}[^{PERCENT},，。]{{0,8}}[到至为]$")
"""`由30%提高到` before the percent that counts."""


def is_stated(shape: str, place: int, start: int) -> bool:
    """Return whether the percent at `place` of the shape is stated as the task's progress, in words from `start` on."""
    start = max(start, place - NEAR)
    sentence = SENTENCE_ENDS.split(shape[start:place])[-1]
    clause = CLAUSE_ENDS.split(sentence)[-1].strip()
    if BEHIND.match(shape, place + 1) or re.match(rf"\s*[-~—–→/至到]?\s*{PERCENT}", shape[place + 1 :]):
        return False
    if RISE.search(clause):
        return True
    clause = HARMLESS.sub("", clause)
    if NOT_YET.search(clause) or re.search(r"如果|假如|要是|一旦|若|目标是?$", sentence) or FUTURE_DATE.search(clause):
        return False
    last = clause.split()[-1] if clause.split() else ""
    if shape[place - 1 : place].isspace() and len(last) >= LONG and not MEASURES.search(last):
        return re.match(r"左右|以上|[了。.!\s]*$|[,，;；\n]", shape[place + 1 :]) is not None
    return bool(BEFORE.fullmatch(clause) or BEFORE.fullmatch(last) or EXPLICIT.search(clause))
