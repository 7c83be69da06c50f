"""Refuse papers that are no plan, with the reason."""

import re

from plan.reading.characters import HAN
from plan.reading.document import NotAPlan
from plan.reading.file_parts import FilePart
from plan.reading.outline import Node

_EXPLAINING = re.compile(r"解读|一图(?:读|看)懂|答记者问|问答(?:\s|$|》)|政策图解|图解|解答(?:\s|$|》)")
_OTHER = (
    (_EXPLAINING, "这是政策解读，不是工作要点：它说明文件，不布置任务。请发被解读的原文。"),
    (re.compile(r"(?:工作|年度|情况)总结(?:\s|$|（)"), "这是工作总结，不是工作要点：里面是已经做过的事。"),
    (re.compile(r"新闻发布会(?:实录|文字)"), "这是新闻发布会实录，不是工作要点。请发文件原文。"),
)
_EXPLAINS = re.compile(
    r"(?:制定|起草|出台|编制|政策|文件|决策|修订)?(?:的)?(?:背景|依据|过程|背景[和与及]依据|背景[和与及]过程|背景意义|主要特点|亮点|创新点)|主要(?:亮点|特点|创新点)|.*的?主要内容|关键词(?:诠释|解释)|.*(?:有哪些|是什么|为什么|如何理解).*"
)
_AS_WRITTEN = str.maketrans("‘’", "〈〉")  # A view replaces brackets inside brackets with quotes.
MAX_CHARACTERS = 200_000  # Five-year plans have some 80,000.
MAX_LINES = 8_000
_EXPLAINED = re.compile(r"解读如下|政策解读(?:如下|：)|解读为")
_PLAN_SIZE = 25  # A paper with as many tasks of its own is a plan, whatever else it sends out.
_TABLE = re.compile(r"分解|分工|台账|任务书|(?:任务|责任|目标|工作|重点|项目|事项)[^》，。]{0,10}(?:清单|表)")
_SENDS = re.compile(r"(?:分解|分工)[^，。；]{0,24}通知|予以分解(?:印发|下达)|分解下达|分解落实.{0,40}通知如下")
_SEE = re.compile(r"《([^《》]{2,50})》（?(?:详见附件|见附件|附后)")


def refuse_unreadable(text: str) -> None:
    """Raise NotAPlan for a text that is empty, not in Chinese, or longer than plans are."""
    if not text.strip():
        raise NotAPlan("文件是空的，没有可读的文字。")
    if not re.search(f"[{HAN}]", text):
        raise NotAPlan("文件里没有中文，读不出工作任务。")
    if len(text) > MAX_CHARACTERS or text.count("\n") > MAX_LINES:
        raise NotAPlan(f"文件太长（{len(text)} 字、{text.count(chr(10)) + 1} 行），不像一份工作要点。请拆开后再发。")


def refuse_other_papers(titles: str, root: Node) -> None:
    """Raise NotAPlan for interpretations, reports on past work and press conferences.

    `titles` are the titles of the paper and the file's name. An interpretation (政策解读) is also recognised by its
    headings 背景, 主要内容, … and by its questions and answers.
    """
    for rule, reason in _OTHER:
        if rule.search(titles):
            raise NotAPlan(reason)
    headings = [re.sub(r"[。：？？]$", "", _heading(node)) for node in root.walk() if node.head]
    opening = "".join(text.view for text in root.texts[:4])
    dialogue = sum(bool(re.match(r"问[：:]|答[：:]", text.view)) for node in root.walk() for text in node.texts)
    explaining = sum(bool(_EXPLAINS.fullmatch(heading)) for heading in headings)
    if _EXPLAINED.search(opening) or explaining >= 2 or dialogue >= 2:
        raise NotAPlan(_OTHER[0][1])


def _heading(node: Node) -> str:
    """Return the title of a part, or the beginning of its text."""
    if node.title:
        return node.title.view
    return node.head.view[:40] if node.head else ""


def refuse_missing_table(notice: FilePart, title: str, enclosed_title: str, task_count: int) -> None:
    """Raise NotAPlan where a covering notice sends out a table of tasks (《…分工表》) that is not in the file.

    Such a notice may have numbered requirements, but these are few, and name no units: they are not the plan.
    """
    if task_count >= _PLAN_SIZE:
        return
    text = title + "。" + "。".join(p.view for p in notice.paragraphs)
    reference = _SEE.search(text)
    tables = [name for name in (enclosed_title, reference[1] if reference else "") if _TABLE.search(name)]
    is_annex = _TABLE.search(notice.annex_list) and ("通知" in title or not notice.numbered_count)
    if tables or is_annex or _SENDS.search(text[:400]):
        what = f"《{tables[0].translate(_AS_WRITTEN)}》" if tables else "附件里的任务表"
        raise NotAPlan(f"这是一份通知，正文说任务见{what}，但文件里没有这张表。请把它一起发来。")


def no_tasks(notice: FilePart, enclosed_title: str, paragraphs: int) -> NotAPlan:
    """Return the exception for a paper without tasks; where the paper says where they are, the sentence repeats it."""
    if enclosed_title or notice.annex_list:
        what = f"《{enclosed_title}》" if enclosed_title else "附件"
        return NotAPlan(f"这是一份通知，任务在{what}里，但文件里没有。请把它一起发来。")
    return NotAPlan(f"没有找到任务：全文 {paragraphs} 段，没有“一、”“（一）”“1.”这样编号的任务，也没有任务表。")
