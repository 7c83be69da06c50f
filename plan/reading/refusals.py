"""Papers that are no plan, refused with the reason."""

import re

from plan.reading.characters import HAN
from plan.reading.outline import Node
from plan.reading.papers import Stretch
from plan.reading.values import NotAPlan

_EXPLAINING = re.compile(r"解读|一图(?:读|看)懂|答记者问|问答(?:$|》)|政策图解|图解|解答(?:$|》)")
_OTHER = (
    (_EXPLAINING, "这是政策解读，不是工作要点：它说明文件，不布置任务。请发被解读的原文。"),
    (re.compile(r"(?:工作|年度|情况)总结(?:$|（)"), "这是工作总结，不是工作要点：里面是已经做过的事。"),
    (re.compile(r"新闻发布会(?:实录|文字)"), "这是新闻发布会实录，不是工作要点。请发文件原文。"),
)
_EXPLAINS = re.compile(
    r"(?:制定|起草|出台|编制|政策|文件|决策|修订)?(?:的)?(?:背景|依据|过程|背景[和与及]依据|背景[和与及]过程|背景意义|主要特点|亮点|创新点)|主要(?:亮点|特点|创新点)|.*的?主要内容|关键词(?:诠释|解释)|.*(?:有哪些|是什么|为什么|如何理解).*"
)
_TABLE = re.compile(r"表|清单|分工|分解|台账|任务书")


def refuse_unreadable(text: str) -> None:
    """Nothing written, or nothing in Chinese."""
    if not text.strip():
        raise NotAPlan("文件是空的，没有可读的文字。")
    if not re.search(f"[{HAN}]", text):
        raise NotAPlan("文件里没有中文，读不出工作任务。")


def refuse_other_papers(titles: str, root: Node) -> None:
    """By the title and the file's name; an interpretation also by its headings 背景, 主要内容, …"""
    for rule, reason in _OTHER:
        if rule.search(titles):
            raise NotAPlan(reason)
    headed = [re.sub(r"[。：？？]$", "", n.title.view if n.title else n.head.view[:40]) for n in root.walk() if n.head]
    asked = sum(bool(re.match(r"问[：:]|答[：:]", t.view)) for n in root.walk() for t in n.texts)
    if sum(bool(_EXPLAINS.fullmatch(h)) for h in headed) >= 2 or asked >= 2:
        raise NotAPlan(_OTHER[0][1])


def refuse_missing_table(notice: Stretch, named: str, tables: bool, noted: bool) -> None:
    """A covering notice sends out a table of tasks (《…分工表》) that is not in the file; its own words are no plan."""
    if tables or noted:
        return
    sent = _TABLE.search(named) if named else None
    listed = notice.listed and _TABLE.search(notice.listed) and not notice.marked
    if sent or listed:
        what = f"《{named}》" if sent else "附件里的任务表"
        raise NotAPlan(f"这是一份通知，正文说任务见{what}，但文件里没有这张表。请把它一起发来。")


def no_tasks(notice: Stretch, named: str, paragraphs: int) -> NotAPlan:
    """The reason, as exact as the paper allows."""
    if named or notice.listed:
        what = f"《{named}》" if named else "附件"
        return NotAPlan(f"这是一份通知，任务在{what}里，但文件里没有。请把它一起发来。")
    return NotAPlan(f"没有找到任务：全文 {paragraphs} 段，没有“一、”“（一）”“1.”这样编号的任务，也没有任务表。")
