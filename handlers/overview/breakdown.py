"""Progress by section, by unit, and by leader in charge (按板块、按单位、按领导)."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import BeforeValidator

from handlers.ask import Ask
from handlers.inputs import Id, Input, Page
from handlers.messages import keyboard
from handlers.registry import OVERSEERS, command
from plan import labels
from plan.permission import Post, nearest, readable_paths
from plan.refusal import Refusal
from plan.reply import Button, Reply, Row, paged, pairs
from plan.values import Duty, UnitKind
from storage import people, progress_counts
from storage import units as unit_tree
from storage.progress_counts import Counts, Part


@command("sections", "按板块", "各板块的进度和红黄灯", who=OVERSEERS)
async def sections(ask: Ask, page: Page = 0) -> Reply:
    parts = await progress_counts.by_section(ask.db, ask.today)
    names = [labels.of_section(*part.name.partition(" ")[::2]) for part in parts]
    return _parts_page(ask, "各板块进度", parts, names, page, "/sections", "/board s")


KINDS = {"各市": UnitKind.CITY, "设区市": UnitKind.CITY, "各处室": UnitKind.DIVISION, "县区": UnitKind.COUNTY}
KIND_WORDS = KINDS | {word: kind for kind in UnitKind for word in (kind.value, kind.label)}
ORDERS = {"快": "fast", "慢": "slow"}
KindOfUnit = Annotated[
    UnitKind, BeforeValidator(lambda word: KIND_WORDS[word]), Input("类别", "各市", "|".join(KIND_WORDS))
]
Order = Annotated[
    str,
    BeforeValidator(lambda word: ORDERS.get(word, word)),
    Input("快或慢", "慢", "|".join((*ORDERS, *ORDERS.values()))),
]


@command("units", "按单位", "各单位的承办情况，也可按类别、按快慢", words=("单位",), example="/units 各市 慢")
async def units(ask: Ask, kind: KindOfUnit | None = None, order: Order = "", page: Page = 0) -> Reply:
    """Show the units with the most red lights first, or with an order the fastest or the slowest first."""
    parts = await progress_counts.by_unit(ask.db, ask.today, readable_paths(ask.me.posts), kind)
    title = f"各{kind.label if kind else '单位'}承办情况"
    line = f"/units {kind.value}" if kind else "/units"
    if not order:
        return _parts_page(ask, title, parts, await _short_names(ask, parts), page, line, "/unit ")
    ordered = sorted(parts, key=lambda part: part.counts.slowness, reverse=order == "slow")
    is_equal = len({part.counts.slowness for part in parts}) == 1 < len(parts)
    title += " · 目前快慢相同" if is_equal else " · 由慢到快" if order == "slow" else " · 由快到慢"
    turn = Button("由快到慢", f"{line} fast") if order == "slow" else Button("由慢到快", f"{line} slow")
    names = await _short_names(ask, ordered)
    return _parts_page(ask, title, ordered, names, page, f"{line} {order}", "/unit ", turns=(turn,))


@command("leaders", "按领导", "各分管领导所管单位的承办情况", who=OVERSEERS, words=("分管领导",))
async def leaders(ask: Ask, post: Id | None = None, page: Page = 0) -> Reply:
    """Show all leaders in charge, or with `post` the units of the leader who holds it."""
    parts = await progress_counts.by_unit(ask.db, ask.today, ["/"])
    holders = await people.holders(ask.db, (Duty.LEADER,), ask.today)
    leading = {held.id: held for person in holders for held in person.posts if held.duty is Duty.LEADER}
    if post is None:
        of_leaders = _by_leader(parts, list(leading.values()))
        shorts = await unit_tree.short_names_of(ask.db, [leading[part.id].unit_id for part in of_leaders])
        names = labels.numbered([f"{shorts[leading[part.id].unit_id]}领导" for part in of_leaders])
        return _parts_page(ask, "各分管领导所管任务", of_leaders, names, page, "/leaders", "/leaders ")
    if post not in leading:
        raise Refusal("这一岗位已有调整，请重新选择。", Button("按领导", "/leaders"))
    own = [part for part in parts if leading[post] in nearest(leading.values(), part.path)]
    title, names = f"{leading[post].title}所管单位", await _short_names(ask, own)
    return _parts_page(ask, title, own, names, page, f"/leaders {post}", "/unit ", back="/leaders")


def _by_leader(parts: Sequence[Part], posts: Sequence[Post]) -> list[Part]:
    """Return a part per leader: a unit counts for the nearest leader above it, and for each of several equally near."""
    sums = [
        Part(post.id, post.title, post.path, sum((p.counts for p in parts if post in nearest(posts, p.path)), Counts()))
        for post in posts
    ]
    return [part for part in sums if part.counts.total]


async def _short_names(ask: Ask, parts: Sequence[Part]) -> list[str]:
    shorts = await unit_tree.short_names_of(ask.db, [part.id for part in parts])
    return [shorts[part.id] for part in parts]


def _parts_page(
    ask: Ask, title: str, parts: Sequence[Part], names: Sequence[str], page: int, line: str, opens: str,
    *, back: str = "/board", turns: Row = (),
) -> Reply:  # fmt: skip
    """Return a page of parts, whose buttons are labelled with `names`. `line` opens another page, and `opens` with a
    part's id opens that part.

    `turns` are buttons beside 返回, for another order; with them each part shows its classes of progress.
    """
    rows = list(zip(parts, names, strict=True))
    page_items, page_row, page_label = paged(rows, page, line)
    text = ask.render(
        "unit_breakdown", title=title, parts=[part for part, _ in page_items], pages=page_label, classes=bool(turns)
    )
    buttons = pairs(Button(name, f"{opens}{part.id}") for part, name in page_items)
    return Reply(text, keyboard(*buttons, page_row, (Button("返回", back), *turns)))
