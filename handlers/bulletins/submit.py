"""The clerk submits a draft for signature (送领导审签), or recalls it for more changes (撤回)."""

from handlers.ask import Ask
from handlers.bulletins.page import (
    ARCHIVE,
    bulletin_of,
    bureau_path,
    draft_of,
    draft_page,
    group_names,
    record_event,
    rewrite_draft,
    what_happened,
)
from handlers.inputs import Id, Version
from handlers.registry import CLERK, command
from plan.bulletin import Bulletin, BulletinStage
from plan.format import days
from plan.letter_kinds import BULLETIN_REVIEW
from plan.person import Person
from plan.refusal import Refusal
from plan.reply import Button, Reply
from plan.values import Duty
from storage import bulletins, people
from storage.outbox import letters, pending

UNBOUND = "原通报发送的群均已解除绑定，更正件无处发送，未送审。"


@command("tosign", "送领导审签", "把通报草稿送局领导审签", who=CLERK, writes=True, example="/tosign 12")
async def tosign(ask: Ask, id: Id, seen: Version | None = None) -> Reply:
    bulletin = await bulletin_of(ask, id)
    if bulletin.stage is BulletinStage.REVIEW and seen is not None and bulletin.version == seen + 1:
        return await draft_page(ask, bulletin, "已送局领导审签。", toast="已送审签")
    bulletin = await draft_of(ask, id, seen)
    if not await group_names(ask, bulletin):
        if bulletin.corrects:
            raise Refusal(UNBOUND, Button("查看草稿", f"/bulletin {bulletin.id}"))
        raise Refusal(
            "尚未选定发送的群，未送审。请先选群。", Button("选群", f"/audience {bulletin.id} v{bulletin.version}")
        )
    receivers = await _signers(ask, bulletin)
    hands = " ".join(map(str, sorted(bulletin.hands | {ask.me.id})))
    await bulletins.change(ask.db, bulletin, stage=BulletinStage.REVIEW, remark="", returned_by=None, hands=hands)
    # The event keeps the submitted text, so that a leader who has it open can be told what was changed later.
    await record_event(
        ask,
        "bulletin_submitted",
        bulletin,
        ask.post_of(Duty.CLERK),
        text=str(bulletin.text),
        groups=list(bulletin.groups),
    )
    bulletin = await bulletin_of(ask, bulletin.id)
    await letters.tell(
        ask.db, BULLETIN_REVIEW, _key(bulletin), await _letter(ask, bulletin), receivers, ask.now
    )  # fmt: skip
    return await draft_page(ask, bulletin, "已送局领导审签。", toast="已送审签")


def _key(bulletin: Bulletin) -> str:
    return f"bulletin{bulletin.id}:{bulletin.version}"


async def _signers(ask: Ask, bulletin: Bulletin) -> list[Person]:
    """Return the leaders who may sign: not those who drafted it. Raises Refusal if there are none."""
    authors = bulletin.hands | {ask.me.id}
    leaders = await people.in_charge(ask.db, await bureau_path(ask), ask.today)
    signers = [leader for leader in leaders if leader.id not in authors]
    if not signers:
        raise Refusal("没有可以签发的局领导，未送审。请在“岗位”中设置本局的分管领导。", Button("岗位", "/roster"))
    return signers


async def _letter(ask: Ask, bulletin: Bulletin) -> Reply:
    groups, document = (
        "、".join(await group_names(ask, bulletin)),
        "督办通报（更正）" if bulletin.corrects else "督办通报",
    )
    span = days(bulletin.first, bulletin.last, ask.today)
    text = f"请审签{document}：{span}\n{bulletin.by}起草，签发后发至：{groups}\n点“审签”查看全文，所见即群内所发。"
    return Reply(text, ((Button("审签", f"/issue {bulletin.id}"),),))


@command("recall", "撤回送审", "把送审的通报撤回修改，内容保留", who=CLERK, writes=True, example="/recall 12")
async def recall(ask: Ask, id: Id, seen: Version | None = None) -> Reply:
    """Make it a draft again, from the present data, and drop the leaders' letter if it is still waiting."""
    bulletin = await bulletin_of(ask, id)
    if bulletin.stage is BulletinStage.DRAFT:
        return await draft_page(ask, await rewrite_draft(ask, bulletin), toast="已撤回")
    if bulletin.stage is not BulletinStage.REVIEW:
        raise Refusal(f"未撤回：{what_happened(ask, bulletin)}", ARCHIVE)
    if seen not in (None, bulletin.version):
        raise Refusal(
            "未撤回：这份通报修改后已重新送审，请查看最新内容。", Button("查看草稿", f"/bulletin {bulletin.id}")
        )
    await bulletins.change(ask.db, bulletin, stage=BulletinStage.DRAFT)
    await pending.drop(ask.db, _key(bulletin))
    await record_event(ask, "bulletin_recalled", bulletin, ask.post_of(Duty.CLERK))
    draft = await rewrite_draft(ask, await bulletin_of(ask, bulletin.id))
    return await draft_page(ask, draft, "已撤回送审，可以修改；改好后请重新送审。", toast="已撤回")
