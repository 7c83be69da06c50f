"""A bulletin goes to the leader (送领导审签), who sees what groups will get, and signs it off or sends it back."""

from typing import Annotated

from pydantic import Field

from handlers.ask import Ask
from handlers.bulletin_draft import LIST, bulletin_of, clerk_post, draft_of, draft_page, happened, names, noted
from handlers.bulletin_letters import send, tell_hands
from handlers.inputs import Id, Input, Stamp, Version
from handlers.registry import CLERK, command
from plan.bulletin import Bulletin, Stage, stamp
from plan.permission import Post, signing_post
from plan.refusal import Forbidden, Refusal
from plan.reply import Button, Reply
from plan.values import Duty
from plan.wording import short_day
from storage import bulletins, letters, people, units
from storage.people import Person

LEADER = frozenset({Duty.LEADER})
OWN = "您参与了这份通报的起草，请由其他局领导签发。"
Remark = Annotated[
    str, Field(max_length=500), Input("意见", "请补充数据", r"[\s\S]+", "意见请控制在500字以内。", after="")
]


@command("tosign", "送领导审签", "把通报草稿送局领导审签", who=CLERK, writes=True, example="/tosign 12")
async def tosign(ask: Ask, id: Id, seen: Version | None = None) -> Reply:
    one = await bulletin_of(ask, id)
    if one.stage is Stage.REVIEW and seen is not None and one.version == seen + 1:
        return await draft_page(ask, one, "已送局领导审签。", toast="已送审签")
    one = await draft_of(ask, id, seen)
    if not await names(ask, one):
        raise Refusal("尚未选定发送的群，未送审。请先选群。", Button("选群", f"/audience {one.id} v{one.version}"))
    to = await _signers(ask, one)
    hands = " ".join(map(str, sorted(one.hands | {ask.me.id})))
    await bulletins.change(ask.db, one, stage=Stage.REVIEW, remark="", returned_by=None, hands=hands)
    await noted(ask, "bulletin_submitted", one, clerk_post(ask))
    one = await bulletin_of(ask, one.id)
    key, letter = f"bulletin{one.id}:{one.version}", await _letter(ask, one)
    await letters.tell(ask.db, "bulletin_review", key, letter, to, ask.now, ask.bureau.calendar)
    return await draft_page(ask, one, "已送局领导审签。", toast="已送审签")


async def _signers(ask: Ask, one: Bulletin) -> list[Person]:
    mine = one.hands | {ask.me.id}
    found = [leader for leader in await people.in_charge(ask.db, await _top(ask), ask.today) if leader.id not in mine]
    if not found:
        raise Refusal("没有可以签发的局领导，未送审。请在“岗位”中设置本局的分管领导。", Button("岗位", "/roster"))
    return found


async def _top(ask: Ask) -> str:
    """The bureau's own place in the tree."""
    return min((unit.path for unit in await units.every(ask.db)), key=lambda path: (path.count("/"), len(path), path))


async def _letter(ask: Ask, one: Bulletin) -> Reply:
    groups, what = "、".join(await names(ask, one)), "督办通报（更正）" if one.corrects else "督办通报"
    days = f"{short_day(one.first, ask.today)}至{short_day(one.last, ask.today)}"
    text = f"请审签{what}：{days}\n{one.by}起草，签发后发至：{groups}\n点“审签”查看全文，所见即群内所发。"
    return Reply(text, ((Button("审签", f"/issue {one.id}"),),))


@command("issue", "签发", "审签通报：查看全文，签发或退回修改", who=LEADER, words=("审签",), writes=True, menu=7)
async def issue(ask: Ask, id: Id | None = None, seen: Version | None = None, confirmed: Stamp = "") -> Reply:
    if id is None:
        waiting = await bulletins.open_ones(ask.db, ask.zone, Stage.REVIEW)
        if not waiting:
            return Reply("目前没有等待审签的通报，送审后会立即通知您。", (LIST_ROW,))
        id = waiting[0].id
    one = await bulletin_of(ask, id)
    post = await _may_sign(ask, one)
    if one.stage is not Stage.REVIEW:
        return _over(ask, one)
    number = one.number or await bulletins.next_number(ask.db, one.year)
    await _tellable(ask, one)
    text = one.numbered(number)
    if seen != one.version or stamp(text) != confirmed:
        return _preview(one, text, toast="内容已更新，请重新审签" if confirmed else "")
    return await _signed(ask, one, number, post)


