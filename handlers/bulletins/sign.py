"""A leader reads a bulletin as groups will get it, and signs it (签发) or returns it to the clerk (退回修改)."""

from typing import Annotated

from pydantic import Field

from handlers.ask import Ask
from handlers.bulletins.letters import send, tell_authors
from handlers.bulletins.page import ARCHIVE, bulletin_of, bureau_path, group_names, record_event, what_happened
from handlers.inputs import Id, Input, Stamp, Version
from handlers.registry import LEADER, command
from plan.bulletin import Bulletin, BulletinStage, differences
from plan.checksum import stamp
from plan.letter_kinds import BULLETIN_RETURNED, BULLETIN_SIGNED
from plan.permission import Post, signing_post
from plan.refusal import Forbidden, Refusal
from plan.reply import Button, Reply
from storage import bulletins

ARCHIVE_ROW = (ARCHIVE,)
OWN_DRAFT = "您参与了这份通报的起草，请由其他局领导签发。"
Remark = Annotated[
    str, Field(max_length=500), Input("意见", "请补充数据", r"[\s\S]+", "意见请控制在500字以内。", after="")
]


@command("issue", "签发", "审签通报：查看全文，签发或退回修改", who=LEADER, words=("审签",), writes=True, menu=7)
async def issue(ask: Ask, id: Id | None = None, seen: Version | None = None, confirmed: Stamp = "") -> Reply:
    if id is None:
        waiting = await bulletins.open_ones(ask.db, ask.zone, BulletinStage.REVIEW)
        if not waiting:
            return Reply("目前没有等待审签的通报，送审后会立即通知您。", (ARCHIVE_ROW,))
        id = waiting[0].id
    bulletin = await bulletin_of(ask, id)
    post = await _signing_post(ask, bulletin)
    if bulletin.stage is not BulletinStage.REVIEW:
        return _not_in_review(ask, bulletin)
    signing = bool(confirmed) and seen is not None
    number = bulletin.number or await bulletins.next_number(ask.db, bulletin.year, take=signing)
    await _check_sendable(ask, bulletin)
    text = bulletin.numbered(number)
    if not signing or seen is None:
        return _preview(bulletin, text)
    await _check_unchanged(ask, bulletin, seen, confirmed, text)
    return await _record_signature(ask, bulletin, number, post)


def _preview(bulletin: Bulletin, text: str) -> Reply:
    """Return the exact text for the groups with its present number; the button carries a checksum of both."""
    reference = f"{bulletin.id} v{bulletin.version}"
    buttons = (Button("签发", f"/issue {reference} {stamp(text)}"), Button("退回修改", f"/sendback {reference}"))
    return Reply(text, (buttons, ARCHIVE_ROW))


async def _check_unchanged(ask: Ask, bulletin: Bulletin, seen: int, confirmed: str, text: str) -> None:
    """Raise Refusal, with what has changed, if the text is no longer the one that the leader has read."""
    review_button = Button("审签", f"/issue {bulletin.id}")
    if seen != bulletin.version:
        changes = await _differences(ask, bulletin, seen)
        lines = ("未签发：您查看后，督办员修改并重新送审。", *changes, "请查看最新全文。")
        raise Refusal("\n".join(lines), review_button)
    if stamp(text) != confirmed:
        raise Refusal("未签发：您查看后，另一份通报已用了这个文号，本件顺延。请查看最新全文。", review_button)


async def _differences(ask: Ask, bulletin: Bulletin, seen: int) -> list[str]:
    """Return lines on what differs from the version `seen`."""
    read_version = await bulletins.handed_in(ask.db, bulletin.id, seen)
    if read_version is None:
        return []
    hidden = await bulletins.restricted(ask.db, bulletin.plan_id)
    lines = differences(read_version["text"], bulletin.text, hidden)
    if set(read_version["groups"]) != set(bulletin.groups):
        lines = [*lines, f"改为发至：{'、'.join(await group_names(ask, bulletin))}"]
    return [*lines] or ["内容与您所见相同。"]


async def _signing_post(ask: Ask, bulletin: Bulletin) -> Post:
    """Return the post from which the person signs. Raises Refusal if they may not, or have drafted the bulletin."""
    post = signing_post(ask.me.posts, await bureau_path(ask))
    if ask.me.id in bulletin.hands:
        raise Forbidden(OWN_DRAFT)
    return post


