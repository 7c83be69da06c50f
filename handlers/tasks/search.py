"""Search for tasks (查找) by number, words of the title, unit, initials and state."""

from handlers.ask import Ask
from handlers.inputs import Page, Words
from handlers.messages import keyboard
from handlers.registry import command
from plan import search_query
from plan.light import Light
from plan.permission import WHOLE_PLAN, may_read
from plan.refusal import Refusal
from plan.reply import PAGE, Button, Reply, Row, pairs, window
from plan.search_query import SearchQuery
from plan.values import Duty, Role
from plan.words.open_question import Wants
from storage import search as stored
from storage import search_index, units
from storage.search import Hit
from storage.search_index import Entry, Match

MAX_QUERY = 50
"""In characters; what is typed beyond is ignored."""


@command(
    "find",
    "查找",
    "按编号、名称、单位、拼音首字母或状态查找",
    words=("搜索",),
    menu=4,
    example="/find 专利导航",
    asks=Wants.SEARCH,
)
async def find(ask: Ask, page: Page = 0, words: Words = "") -> Reply:
    words = " ".join(words.split())[:MAX_QUERY]
    if not words:
        return Reply("请回复要查找的编号、任务名称、单位或状态，例如：专利导航、常州 没报", question="/find")
    return await search_page(ask, words, page) or _no_matches(_parse(ask, words), words)


async def search_page(ask: Ask, words: str, page: int = 0) -> Reply | None:
    """Return a page of the tasks that match the words, or else nearly match them; None if there are none."""
    query = _parse(ask, words)
    if query.restricted and Duty.CLERK not in ask.me.duties:
        raise Refusal("不上机任务由督办员查找。")
    similar_words: list[str] = []
    row_limit = (page + 1) * PAGE
    matches = await stored.search(ask.db, query, ask.me, ask.today, row_limit)
    if not matches.total and query.words:
        similar_words = search_query.similar_names("".join(query.words), list((await search_index.load(ask.db)).named))
        if similar_words:
            matches = await stored.search(ask.db, query, ask.me, ask.today, row_limit, similar_words)
    if not matches.total:
        return None
    first, page_row, page_label = window(matches.total, page, "/find")
    hits = await stored.hits(ask.db, matches, first, query, ask.me, ask.today)
    page_row = tuple(Button(button.label, f"{button.line} {words}") for button in page_row)
    buttons = pairs(Button(hit.task.code, f"/task {hit.task.code}") for hit in hits)
    text = ask.render(
        "search_results", words=words, scope=_scope(ask, query), near=similar_words,
        total=matches.total, pages=page_label, rows=[_row(ask, hit) for hit in hits], of_shares=query.of_shares,
    )  # fmt: skip
    unit_button = await _unit_page_button(ask, [] if query.of_shares else matches.matches)
    return Reply(text, keyboard(*buttons, page_row, unit_button))


def _parse(ask: Ask, words: str) -> SearchQuery:
    return search_query.parse(words, ask.sent_on, ask.bureau.calendar)


async def _unit_page_button(ask: Ask, meanings: list[Match]) -> Row:
    """Return a button for the unit's page if the words name one unit and no other."""
    ids = meanings[0].units if len(meanings) == 1 else []
    unit = await units.get(ask.db, ids[0]) if len(ids) == 1 else None
    return (Button("单位页", f"/unit {unit.id}"),) if unit and may_read(ask.me.posts, unit.path) else ()


def _row(ask: Ask, hit: Hit) -> tuple[Entry, Light | None, str]:
    """Return the task, the light of the own assignments or else of those that the person may read, and the units."""
    readable = [assignment for assignment in hit.shares if may_read(ask.me.posts, assignment.path)]
    own = [assignment for assignment in readable if assignment.unit_id in ask.me.unit_ids]
    lit = own or [assignment for assignment in readable if assignment.role is not Role.SUPPORT] or readable
    lights = [assignment.light(ask.today, ask.bureau.calendar, ask.bureau.limits) for assignment in lit]
    more = f"等{len(hit.shares)}个单位" if len(hit.shares) > 2 else ""
    return hit.task, max(lights, default=None), "、".join(assignment.unit for assignment in hit.shares[:2]) + more


def _scope(ask: Ask, query: SearchQuery) -> str:
    return "本单位" if query.facts and not ask.me.duties & WHOLE_PLAN else ""


def _no_matches(query: SearchQuery, words: str) -> Reply:
    if query.words or query.numbers:
        return Reply(f"没有找到“{words}”。请换一个词，或按板块查看。", ((Button("查看计划", "/plan"),),))
    return Reply(f"没有符合“{words}”的任务。", ((Button("查看计划", "/plan"), Button("总览", "/board")),))