LIST_ROW = (LIST,)


def _preview(one: Bulletin, text: str, *, toast: str) -> Reply:
    """The very text that groups get, under the number that it would have now; another number is another stamp."""
    seen = f"{one.id} v{one.version}"
    buttons = (Button("签发", f"/issue {seen} {stamp(text)}"), Button("退回修改", f"/sendback {seen}"))
    return Reply(text, (buttons, LIST_ROW), toast=toast)


async def _may_sign(ask: Ask, one: Bulletin) -> Post:
    post = signing_post(ask.me.posts, await _top(ask))
    if ask.me.id in one.hands:
        raise Forbidden(OWN)
    return post


def _over(ask: Ask, one: Bulletin) -> Reply:
    """The same tap again, or somebody was quicker."""
    if one.signer_id == ask.me.id:
        return Reply(f"您已签发{one.paper}。", (LIST_ROW,), toast="已签发")
    raise Refusal(f"未重复办理：{happened(ask, one)}", LIST)


async def _tellable(ask: Ask, one: Bulletin) -> None:
    if one.tells(await bulletins.restricted(ask.db, one.plan_id)):
        back = Button("退回修改", f"/sendback {one.id} v{one.version} 有任务已设为不上机")
        raise Refusal("起草后有任务已设为不上机，这份通报不能签发，请退回重新起草。", back)


async def _signed(ask: Ask, one: Bulletin, number: int, post: Post) -> Reply:
    await bulletins.change(
        ask.db, one, stage=Stage.SIGNED, number=number, text=str(one.numbered(number)), signed_by=post.id,
        signer_id=ask.me.id, signed_at=ask.now,
    )  # fmt: skip
    if one.corrects:
        await bulletins.change(ask.db, await bulletin_of(ask, one.corrects), stage=Stage.REPLACED)
    await noted(ask, "bulletin_signed", one, post, number=number)
    signed = await bulletin_of(ask, one.id)
    text = "\n".join((f"已签发{signed.paper}。", *await send(ask, signed)))
    await tell_hands(ask, "bulletin_signed", signed, f"{post.title}{text}", f"/bulletins {one.id}")
    return Reply(text, (LIST_ROW,), toast="已签发")


@command(
    "sendback", "退回修改", "把送审的通报退回督办员修改", who=LEADER, writes=True, example="/sendback 12 请补充数据"
)
async def sendback(ask: Ask, id: Id, seen: Version | None = None, words: Remark = "") -> Reply:
    one = await bulletin_of(ask, id)
    post = await _may_sign(ask, one)
    if one.stage is Stage.DRAFT and (one.returned_by, one.remark) == (post.title, words.strip()):
        return Reply("已退回督办员修改。", (LIST_ROW,), toast="已退回")
    if one.stage is not Stage.REVIEW or seen not in (None, one.version):
        raise Refusal(f"未退回：{happened(ask, one)}", LIST)
    if not words.strip():
        back = (Button("返回", f"/issue {one.id}"),)
        return Reply("请回复退回修改的意见（500字以内）。", (back,), question=f"/sendback {one.id} v{one.version}")
    await bulletins.change(ask.db, one, stage=Stage.DRAFT, remark=words.strip(), returned_by=post.id)
    await noted(ask, "bulletin_returned", one, post, remark=words.strip())
    text = f"请修改通报后重新送审。{post.title}退回意见：{words.strip()}"
    await tell_hands(ask, "bulletin_returned", await bulletin_of(ask, one.id), text, f"/bulletin {one.id}")
    return Reply("已退回督办员修改。", (LIST_ROW,), toast="已退回")
