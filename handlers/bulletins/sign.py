"""The leader sees a bulletin as groups will get it, and signs it off (签发) or sends it back (退回修改)."""

from typing import Annotated

from pydantic import Field

from handlers.ask import Ask
from handlers.bulletins.letters import send, tell_hands
from handlers.bulletins.page import LIST, bulletin_of, bureau_path, happened, names, noted
from handlers.inputs import Id, Input, Stamp, Version
from handlers.registry import LEADER, command
from plan.bulletin import Bulletin, Stage, differences, stamp
from plan.letter_kinds import BULLETIN_RETURNED, BULLETIN_SIGNED
from plan.permission import Post, signing_post
from plan.refusal import Forbidden, Refusal
from plan.reply import Button, Reply
from storage import bulletins

OWN = "您参与了这份通报的起草，请由其他局领导签发。"
Remark = Annotated[
    str, Field(max_length=500), Input("意见", "请补充数据", r"[\s\S]+", "意见请控制在500字以内。", after="")
]


@command("issue", "签发", "审签通报：查看全文，签发或退回修改", who=LEADER, words=("审签",), writes=True, menu=7)
async def issue(ask: Ask, id: Id | None = None, seen: Version | None = None, confirmed: Stamp = "") -> Reply:
    if id is None:
        waiting = await bulletins.open_ones(ask.db, ask.zone, Stage.REVIEW)
        if not waiting:
            return Reply("目前没有等待审签的通报，送审后会立即通知您。", (LIST_ROW,))
        id = waiting[0].id
    bulletin = await bulletin_of(ask, id)
    post = await _may_sign(ask, bulletin)
    if bulletin.stage is not Stage.REVIEW:
        return _over(ask, bulletin)
    signing = bool(confirmed) and seen is not None
    number = bulletin.number or await bulletins.next_number(ask.db, bulletin.year, take=signing)
    await _sendable(ask, bulletin)
    text = bulletin.numbered(number)
    if not signing or seen is None:
        return _preview(bulletin, text)
    await _as_seen(ask, bulletin, seen, confirmed, text)
    return await _signed(ask, bulletin, number, post)


LIST_ROW = (LIST,)


def _preview(bulletin: Bulletin, text: str) -> Reply:
    """The very text that groups get, under the number that it would have now; another number is another stamp."""
    seen = f"{bulletin.id} v{bulletin.version}"
    buttons = (Button("签发", f"/issue {seen} {stamp(text)}"), Button("退回修改", f"/sendback {seen}"))
    return Reply(text, (buttons, LIST_ROW))


async def _as_seen(ask: Ask, one: Bulletin, seen: int, confirmed: str, text: str) -> None:
    """Raises Refusal, with what has changed, where it is no longer what he has read."""
    again = Button("审签", f"/issue {one.id}")
    if seen != one.version:
        changed = await _changed(ask, one, seen)
        raise Refusal("\n".join(("未签发：您查看后，督办员修改并重新送审。", *changed, "请查看最新全文。")), again)
    if stamp(text) != confirmed:
        raise Refusal("未签发：您查看后，另一份通报已用了这个文号，本件顺延。请查看最新全文。", again)


async def _changed(ask: Ask, one: Bulletin, seen: int) -> list[str]:
    was = await bulletins.handed_in(ask.db, one.id, seen)
    if was is None:
        return []
    hidden = await bulletins.restricted(ask.db, one.plan_id)
    lines = differences(was["text"], one.text, hidden)
    moved = [f"改为发至：{'、'.join(await names(ask, one))}"] if set(was["groups"]) != set(one.groups) else []
    return [*lines, *moved] or ["内容与您所见相同。"]


async def _may_sign(ask: Ask, bulletin: Bulletin) -> Post:
    post = signing_post(ask.me.posts, await bureau_path(ask))
    if ask.me.id in bulletin.hands:
        raise Forbidden(OWN)
    return post


def _over(ask: Ask, one: Bulletin) -> Reply:
    """The same tap again, or somebody was quicker."""
    if one.signer_id == ask.me.id:
        return Reply(f"您已签发{one.paper}。", (LIST_ROW,), toast="已签发")
    raise Refusal(f"{'未重复办理' if one.signed_at else '未签发'}：{happened(ask, one)}", LIST)


async def _sendable(ask: Ask, one: Bulletin) -> None:
    if not await names(ask, one):
        back = Button("退回修改", f"/sendback {one.id} v{one.version} 所选的群已解除绑定")
        raise Refusal("送审后所选的群均已解除绑定，这份通报无处发送，未签发。请退回另选群。", back)
    if one.tells(await bulletins.restricted(ask.db, one.plan_id)):
        back = Button("退回修改", f"/sendback {one.id} v{one.version} 有任务已设为不上机")
        raise Refusal("起草后有任务已设为不上机，这份通报不能签发，请退回重新起草。", back)


async def _signed(ask: Ask, bulletin: Bulletin, number: int, post: Post) -> Reply:
    await bulletins.change(
        ask.db, bulletin, stage=Stage.SIGNED, number=number, text=str(bulletin.numbered(number)), signed_by=post.id,
        signer_id=ask.me.id, signed_at=ask.now,
    )  # fmt: skip
    if bulletin.corrects:
        await bulletins.change(ask.db, await bulletin_of(ask, bulletin.corrects), stage=Stage.REPLACED)
    await noted(ask, "bulletin_signed", bulletin, post, number=number)
    signed = await bulletin_of(ask, bulletin.id)
    text = "\n".join((f"已签发{signed.paper}。", *await send(ask, signed)))
    await tell_hands(ask, BULLETIN_SIGNED, signed, f"{post.title}{text}", f"/bulletins {bulletin.id}")
    return Reply(text, (LIST_ROW,), toast="已签发")


@command(
    "sendback", "退回修改", "把送审的通报退回督办员修改", who=LEADER, writes=True, example="/sendback 12 请补充数据"
)
async def sendback(ask: Ask, id: Id, seen: Version | None = None, words: Remark = "") -> Reply:
    one = await bulletin_of(ask, id)
    post = await _may_sign(ask, one)
    if one.stage is Stage.DRAFT and (one.returned_by, one.remark) == (post.title, words.strip()):
        return Reply("已退回督办员修改。", (LIST_ROW,), toast="已退回")
    if one.stage is not Stage.REVIEW:
        raise Refusal(f"未退回：{happened(ask, one)}", LIST)
    if seen not in (None, one.version):
        raise Refusal("未退回：这份通报修改后已重新送审，请查看最新内容。", Button("审签", f"/issue {one.id}"))
    if not words.strip():
        back = (Button("返回", f"/issue {one.id}"),)
        return Reply("请回复退回修改的意见（500字以内）。", (back,), question=f"/sendback {one.id} v{one.version}")
    await bulletins.change(ask.db, one, stage=Stage.DRAFT, remark=words.strip(), returned_by=post.id)
    await noted(ask, "bulletin_returned", one, post, remark=words.strip())
    text = f"请修改通报后重新送审。{post.title}退回意见：{words.strip()}"
    await tell_hands(ask, BULLETIN_RETURNED, await bulletin_of(ask, one.id), text, f"/bulletin {one.id}")
    return Reply("已退回督办员修改。", (LIST_ROW,), toast="已退回")
