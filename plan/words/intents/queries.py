"""Lists and searches: what is left of a sentence without the words that only ask becomes the terms of /find."""

import re
from dataclasses import dataclass
from datetime import date

from plan.words.intent import Found, Intent, Meaning, Sort
from plan.words.intents.sentences import is_question
from plan.words.mention import Mention
from plan.words.message import DATE, LENGTH, PERCENT, TASK, UNIT, Message, Names, compiled
from plan.words.numerals import number

FACTS = (
    ("没签收", r"(?:还|都|仍)?(?:没|未|待)有?签收?(?:的|了)?"),
    (
        "没报",
        r"(?:还|都|仍)?(?:没|未|不)有?(?:汇报|反馈|报送|上报|报进展|报进度|报材料|动静|报|交)(?:过|进展|进度|材料)?",
    ),
    ("逾期", r"(?:已经?)?(?:逾期|超期|过期|超时|超过时限|到期(?:没|未)(?:办|完成?|交))"),
    ("滞后", r"滞后|落后|偏慢|进度慢|慢的|拖后腿"),
    ("有困难", r"(?:有|遇到|存在)困难|卡住|推不动"),
    ("红灯", r"(?:亮)?红灯|标红|红的"),
    ("黄灯", r"(?:亮)?黄灯|标黄|黄的"),
    ("待审核", r"(?:待|等|未|没)审核?|待销号|审核中"),
    ("办结", r"(?:已经?)?(?:办结|销号|完结|办完)(?:了)?"),
    (
        "时限待定",
        r"(?:时间|时限|期限|日期|截止时间)(?:还)?(?:没|未|待)(?:有)?(?:定|明确|确定)|没有?(?:时限|期限|时间|日期)|"
        r"(?:时限|时间)待定|不定期",
    ),
    ("我牵头", r"(?:我们?|我?(?:处|市|局)|我们?(?:处|市|局|单位)|本(?:处|单位))(?:是)?牵头"),
    ("我配合", r"(?:我们?|我?(?:处|市|局)|我们?(?:处|市|局|单位)|本(?:处|单位))(?:是)?配合"),
    ("我的", r"我们?(?:处室?|市|局|室|单位)?的?|本(?:处|市|局|单位)的?"),
    ("各市", r"各(?:设区)?市|各地市?|(?:哪些|哪几个|什么)(?:地市|市局?)|市局?里"),
)
EMPTY = re.compile(
    r"到期|有关|相关|(?:单位|任务|家|项|个)数|干嘛|干啥|啥|那个|那项|这个|这项|那件|到?哪一?步|什么时候|啥时候|时候|何时|哪一?天|几号|几月|举办|召开"
    r"|请问|有没有"
    r"|有无|有哪些|哪些|哪几[项个家]|哪[个项家]|什么|多少|几[项个件家]|谁"
    r"|看一?下|看看|给我|帮我|查一?下|查查|查找|查询|查看|搜一?下|搜搜|搜索|找一?下|找找|找|列一?下|列出|列"
    r"|显示|打开|统计|说说|问"
    r"|还|有|都|是|的|了|吗|呢|么|吧|啊|要|得|需要|应该|该|跟|和|与|及|对|把|在|到|这边|那边|里面|当中|相关"
    r"|有关|关于|涉及|方面|任务|事项|工作|事情|情况|清单|列表|名单|单位"
    r"|部门|内容|节点|目前|现在|今年|所有|全部|一共|总共|我想知道|想知道|最近|怎么样|如何|完成|办完|办|做"
    r"|交|处理|落实|到期|截止|时限|期限|之前|以前|前|内|项|个|出来|一下"
    r"|[\s,，.。;；:：、?？!！]+"
)
THING = re.compile(r"(?:那|这)(?:个|项|件)|的事|项目")
TO_ME = re.compile(
    r"(?:(?:发|报|交|送|拿)?给|帮|让|跟|告诉|替)我们?|(?<![没未])(?:发|报|送)我(?![们处市局])(?:看看|一下)?"
)
DUE = re.compile(
    r"到期|要交|要完成|要办|要做|要报|完成|办完|办结|节点|时限|截止|有什么|有哪些|要处理|要干|什么|哪些|任务"
    r"|事项|工作|干嘛|干啥|有啥|需要"
    r"|安排|的$|到$"
)
NEXT_DAYS = re.compile(r"(?:最近|近期|马上|快|即将|临近|眼看)(?:要|就要?|将)?(?:到期|截止|到时限|逾期|超期|过期)")
OUTSIDE = re.compile(
    r"除了|除开|除去|以外|之外|除[^,，。]{1,12}外|再不|或者?(?!许)|(?<!是)不是|(?<!是)非(?=[市处\ue004])"
    r"|(?<!有)(?:没有?|未|不|不会)(?:逾期|超期|滞后|落后|困难|红灯|黄灯)"
    r"|(?<![有期])(?:没有?|未)(?:办结|销号|办完)"
)
"""What negates a filter that /find has, or joins two by `or`: a search without that would show something else."""
CLOSED_IN = re.compile(r"(?<![要能该])(?:已经?)?(?:办结|销号|完结|办完|完成)(?:了|过|的)")
"""What was closed within some days, of which no list exists; `要办结的` asks what is due."""
BESIDES = frozenset("就来去说请您你我各所这那些也只能会可想好多省家看人事且但归管")
"""Single characters that may be left of a question. Another one may be a word that changes what is asked."""
SECTION = re.compile(r"第([一二三四五六七八九十]{1,2}|\d{1,2})(?:大?(?:部分|板块|章|项|类))")
BELOW = re.compile(rf"(?<={TASK})(?:项|条|节)?(?:里面?|下面|下属|以下|下|中|当中|整体|总体)")
OFFICES = re.compile(r"处室")
OF_OFFICES = frozenset({"没签收", "逾期", "滞后"})
"""What the list of the bureau's own offices counts for each of them."""
SEARCH_VERB = re.compile(r"^(?:请|帮我)?(?:查找|查一?下|查查|查询|搜索|搜一?下|搜搜|搜|找一?下|找找|找)[:： ]*")