def _not_in_review(ask: Ask, bulletin: Bulletin) -> Reply:
    """Answer a repeated tap; raise Refusal if somebody else has signed the bulletin or it is not submitted."""
    if bulletin.signer_id == ask.me.id:
        return Reply(f"您已签发{bulletin.paper}。", (ARCHIVE_ROW,), toast="已签发")
    raise Refusal(f"{'未重复办理' if bulletin.signed_at else '未签发'}：{what_happened(ask, bulletin)}", ARCHIVE)


async def _check_sendable(ask: Ask, bulletin: Bulletin) -> None:
    """Raise Refusal if no group is left to send to, or if a task in the text has become restricted (不上机)."""
    if not await group_names(ask, bulletin):
        back = Button("退回修改", f"/sendback {bulletin.id} v{bulletin.version} 所选的群已解除绑定")
        raise Refusal("送审后所选的群均已解除绑定，这份通报无处发送，未签发。请退回另选群。", back)
    if bulletin.tells(await bulletins.restricted(ask.db, bulletin.plan_id)):
        back = Button("退回修改", f"/sendback {bulletin.id} v{bulletin.version} 有任务已设为不上机")
        raise Refusal("起草后有任务已设为不上机，这份通报不能签发，请退回重新起草。", back)


async def _record_signature(ask: Ask, bulletin: Bulletin, number: int, post: Post) -> Reply:
    await bulletins.change(
        ask.db,
        bulletin,
        stage=BulletinStage.SIGNED,
        number=number,
        text=str(bulletin.numbered(number)),
        signed_by=post.id,
        signer_id=ask.me.id,
        signed_at=ask.now,
    )
    if bulletin.corrects:
        await bulletins.change(ask.db, await bulletin_of(ask, bulletin.corrects), stage=BulletinStage.REPLACED)
    await record_event(ask, "bulletin_signed", bulletin, post, number=number)
    signed_bulletin = await bulletin_of(ask, bulletin.id)
    text = "\n".join((f"已签发{signed_bulletin.paper}。", *await send(ask, signed_bulletin)))
    await tell_authors(ask, BULLETIN_SIGNED, signed_bulletin, f"{post.title}{text}", f"/bulletins {bulletin.id}")
    return Reply(text, (ARCHIVE_ROW,), toast="已签发")


@command(
    "sendback", "退回修改", "把送审的通报退回督办员修改", who=LEADER, writes=True, example="/sendback 12 请补充数据"
)
async def sendback(ask: Ask, id: Id, seen: Version | None = None, words: Remark = "") -> Reply:
    bulletin = await bulletin_of(ask, id)
    post = await _signing_post(ask, bulletin)
    if bulletin.stage is BulletinStage.DRAFT and (bulletin.returned_by, bulletin.remark) == (post.title, words.strip()):
        return Reply("已退回督办员修改。", (ARCHIVE_ROW,), toast="已退回")
    if bulletin.stage is not BulletinStage.REVIEW:
        raise Refusal(f"未退回：{what_happened(ask, bulletin)}", ARCHIVE)
    if seen not in (None, bulletin.version):
        raise Refusal("未退回：这份通报修改后已重新送审，请查看最新内容。", Button("审签", f"/issue {bulletin.id}"))
    if not words.strip():
        back = (Button("返回", f"/issue {bulletin.id}"),)
        question = f"/sendback {bulletin.id} v{bulletin.version}"
        return Reply("请回复退回修改的意见（500字以内）。", (back,), question=question)
    await bulletins.change(ask.db, bulletin, stage=BulletinStage.DRAFT, remark=words.strip(), returned_by=post.id)
    await record_event(ask, "bulletin_returned", bulletin, post, remark=words.strip())
    text = f"请修改通报后重新送审。{post.title}退回意见：{words.strip()}"
    await tell_authors(ask, BULLETIN_RETURNED, await bulletin_of(ask, bulletin.id), text, f"/bulletin {bulletin.id}")
    return Reply("已退回督办员修改。", (ARCHIVE_ROW,), toast="已退回")
