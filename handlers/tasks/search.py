"""Search for tasks (查找) by number, words of the title, unit, initials and state."""

from dataclasses import dataclass, replace
from datetime import date

from handlers.ask import Ask
from handlers.inputs import Page, Words
from handlers.messages import keyboard
from handlers.registry import command
from handlers.tasks import search_totals
from plan import format, search_query
from plan.light import Light
from plan.permission import WHOLE_PLAN, may_read
from plan.refusal import Refusal
from plan.reply import PAGE, Button, Reply, Row, pairs, window
from plan.search_query import SearchQuery
from plan.search_terms import CLASSES, LIGHTS
from plan.values import Duty, Role
from plan.words.open_question import Wants
from storage import search as stored
from storage import search_index, units
from storage.search import Hit, SearchResult
from storage.search_index import Entry, Match

FROM_NOW_ON = (date.min, date.max)
MAX_QUERY = 50
"""In characters; what is typed beyond is ignored."""


@dataclass(frozen=True)
class Search:
    """A query with its `words` as they were written, and the command `line` that shows a page of it.

    `heading` stands above the results, `nothing` instead of them.
    """

    query: SearchQuery
    words: str
    line: str
    heading: str
    nothing: str


@command(
    "find", "查找", "按编号、名称、单位、拼音首字母或状态查找", words=("搜索",), menu=4, example="/find 专利导航",
    asks=Wants.SEARCH,
)  # fmt: skip
async def find(ask: Ask, page: Page = 0, words: Words = "") -> Reply:
    words = " ".join(words.split())[:MAX_QUERY]
    if not words:
        return Reply("请回复要查找的编号、任务名称、单位或状态，例如：专利导航、常州 没报", question="/find")
    search = _search(ask, words)
    return await results_page(ask, search, page) or await no_results(ask, search)


async def search_page(ask: Ask, words: str, page: int = 0) -> Reply | None:
    """Return a page of the tasks that match the words, or else nearly match them; None if there are none."""
    return await results_page(ask, _search(ask, words), page)


def _search(ask: Ask, words: str) -> Search:
    query = search_query.parse(words, ask.sent_on, ask.bureau.calendar)
    within = f"（时限{days_in_words(ask, query.due)}）" if query.due else ""
    return Search(query, words, "/find", f"查找“{words}”", f"没有符合“{words}”的任务{within}。")


async def results_page(ask: Ask, search: Search, page: int) -> Reply | None:
    """Return a page of the results, or of tasks and units with similar names; None if there are none."""
    query = search.query
    if query.restricted and Duty.CLERK not in ask.me.duties:
        raise Refusal("不上机任务由督办员查找。")
    similar_words: list[str] = []
    row_limit = (page + 1) * PAGE
    matches = await stored.search(ask.db, query, ask.me, ask.today, row_limit)
    if not matches.total and query.words:
        similar_words = search_query.similar_names("".join(query.words), list((await search_index.load(ask.db)).named))
        if similar_words:
            matches = await stored.search(ask.db, query, ask.me, ask.today, row_limit, similar_words)
    return await _page(ask, search, matches, similar_words, page) if matches.total else None


async def _page(ask: Ask, search: Search, matches: SearchResult, similar_words: list[str], page: int) -> Reply:
    query = search.query
    first, page_row, page_label = window(matches.total, page, search.line)
    hits = await stored.hits(ask.db, matches, first, query, ask.me, ask.today)
    page_row = tuple(Button(button.label, f"{button.line} {search.words}".rstrip()) for button in page_row)
    buttons = pairs(Button(hit.task.code, f"/task {hit.task.code}") for hit in hits)
    text = ask.render(
        "search_results", heading=search.heading, scope=_scope(ask, query), near=similar_words,
        total=matches.total, pages=page_label, rows=[_row(ask, query, hit) for hit in hits],
        totals=await search_totals.of_units(ask, query, matches.index),
        days=days_in_words(ask, query.due) if query.due and search.line == "/find" else "",
        shows_units=query.of_shares or query.of_deadlines,
    )  # fmt: skip
    unit_button = await _unit_page_button(ask, [] if query.of_shares else matches.matches)
    return Reply(text, keyboard(*buttons, page_row, unit_button))


async def _unit_page_button(ask: Ask, meanings: list[Match]) -> Row:
    """Return a button for the unit's page if the words name one unit and no other."""
    ids = meanings[0].units if len(meanings) == 1 else []
    unit = await units.get(ask.db, ids[0]) if len(ids) == 1 else None
    return (Button("单位页", f"/unit {unit.id}"),) if unit and may_read(ask.me.posts, unit.path) else ()


def _row(ask: Ask, query: SearchQuery, hit: Hit) -> tuple[Entry, date | None, Light | None, str]:
    """Return the task, its deadline, the light of the own assignments or else of the readable ones, and the units.

    Where it was asked what is due, the deadline is the nearest of the readable assignments, as it may be extended.
    """
    readable = [assignment for assignment in hit.shares if may_read(ask.me.posts, assignment.path)]
    own = [assignment for assignment in readable if assignment.unit_id in ask.me.unit_ids]
    lit = own or [assignment for assignment in readable if assignment.role is not Role.SUPPORT] or readable
    lights = [assignment.light(ask.today, ask.bureau.calendar, ask.bureau.limits) for assignment in lit]
    more = f"等{len(hit.shares)}个单位" if len(hit.shares) > 2 else ""
    dates = [assignment.deadline for assignment in readable if assignment.deadline] if query.due else []
    deadline = min(dates, default=hit.task.deadline)
    names = "、".join(assignment.unit for assignment in hit.shares[:2]) + more
    return hit.task, deadline, max(lights, default=None), names


def _scope(ask: Ask, query: SearchQuery) -> str:
    return "本单位" if query.facts and not ask.me.duties & WHOLE_PLAN else ""


def days_in_words(ask: Ask, days: tuple[date, date]) -> str:
    """Return the days within which a deadline lies, such as `3月2日至3月8日`, `6月30日以前`."""
    first, last = days
    if first == date.min:
        return f"{format.short_day(last, ask.today)}以前"
    return f"{format.short_day(first, ask.today)}起" if last == date.max else format.days(first, last, ask.today)


async def no_results(ask: Ask, search: Search) -> Reply:
    """Say that nothing matches, and name what is due next where the question was about a state or a deadline."""
    query, plan = search.query, Button("查看计划", "/plan")
    depends_on_time = query.of_deadlines or query.facts & (LIGHTS | CLASSES)
    following = await stored.next_due(ask.db, query, ask.me, ask.today) if depends_on_time else None
    if query.facts and not await search_totals.are_readable(ask, query):
        return Reply(f"{search.nothing}\n您只能查看本单位及下属单位的承办情况。", ((plan, Button("我的任务", "/my")),))
    if following is None and (query.words or query.numbers) and not query.of_deadlines:
        return Reply(f"没有找到“{search.words}”。请换一个词，或按板块查看。", ((plan,),))
    if following is None:
        return Reply(search.nothing, ((plan, Button("总览", "/board")),))
    task, deadline, *_ = _row(ask, replace(query, due=FROM_NOW_ON), following)
    when = f"，时限{format.day(deadline, ask.today)}" if deadline else ""
    text = f"{search.nothing}\n下一项：{task.code} {task.title}{when}"
    return Reply(text, ((Button(task.code, f"/task {task.code}"), Button("总览", "/board")),))