@dataclass(frozen=True)
class Asked:
    """What a sentence asks for: facts, numbers of sections, and the words that are left, as tasks or units name them.

    `is_clear` is whether no single character is left besides."""

    facts: list[str]
    sections: list[str]
    words: list[str]
    is_near: bool
    is_due: bool
    is_of_offices: bool
    is_clear: bool


def _query(found: Found) -> Meaning | None:
    """Take the facts, dates, units and numbers out of the sentence; what is left are words to search for."""
    message = found.message
    was_closed = message.of(DATE) and CLOSED_IN.search(message.shape)
    if OUTSIDE.search(message.shape) or message.of(PERCENT) or message.of(LENGTH) or was_closed:
        return None
    asked = _asked(found)
    if asked is None:
        return None
    return _list_of_offices(found, asked) if asked.is_of_offices else _list(found, asked)


def _asked(found: Found) -> Asked | None:
    """Return what the sentence asks for, None if a part of it is neither that nor a word that means nothing."""
    rest = BELOW.sub(" ", TO_ME.sub("", found.message.shape.removeprefix("催")))
    sections = [str(int(name) if name.isdigit() else number(name)) for name in SECTION.findall(rest)]
    rest = SECTION.sub(" ", rest)
    is_near, rest = bool(NEXT_DAYS.search(rest)), NEXT_DAYS.sub(" ", rest)
    facts: list[str] = []
    for term, forms in FACTS:
        if match := re.search(forms, rest):
            facts.append(term)
            rest = f"{rest[: match.start()]} {rest[match.end() :]}"
    is_due = bool(_days(found)) and bool(DUE.search(rest))
    rest = re.sub(f"[{DATE}{UNIT}{TASK}]", " ", rest)
    is_of_offices, rest = bool(OFFICES.search(rest)), EMPTY.sub(" ", OFFICES.sub(" ", rest))
    words = [word for word in rest.split() if len(word) > 1 or word.isdigit()]
    single = {word for word in rest.split() if len(word) == 1 and not word.isdigit()}
    names = [_names(word, found.names) for word in words]
    if single - BESIDES or not all(names) or not all(map(found.names.tasks_below, sections)):
        return None
    return Asked(facts, sections, [name for each in names for name in each], is_near, is_due, is_of_offices, not single)


