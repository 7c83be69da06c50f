"""Choose the groups that get a bulletin (选群)."""

from handlers.ask import Ask
from handlers.bulletins.page import bulletin_of, draft_of, record_event
from handlers.inputs import Id, Page, Version
from handlers.messages import keyboard
from handlers.registry import CLERK, command
from plan import labels
from plan.refusal import Refusal
from plan.reply import Button, Reply, paged, pairs
from plan.values import Duty
from storage import bulletins, groups


@command("audience", "选群", "选择通报发送到哪些群", who=CLERK, writes=True, example="/audience 12 v1 3")
async def audience(
    ask: Ask, id: Id, seen: Version | None = None, group: Id | None = None, page: Page = 0
) -> Reply:  # fmt: skip
    """Show the bound groups; with `group`, add it to the receivers or remove it."""
    draft, bound = await draft_of(ask, id, seen), await groups.bound(ask.db)
    if draft.corrects:
        raise Refusal("更正发送到原通报的各群，不另选群。", Button("查看草稿", f"/bulletin {draft.id}"))
    if not bound:
        raise Refusal("还没有绑定的群。请先在群内发送 /bind。", Button("查看草稿", f"/bulletin {draft.id}"))
    if group is not None:
        if group not in [choice.id for choice in bound]:
            raise Refusal("这个群没有绑定，请重新选择。", Button("选群", f"/audience {draft.id} v{draft.version}"))
        await bulletins.choose(ask.db, draft.id, set(draft.groups) ^ {group})
        await bulletins.change(ask.db, draft, hands=" ".join(map(str, sorted(draft.hands | {ask.me.id}))))
        await record_event(ask, "bulletin_changed", draft, ask.post_of(Duty.CLERK))
        draft = await bulletin_of(ask, draft.id)
    line = f"/audience {draft.id} v{draft.version}"
    page_items, page_row, page_label = paged(bound, page, line)
    rows = [
        f"{n}. {'✓' if choice.id in draft.groups else '　'} {choice.title}" for n, choice in enumerate(page_items, 1)
    ]
    text = "\n".join((f"请点选发送的群{f'（{page_label}）' if page_label else ''}，✓ 为已选：", *rows))
    names = labels.numbered([choice.title for choice in page_items])
    buttons = [Button(name, f"{line} {choice.id} p{page}") for name, choice in zip(names, page_items, strict=True)]
    return Reply(text, keyboard(*pairs(buttons), page_row, (Button("返回", f"/bulletin {draft.id}"),)))
