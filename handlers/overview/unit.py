"""One unit's page (单位页): its counts, and its assignments, the most urgent first."""

from handlers.ask import Ask
from handlers.inputs import Page, Word
from handlers.overview.lists import assignments_page
from handlers.people.pick_unit import find_unit
from handlers.registry import command
from plan.permission import may_read
from plan.refusal import Refusal
from plan.reply import Button, Reply
from storage import progress_counts
from storage import units as tree


@command("unit", "单位页", "一个单位的承办情况", example="/unit 运用促进处")
async def unit(ask: Ask, word: Word, page: Page = 0) -> Reply:
    """Show a unit by its id, its name, or a part of the name that no other unit has."""
    chosen = find_unit(await tree.every(ask.db), word, "/unit ")
    if not may_read(ask.me.posts, chosen.path):
        raise Refusal("您只能查看本单位及下属单位的承办情况。", Button("我的任务", "/my"))
    counts = await progress_counts.of_places(ask.db, ask.today, [chosen.path])
    text = ask.render("unit_counts", unit=chosen, counts=counts)
    listing = await assignments_page(
        ask, "all", "承办任务", progress_counts.below([chosen.path]), page, f"/unit {chosen.id}", back="/units"
    )
    *rows, foot = listing.buttons
    return Reply(text + "\n\n" + listing.text, (*rows, (*foot, Button("轨迹", f"/history u{chosen.id}"))))
