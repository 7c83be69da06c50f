"""Finding tasks by number, by words of the title, by unit, by initials, and by how they stand."""

from handlers.ask import Ask
from handlers.inputs import Page, Words
from handlers.registry import command
from plan import finding
from plan.finding import Wanted
from plan.light import Light
from plan.permission import WHOLE_PLAN, may_read
from plan.refusal import Refusal
from plan.reply import MOST_BYTES, PAGE, Button, Reply, Row, pairs, window
from plan.texts import render
from plan.values import Duty, Role
from storage import search as stored
from storage import search_index, units
from storage.search import Hit
from storage.search_index import Entry, Match

MOST = 50
"""Characters: nobody knows a task by more."""
LONGEST_PAGE = len(" p1000000")


@command("find", "查找", "按编号、名称、单位、拼音首字母或状态查找", words=("搜索",), menu=4, example="/find 专利导航")
async def find(ask: Ask, page: Page = 0, words: Words = "") -> Reply:
    words = " ".join(words.split())[:MOST]
    if not words:
        return Reply("请回复要查找的编号、任务名称、单位或状态，例如：专利导航、常州 没报", question="/find")
    return await listed(ask, words, page) or _nothing(finding.parse(words), words)


async def listed(ask: Ask, words: str, page: int = 0) -> Reply | None:
    """What fits the words, else what comes close to them; None where nothing does."""
    wanted = finding.parse(words)
    if wanted.restricted and Duty.CLERK not in ask.me.duties:
        raise Refusal("不上机任务由督办员查找。")
    near: list[str] = []
    until = (page + 1) * PAGE
    found = await stored.search(ask.db, wanted, ask.me, ask.today, until)
    if not found.total and wanted.words:
        near = finding.nearest("".join(wanted.words), list((await search_index.load(ask.db)).named))
        found = await stored.search(ask.db, wanted, ask.me, ask.today, until, near) if near else found
    if not found.total:
        return None
    first, turn, pages = window(found.total, page, "/find")
    hits = await stored.hits(ask.db, found, first, wanted, ask.me, ask.today)
    turn = tuple(Button(button.label, f"{button.line} {words}") for button in turn if _fits(words))
    buttons = pairs(Button(hit.task.code, f"/task {hit.task.code}") for hit in hits)
    text = render(
        "found", today=ask.today, calendar=ask.bureau.calendar, words=words, scope=_scope(ask, wanted), near=near,
        total=found.total, pages=pages, rows=[_row(ask, hit) for hit in hits], of_shares=wanted.of_shares,
        cut=bool(pages) and not turn,
    )  # fmt: skip
    return Reply(
        text,
        (*buttons, *([turn] if turn else []), *await _page_of_unit(ask, [] if wanted.of_shares else found.matches)),
    )


async def _page_of_unit(ask: Ask, matches: list[Match]) -> tuple[Row, ...]:
    """Who types the name of one unit, and of no other, may mean all that it does."""
    ids = matches[0].units if len(matches) == 1 else []
    unit = await units.get(ask.db, ids[0]) if len(ids) == 1 else None
    return ((Button("单位页", f"/unit {unit.id}"),),) if unit and may_read(ask.me.posts, unit.path) else ()


def _row(ask: Ask, hit: Hit) -> tuple[Entry, Light | None, str]:
    """My own share's light, else the worst of the deciding ones that I may read; and whose they are."""
    told = [assignment for assignment in hit.shares if may_read(ask.me.posts, assignment.path)]
    own = [assignment for assignment in told if assignment.unit_id in ask.me.unit_ids]
    shown = own or [assignment for assignment in told if assignment.role is not Role.SUPPORT] or told
    lights = [assignment.light(ask.today, ask.bureau.calendar, ask.bureau.limits) for assignment in shown]
    more = f"等{len(hit.shares)}个单位" if len(hit.shares) > 2 else ""
    return hit.task, max(lights, default=None), "、".join(one.unit for one in hit.shares[:2]) + more


def _scope(ask: Ask, wanted: Wanted) -> str:
    return "本单位" if wanted.facts and not ask.me.duties & WHOLE_PLAN else ""


def _fits(words: str) -> bool:
    """Whether a button can hold them, with any page."""
    return len(f"/find {words}".encode()) + LONGEST_PAGE <= MOST_BYTES


def _nothing(wanted: Wanted, words: str) -> Reply:
    if wanted.words or wanted.numbers:
        return Reply(f"没有找到“{words}”。请换一个词，或按板块查看。", ((Button("查看计划", "/plan"),),))
    return Reply(f"没有符合“{words}”的任务。", ((Button("查看计划", "/plan"), Button("总览", "/board")),))