def _days(found: Found) -> list[Mention]:
    return [mention for mention in found.message.of(DATE) if mention.kind in ("day", "span")]


def _list_of_offices(found: Found, asked: Asked) -> Meaning | None:
    is_more = asked.words or asked.sections or found.message.entities
    is_counted = asked.facts and set(asked.facts) <= OF_OFFICES and not is_more
    return Meaning(Sort.QUESTION, "/units 处室 慢") if is_counted else None


def _list(found: Found, asked: Asked) -> Meaning | None:
    facts, days = asked.facts, _days(found)
    is_about_something = asked.is_clear or asked.words or set(facts) - {"我的"} or days or found.units or found.tasks
    if not is_about_something:
        return None
    terms = [*_units(found.message, found.names), *found.tasks, *asked.sections, *asked.words, *facts]
    if asked.is_due or asked.is_near:
        terms = [term for term in terms if term != "办结"]  # 要办完的 asks for what is still open.
        return Meaning(Sort.QUESTION, _due_line(found, terms))
    asks = is_question(found.message.normal.text)
    if days and (facts or found.tasks):
        return None  # /find does not know when a fact came to be.
    if facts and len(found.tasks) > 1 and not asks:
        return None  # `2.2.4和2.3.1都办结` wants something done.
    is_list = asks or (facts and not asked.words)
    return Meaning(Sort.QUESTION if is_list else Sort.SEARCH, f"/find {' '.join(terms)}") if terms else None


def _units(message: Message, names: Names) -> list[str]:
    """Return the names of the units; of `保护中心那个` the words as they stand, because they name a task."""
    terms = []
    for entity in (entity for entity in message.entities if entity.kind == UNIT):
        is_thing = THING.match(message.normal.text, entity.end)
        terms.append(message.normal.text[entity.start : entity.end] if is_thing else names.unit_name(entity.value))
    return terms


def _names(word: str, names: Names) -> list[str]:
    """Return the word if it names tasks or a unit, or its two parts if tasks contain both; else nothing."""
    if names.tasks_with(word) or names.is_unit(word):
        return [word]
    for at in range(len(word) - 2, 1, -1):
        if set(names.tasks_with(word[:at])) & set(names.tasks_with(word[at:])):
            return [word[:at], word[at:]]
    return []


def _due_line(found: Found, terms: list[str]) -> str:
    today = found.speaker.now.date()
    mention = next(iter(found.values(DATE)), None)
    if mention is None:
        return f"/due 最近 {' '.join(terms)}".rstrip()
    first = max(today, mention.first) if mention.is_limit else mention.first
    if mention.is_limit:
        first = today
    last = date.max if mention.is_start else mention.last
    return f"/due {first} {last} {' '.join(terms)}".rstrip()


def _search(found: Found) -> Meaning | None:
    """Search for the words as they are."""
    text = found.message.normal.text
    words = SEARCH_VERB.sub("", text).strip(" ,。?？!！")
    sort = Sort.QUESTION if SEARCH_VERB.match(text) else Sort.SEARCH
    names = found.names
    is_hit = (
        bool(words)
        and not words.isdigit()
        and all(names.tasks_with(word) or names.is_unit(word) for word in words.split())
    )
    return Meaning(sort, f"/find {words}") if is_hit else None


INTENTS = (
    Intent("search as it is", Sort.SEARCH, compiled(r"[^\n]{1,50}"), _search, ("专利导航", "查找 贯标")),
    Intent(
        "query",
        Sort.QUESTION,
        compiled(r"[^\n]{2,60}"),
        _query,
        (
            "谁没签收",
            "有没有落后的",
            "本月到期的",
            "6月底前要完成的",
            "常州 没报",
            "查一下跟园区有关的",
            "时间没定的任务",
            "待审核的",
        ),
    ),
)
