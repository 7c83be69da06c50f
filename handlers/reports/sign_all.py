"""Sign for all new assignments at once (全部签收), after a preview; of one's own units, or of a unit that is named."""

from collections import Counter
from dataclasses import dataclass

from handlers.ask import Ask
from handlers.inputs import Stamp, Sure, Word
from handlers.messages import CHANGED
from handlers.people.pick_unit import find_unit
from handlers.registry import ASSIGNEES, command
from handlers.reverse import UNDO_PERIOD
from plan import sign_all
from plan.assignment import Assignment
from plan.permission import UNIT_DUTIES, Post, post_for
from plan.reply import PAGE, Button, Reply, Row, pairs
from storage import assignments, events
from storage import units as unit_tree

OWN = "本单位"
MOST_UNITS = 16
MY = Button("我的任务", "/my")


@dataclass(frozen=True)
class Scope:
    """The assignments that are signed at once. `word` names their units in the command, `posts` are by unit."""

    word: str
    posts: dict[int, Post]
    unsigned: list[Assignment]

    @property
    def line(self) -> str:
        return f"/signall {self.word}"


@command("signall", "全部签收", "一次签收全部待签收的任务", who=ASSIGNEES, writes=True, example="/signall 运用促进处")
async def sign_all_(ask: Ask, word: Word = "", sure: Sure = "", confirmed: Stamp = "") -> Reply:
    """Show what would be signed for; with the stamp of what was shown, sign for it."""
    scope = await _scope(ask, word)
    if scope is None:
        return await _unit_choice(ask)
    if not scope.unsigned:
        return await _nothing_left(ask)
    if not sure:
        return _preview(scope)
    return await _sign(ask, scope) if confirmed == sign_all.stamp(scope.unsigned) else _preview(scope, CHANGED)


async def _scope(ask: Ask, word: str) -> Scope | None:
    """Return what is meant, None where a clerk must name a unit. Raises Refusal."""
    if word not in ("", OWN):
        unit = find_unit(await unit_tree.every(ask.db), word, "/signall ")
        post = post_for(ask.me.posts, unit.id)
        return Scope(str(unit.id), {unit.id: post}, await assignments.unsigned(ask.db, [unit.id]))
    posts = {post.unit_id: post for post in ask.me.posts if post.duty in UNIT_DUTIES}
    return Scope(OWN, posts, await assignments.unsigned(ask.db, [*posts])) if posts else None


def _preview(scope: Scope, note: str = "") -> Reply:
    """Return the number of assignments, by unit where there are several, and the first of them."""
    lines = [note] if note else []
    lines.append(f"将签收 {len(scope.unsigned)} 项任务（{'，'.join(sign_all.by_unit(scope.unsigned))}）：")
    lines.extend(sign_all.first_lines(scope.unsigned, PAGE))
    confirm = Button("全部签收", f"{scope.line} yes {sign_all.stamp(scope.unsigned)}")
    return Reply("\n".join(lines), ((confirm, Button("返回", "/my")),))


async def _sign(ask: Ask, scope: Scope) -> Reply:
    first = scope.unsigned[0]
    batch = f"{first.id}:{first.version}"
    for before in scope.unsigned:
        after, _ = await assignments.save(ask.db, before.sign(ask.now))
        await events.changed(ask.db, "sign", ask.me, scope.posts[before.unit_id], ask.now, before, after, batch=batch)
    text = f"已签收 {len(scope.unsigned)} 项任务（{'，'.join(sign_all.by_unit(scope.unsigned))}）。"
    return Reply(text, ((Button("撤销", f"/undo {after.id} v{after.version}"), MY),), toast="已签收")


async def _nothing_left(ask: Ask) -> Reply:
    """Return that all is signed for; after one's own tap with the button to undo it, as the first tap's answer."""
    change = await events.last_change(ask.db, ask.me.id, ask.sent_at - UNDO_PERIOD)
    undo: Row = ()
    if change and change.batch and change.action == "sign":
        undo = (Button("撤销", f"/undo {change.assignment_id} v{change.version}"),)
    return Reply("没有待签收的任务，已全部签收。", ((*undo, MY),), toast="已签收")


async def _unit_choice(ask: Ask) -> Reply:
    """Return the units for which a clerk can sign."""
    unsigned = await assignments.unsigned(ask.db)
    if not unsigned:
        return await _nothing_left(ask)
    counts = Counter((assignment.unit_id, assignment.unit) for assignment in unsigned).most_common(MOST_UNITS)
    names = await unit_tree.short_names_of(ask.db, [id for (id, _), _ in counts])
    buttons = [Button(names[id], f"/signall {id}") for (id, _), _ in counts]
    lines = (f"{unit}　{count} 项" for (_, unit), count in counts)
    return Reply("\n".join(("请选择代为签收的单位：", *lines)), pairs(buttons))
