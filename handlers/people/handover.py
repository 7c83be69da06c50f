"""A post gets another holder (移交), known already, invited, or known by name only; or none (免职)."""

from handlers.ask import Ask
from handlers.inputs import Id, Page, PersonId, Sure, Version, Words
from handlers.people.changes import passed_on
from handlers.people.pick_person import choice, member
from handlers.people.post import seat_of, sheet, stale
from handlers.registry import CLERK, command
from plan import roster
from plan.person import Person
from plan.refusal import Refusal, asked_again
from plan.reply import Button, Reply
from plan.seat import Seat
from plan.values import Duty
from storage import events, invitations, people, post_holders, posts

LAST_CLERK = "至少保留一名能收到消息的督办员，请先邀请或移交给另一位已绑定的人员。"


@command("handover", "移交", "将岗位移交给他人，承办任务不变", who=CLERK, writes=True, example="/handover 12")
async def handover(
    ask: Ask, post: Id, seen: Version | None = None, person: PersonId = 0, page: Page = 0, words: Words = ""
) -> Reply:
    seat = await seat_of(ask, post)
    if not person:
        new = (Button("邀请新人", f"/newcomer {seat.id} v{seat.version}"),)
        return await choice(ask, "/handover", seat, f"请选择{seat.title}的接任人员", words, page, new)
    to = await member(ask, person)
    done = f"已移交：{seat.title}由{to.name}担任，承办任务不变。"
    mine = seat.holder is not None and seat.holder.id == to.id
    if reply := await stale(ask, seat, seen, done if mine else ""):
        return reply
    if mine:
        raise Refusal(f"{seat.title}已由{to.name}担任，无需移交。", Button("查看岗位", f"/post {seat.id}"))
    return await _hand_on(ask, "handover", seat, to, done)


@command("vacate", "免职", "免去任职，岗位保留、暂时空缺", who=CLERK, writes=True)
async def vacate(ask: Ask, post: Id, seen: Version | None = None, sure: Sure = "") -> Reply:
    seat = await seat_of(ask, post)
    done = f"已免职：{seat.title}目前空缺，承办任务不变。"
    if reply := await stale(ask, seat, seen, "" if seat.holder else done):
        return reply
    if seat.holder is None:
        raise Refusal(f"{seat.title}目前空缺，无需免职。", Button("查看岗位", f"/post {seat.id}"))
    await _keep_a_clerk(ask, seat, None)
    if not sure:
        text = f"请确认：免去{seat.holder.name}的{seat.title}岗位？岗位保留，暂时空缺，本人会收到通知。"
        yes = Button("确认免职", f"/vacate {seat.id} v{seat.version} yes")
        return Reply(text, ((yes, Button("返回", f"/post {seat.id}")),))
    return await _hand_on(ask, "vacate", seat, None, done)


@command("newcomer", "邀请新人", "邀请新人接任一个岗位，生成一次性链接", who=CLERK, writes=True)
async def newcomer(ask: Ask, post: Id, seen: Version | None = None) -> Reply:
    """Until the link is opened, the holder keeps the post."""
    seat = await seat_of(ask, post)
    if reply := await stale(ask, seat, seen, ""):
        return reply
    unbound = seat.holder.name if seat.holder and seat.holder.telegram_id is None else ""
    code = await invitations.create_for(ask.db, seat.id, unbound, ask.now)
    await events.happened(ask.db, "invite", ask.now, ask.me, {"post": seat.id, "title": seat.title})
    until = "" if unbound or not seat.holder else f"对方打开之前，仍由{seat.holder.name}担任。"
    link = f"https://t.me/{ask.bureau.bot_username}?start={code}"
    text = f"请将以下链接转给接任{seat.title}的人员{unbound}，7日内有效，只能使用一次。{until}\n{link}"
    return Reply(text, fresh=True)


@command("enroll", "登记", "先登记尚未使用督办的人员", who=CLERK, writes=True, example="/enroll 12 演示人员")
async def enroll(ask: Ask, post: Id, seen: Version | None = None, words: Words = "") -> Reply:
    seat = await seat_of(ask, post)
    line = f"/enroll {seat.id} v{seat.version}"
    if not words:
        return Reply(f"请回复{seat.title}的姓名。", ((Button("返回", f"/post {seat.id}"),),), question=line)
    with asked_again(line):
        name = roster.name(words)
    done = f"已登记：{name}担任{seat.title}。请点“邀请”将链接转给本人，点“电话”登记号码。"
    if reply := await stale(ask, seat, seen, done if seat.holder and seat.holder.name == name else ""):
        return reply
    if seat.holder:
        raise Refusal(f"{seat.title}由{seat.holder.name}担任，请先免职或移交。", Button("查看岗位", f"/post {post}"))
    id = await people.enroll(ask.db, name, ask.now)
    return await _hand_on(ask, "handover", seat, await member(ask, id), done)


async def _hand_on(ask: Ask, action: str, seat: Seat, to: Person | None, done: str) -> Reply:
    await _keep_a_clerk(ask, seat, to)
    await posts.take(ask.db, seat.id, to.id if to else None, ask.now, seen=seat.version)
    await passed_on(ask, action, seat)
    if seat.holder and seat.holder.id == ask.me.id:  # he may be no clerk any more, and sees no roster then
        return Reply(done, toast="已办理")
    return await sheet(ask, seat.id, note=done, toast="已办理")


async def _keep_a_clerk(ask: Ask, seat: Seat, to: Person | None) -> None:
    """Somebody must be left who appoints the others."""
    if seat.duty is not Duty.CLERK or (to and not to.trouble):
        return
    others = [one for one in await post_holders.of_duty(ask.db, Duty.CLERK, ask.now) if one.id != seat.id]
    if all(one.trouble for one in others):
        raise Refusal(LAST_CLERK, Button("查看岗位", f"/post {seat.id}"))
