"""The clerk hands a draft in for signature (送领导审签), and takes it back with all that was typed (撤回)."""

from handlers.ask import Ask
from handlers.bulletins.page import (
    LIST,
    bulletin_of,
    bureau_path,
    clerk_post,
    draft_of,
    draft_page,
    happened,
    names,
    noted,
    rewritten,
)
from handlers.inputs import Id, Version
from handlers.registry import CLERK, command
from plan.bulletin import Bulletin, Stage
from plan.format import days
from plan.letter_kinds import BULLETIN_REVIEW
from plan.person import Person
from plan.refusal import Refusal
from plan.reply import Button, Reply
from storage import bulletins, people
from storage.outbox import letters, pending

UNBOUND = "原通报发送的群均已解除绑定，更正件无处发送，未送审。"


@command("tosign", "送领导审签", "把通报草稿送局领导审签", who=CLERK, writes=True, example="/tosign 12")
async def tosign(ask: Ask, id: Id, seen: Version | None = None) -> Reply:
    one = await bulletin_of(ask, id)
    if one.stage is Stage.REVIEW and seen is not None and one.version == seen + 1:
        return await draft_page(ask, one, "已送局领导审签。", toast="已送审签")
    one = await draft_of(ask, id, seen)
    if not await names(ask, one):
        if one.corrects:
            raise Refusal(UNBOUND, Button("查看草稿", f"/bulletin {one.id}"))
        raise Refusal("尚未选定发送的群，未送审。请先选群。", Button("选群", f"/audience {one.id} v{one.version}"))
    to = await _signers(ask, one)
    hands = " ".join(map(str, sorted(one.hands | {ask.me.id})))
    await bulletins.change(ask.db, one, stage=Stage.REVIEW, remark="", returned_by=None, hands=hands)
    # As it was handed in, for who has it open when it is changed: he is told what has become another.
    await noted(ask, "bulletin_submitted", one, clerk_post(ask), text=str(one.text), groups=list(one.groups))
    one = await bulletin_of(ask, one.id)
    await letters.tell(
        ask.db, BULLETIN_REVIEW, _key(one), await _letter(ask, one), to, ask.now
    )  # fmt: skip
    return await draft_page(ask, one, "已送局领导审签。", toast="已送审签")


def _key(bulletin: Bulletin) -> str:
    return f"bulletin{bulletin.id}:{bulletin.version}"


async def _signers(ask: Ask, bulletin: Bulletin) -> list[Person]:
    mine = bulletin.hands | {ask.me.id}
    leaders = await people.in_charge(ask.db, await bureau_path(ask), ask.today)
    found = [leader for leader in leaders if leader.id not in mine]
    if not found:
        raise Refusal("没有可以签发的局领导，未送审。请在“岗位”中设置本局的分管领导。", Button("岗位", "/roster"))
    return found


async def _letter(ask: Ask, one: Bulletin) -> Reply:
    groups, what = "、".join(await names(ask, one)), "督办通报（更正）" if one.corrects else "督办通报"
    span = days(one.first, one.last, ask.today)
    text = f"请审签{what}：{span}\n{one.by}起草，签发后发至：{groups}\n点“审签”查看全文，所见即群内所发。"
    return Reply(text, ((Button("审签", f"/issue {one.id}"),),))


@command("recall", "撤回送审", "把送审的通报撤回修改，内容保留", who=CLERK, writes=True, example="/recall 12")
async def recall(ask: Ask, id: Id, seen: Version | None = None) -> Reply:
    """A draft again, of the data as they are now; the leader's letter is not sent where it has not gone out yet."""
    one = await bulletin_of(ask, id)
    if one.stage is Stage.DRAFT:
        return await draft_page(ask, await rewritten(ask, one), toast="已撤回")
    if one.stage is not Stage.REVIEW:
        raise Refusal(f"未撤回：{happened(ask, one)}", LIST)
    if seen not in (None, one.version):
        raise Refusal("未撤回：这份通报修改后已重新送审，请查看最新内容。", Button("查看草稿", f"/bulletin {one.id}"))
    await bulletins.change(ask.db, one, stage=Stage.DRAFT)
    await pending.drop(ask.db, _key(one))
    await noted(ask, "bulletin_recalled", one, clerk_post(ask))
    draft = await rewritten(ask, await bulletin_of(ask, one.id))
    return await draft_page(ask, draft, "已撤回送审，可以修改；改好后请重新送审。", toast="已撤回")
