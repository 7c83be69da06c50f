"""Corrections of the last report: `不对，是70%`."""

import re

from plan.words.intent import PLEASE, Found, Intent, Meaning, Sort
from plan.words.intents.report_words import ASSIGNEES, rest_of_report
from plan.words.message import PERCENT, compiled

OOPS = (
    r"(?:不对|错了|(?:更正|纠正|修正|更改)(?:一下|下)?|改一下|改下"
    r"|我?(?:刚才|刚刚|上面|前面)?(?:那个|那条|那项)?(?:打|写|填|报|发|说|弄|搞)错了?(?:了|的)?)"
)
SHOULD_BE = r"(?:应该?(?:是|为)|改成|改为|更正为|更改为|其实是|实际是|而?是|为)"
GAP = r"[,，。.:： ]*"


def _correction(found: Found) -> Meaning | None:
    rest = rest_of_report(found)
    if re.fullmatch(r"\d{1,3}", rest):
        rest = f"{rest}%"
    if found.values(PERCENT, "rest") and not re.search(r"(?:^| )-?\d+(?:\.\d+)?%(?: |$)", rest):
        return None
    number = f"{found.tasks[0]} " if found.tasks else ""
    return Meaning(Sort.CORRECTION, f"/amend {number}{rest}") if rest else None


INTENTS = (
    Intent(
        "correction",
        Sort.CORRECTION,
        compiled(
            rf"{PLEASE}{{task}}?{GAP}(?:{OOPS}{GAP}(?:不是{{percent}}{GAP})?(?:{{task}}{GAP})?{SHOULD_BE}?"
            rf"|不是{{percent}}{GAP}{SHOULD_BE}|(?:刚才|刚刚|上面|前面)(?:那个|那条|报的|的)*{SHOULD_BE}|"
            rf"(?:改成|改为|更正为|应该?是"
            rf"|应为)){GAP}"
            rf"(?P<rest>[^\n]*?(?:{{percent}}|(?<![\d.])\d{{1,3}}$|滞后|有困难|按序时|已完成)[^\n]*)"
        ),
        _correction,
        ("不对，是70%", "打错了 应该是45%", "更正：2.2.4 70%", "不是60%，是70%", "刚才写错了，是滞后", "改成80%"),
        ASSIGNEES,
    ),
)
