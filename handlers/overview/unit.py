"""One unit's page: how it stands, and its shares, the most urgent first."""

from handlers.ask import Ask
from handlers.inputs import Page, Word
from handlers.overview.lists import shares_page
from handlers.registry import command
from plan.permission import may_read
from plan.refusal import Refusal
from plan.reply import Button, Reply
from storage import progress_counts
from storage import units as tree
from storage.units import Unit


@command("unit", "单位页", "一个单位的承办情况", example="/unit 运用促进处")
async def unit(ask: Ask, word: Word, page: Page = 0) -> Reply:
    """`word` is its id, its name, or a part of the name that no other has."""
    found = one_of(await tree.every(ask.db), word, "/unit ")
    if not may_read(ask.me.posts, found.path):
        raise Refusal("您只能查看本单位及下属单位的承办情况。", Button("我的任务", "/my"))
    counts = await progress_counts.of_places(ask.db, ask.today, [found.path])
    text = ask.render("unit", unit=found, counts=counts)
    below = await shares_page(
        ask, "all", "承办任务", progress_counts.below([found.path]), page, f"/unit {found.id}", back="/units"
    )
    *rows, foot = below.buttons
    return Reply(text + "\n\n" + below.text, (*rows, (*foot, Button("轨迹", f"/history u{found.id}"))))


def one_of(every: list[Unit], word: str, line: str) -> Unit:
    """By id from a button, by name, or by a part of it that only one unit has. The id of a choice is put behind `line`.

    Raises Refusal, with buttons where several could be meant.
    """
    named = [one for one in every if word in (str(one.id), one.name)]
    alike = named or [one for one in every if word in one.name]
    if len(alike) == 1:
        return alike[0]
    if not alike:
        raise Refusal(f"没有名称含“{word}”的单位。", Button("各单位", "/units"))
    raise Refusal("有多个单位，请选择：", *(Button(one.short, f"{line}{one.id}") for one in alike[:8]))
