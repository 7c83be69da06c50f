"""Recognise headings under which nothing is a task: aims, the situation, terms (docs/reading.md, rule 3)."""

import re

_AIMS = (
    r"指导思想(?:[和与及、].{2,10})?",
    r"(?:基本|工作|主要|实施)原则",
    r"总体(?:要求|思路|目标|原则|部署|思想)(?:[和与及、].{2,10})?",
    r"(?:工作|基本|发展|总)思路|(?:基本|总的)要求",
    r"(?:工作|主要|发展|整治|治理|行动|建设|创建|活动|改革|预期|量化|阶段|三年|年度|主要预期|总)目标(?:任务)?",
    r"目标(?:要求|指标)?|主要(?:预期)?指标",
)
_SITUATION = (
    r".{0,8}(?:背景|意义|必要性)|(?:基本|有关|总体)情况|(?:发展|工作)?(?:现状|基础|环境)|(?:面临)?形势(?:分析)?|存在(?:的)?问题",
    r"(?:工作)?回顾|.{0,10}工作(?:总结|情况回顾)",
)
_TERMS = (
    r"(?:实施|试点|适用|整治|创建|工作|活动|排查|检查|评选|申报)?(?:范围|对象)(?:[和与及].{2,6})?",
    r"(?:申报|补贴|奖励|享受|适用|资助|支持)(?:条件|标准|对象|范围)",
    r"(?:名词|术语)(?:解释|和定义)?|附则|(?:有关|编制)?说明|附件",
)
_EXCLUDED = re.compile("|".join((*_AIMS, *_SITUATION, *_TERMS)))
_GOALS = re.compile(r"目标|指标")


def is_excluded(title: str) -> bool:
    """Whether nothing under this heading is a task."""
    return bool(_EXCLUDED.fullmatch(title))


def holds_goals(title: str) -> bool:
    """Whether every sentence under this heading is a goal of the whole plan: 工作目标, not 指导思想."""
    return is_excluded(title) and bool(_GOALS.search(title))
