"""One unit's page (单位页): its counts, and its assignments, the most urgent first."""

from typing import Annotated

from pydantic import BeforeValidator

from handlers.ask import Ask
from handlers.inputs import Input, Page, Word, any_of, member_of
from handlers.overview.lists import assignments_page
from handlers.people.pick_unit import named_unit
from handlers.registry import command
from handlers.tasks.search import search_page
from plan.permission import may_read
from plan.refusal import Refusal
from plan.reply import Button, Reply, noted, pairs
from plan.values import Role
from storage import progress_counts
from storage.units import Unit

RoleWord = Annotated[Role, BeforeValidator(member_of(Role)), Input("牵头或配合", "牵头", any_of(Role))]


@command("unit", "单位页", "一个单位的承办情况", example="/unit 运用促进处 牵头")
async def unit(ask: Ask, word: Word, role: RoleWord | None = None, page: Page = 0) -> Reply:
    """Show a unit by its id or name; with a role only what it does in this role."""
    chosen = await named_unit(ask, word, "/unit ")
    if not may_read(ask.me.posts, chosen.path):
        return await _tasks_only(ask, chosen)
    scope, line = progress_counts.below([chosen.path]), f"/unit {chosen.id}"
    roles = [Button(other.label, f"{line} {other.value}") for other in (Role.LEAD, Role.SUPPORT)]
    if role:
        scope, line = progress_counts.in_role(scope, role), f"{line} {role.value}"
        roles = [Button("全部", f"/unit {chosen.id}")]
    counts = await progress_counts.of_selection(ask.db, ask.today, scope)
    text = ask.render("unit_counts", unit=chosen, counts=counts)
    title = f"{role.label}任务" if role else "承办任务"
    listing = await assignments_page(ask, "all", title, scope, page, line, back="/units")
    *rows, foot = listing.buttons
    links = (*roles, Button("轨迹", f"/history u{chosen.id}"), Button("联系人", f"/who {chosen.id}"))
    return Reply(text + "\n\n" + listing.text, (*rows, *pairs([*foot, *links])))


async def _tasks_only(ask: Ask, unit: Unit) -> Reply:
    """Return the tasks in which the unit has a share, which everybody may know; not how it stands with them."""
    refusal = "您只能查看本单位及下属单位的承办情况。"
    if not (tasks := await search_page(ask, unit.name)):
        raise Refusal(refusal, Button("我的任务", "/my"))
    return noted(tasks, f"{refusal}{unit.name}参与的任务如下：")
