"""Tell whether a sentence asks."""

import re

ASKS = re.compile(
    r"[?？][\s。.!]*$|[吗么呢][\s。.!?？]*$|[了过]没有?[\s。.!]*$|没[^,，。;；]{1,4}吧[\s。.!]*$"
    r"|([要该会好行对急齐批办延报签])不\1"
    r"|谁|哪|什么时候|啥时候|何时|多久|多少|怎么样|怎样|咋|怎么(?:了|还|这么|这样|会|回事|搞|老)|如何(?!办理)|是否|有没有|有无|是不是|能不能"
    r"|可不可以|为什么|为啥|(?<!没)有(?:什么|啥)|几[项个家件时点月号条]|到[哪啥]一?(?:步|地步|程度)|什么(?:情况|进展"
    r"|问题|时间|事|任务|意思|节点)|查一?下|查查|查询|查找|搜索?|看一?下|看看"
)
PARTS_OF_STATEMENTS = re.compile(
    r"如何(?:把|将|办理)|哪怕|无论|不论|怎么(?:也|都)|谁都|什么都|(?:让|责成)[^,，。]{1,12}说"
)


def is_question(text: str) -> bool:
    """Return whether the text asks as a whole. A text of several sentences asks if its last one does."""
    sentences = [part for part in re.split(r"[。!！;；\n]+", text) if part.strip()]
    return bool(sentences) and bool(ASKS.search(sentences[-1])) and not PARTS_OF_STATEMENTS.search(sentences[-1])
