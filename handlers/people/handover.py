"""Change the holder of a post: somebody known (移交), invited or enrolled by name only; or nobody (免职)."""

from handlers.ask import Ask
from handlers.inputs import Id, Page, PersonId, Sure, Version, Words
from handlers.people.changes import record_new_holder
from handlers.people.invite import invited_name, link_reply, name_buttons
from handlers.people.pick_person import get_person, person_choice
from handlers.people.post import conflict_reply, get_seat, post_page, view_post
from handlers.registry import CLERK, command
from plan import input_checks
from plan.person import Person
from plan.refusal import Refusal, asked_again
from plan.reply import Button, Reply
from plan.seat import Seat
from plan.values import Duty
from plan.words.open_question import Wants
from storage import events, invitations, people, post_holders, posts

LAST_CLERK = "至少保留一名能收到消息的督办员，请先邀请或移交给另一位已绑定的人员。"


@command(
    "handover",
    "移交",
    "将岗位移交给他人，承办任务不变",
    who=CLERK,
    writes=True,
    example="/handover 12",
    asks=Wants.NAME,
)
async def handover(
    ask: Ask, post: Id, seen: Version | None = None, person: PersonId = 0, page: Page = 0, words: Words = ""
) -> Reply:
    seat = await get_seat(ask, post)
    if not person:
        newcomer_row = (Button("邀请新人", f"/newcomer {seat.id} v{seat.version}"),)
        return await person_choice(ask, "/handover", seat, f"请选择{seat.title}的接任人员", words, page, newcomer_row)
    successor = await get_person(ask, person)
    done_note = f"已移交：{seat.title}由{successor.name}担任，承办任务不变。"
    is_holder = seat.holder is not None and seat.holder.id == successor.id
    if reply := await conflict_reply(ask, seat, seen, done_note if is_holder else ""):
        return reply
    if is_holder:
        raise Refusal(f"{seat.title}已由{successor.name}担任，无需移交。", view_post(seat.id))
    return await _change_holder(ask, "handover", seat, successor, done_note)


@command("vacate", "免职", "免去任职，岗位保留、暂时空缺", who=CLERK, writes=True)
async def vacate(ask: Ask, post: Id, seen: Version | None = None, sure: Sure = "") -> Reply:
    seat = await get_seat(ask, post)
    done_note = f"已免职：{seat.title}目前空缺，承办任务不变。"
    if reply := await conflict_reply(ask, seat, seen, "" if seat.holder else done_note):
        return reply
    if seat.holder is None:
        raise Refusal(f"{seat.title}目前空缺，无需免职。", view_post(seat.id))
    await _check_clerk_left(ask, seat, None)
    if not sure:
        text = f"请确认：免去{seat.holder.name}的{seat.title}岗位？岗位保留，暂时空缺，本人会收到通知。"
        confirm = Button("确认免职", f"/vacate {seat.id} v{seat.version} yes")
        return Reply(text, ((confirm, Button("返回", f"/post {seat.id}")),))
    return await _change_holder(ask, "vacate", seat, None, done_note)


@command("newcomer", "邀请新人", "邀请新人接任一个岗位，生成一次性链接", who=CLERK, writes=True, asks=Wants.NAME)
async def newcomer(ask: Ask, post: Id, seen: Version | None = None, words: Words = "") -> Reply:
    """Invite somebody to take over the post; its holder keeps it until the link is confirmed."""
    seat = await get_seat(ask, post)
    if reply := await conflict_reply(ask, seat, seen, ""):
        return reply
    enrolled_name = seat.holder.name if seat.holder and seat.holder.telegram_id is None else ""
    line = f"/newcomer {seat.id} v{seat.version}"
    if not words and not enrolled_name:
        return Reply(
            f"请回复接任{seat.title}的人员姓名，邀请将写明发给谁。",
            name_buttons(line, f"/post {seat.id}"),
            question=line,
        )
    name = enrolled_name or invited_name(words)
    code = await invitations.create_for(ask.db, seat.id, name, ask.now)
    await events.happened(ask.db, "invite", ask.now, ask.me, {"post": seat.id, "title": seat.title})
    hint = "" if enrolled_name or not seat.holder else f"对方确认之前，仍由{seat.holder.name}担任。"
    return link_reply(ask, code, f"接任{seat.title}的人员{name}", hint)


@command(
    "enroll", "登记", "先登记尚未使用督办的人员", who=CLERK, writes=True, example="/enroll 12 演示人员", asks=Wants.NAME
)
async def enroll(ask: Ask, post: Id, seen: Version | None = None, words: Words = "") -> Reply:
    seat = await get_seat(ask, post)
    line = f"/enroll {seat.id} v{seat.version}"
    if not words:
        return Reply(f"请回复{seat.title}的姓名。", ((Button("返回", f"/post {seat.id}"),),), question=line)
    with asked_again(line):
        name = input_checks.check_name(words)
    done_note = f"已登记：{name}担任{seat.title}。请点“邀请”将链接转给本人，点“电话”登记号码。"
    if reply := await conflict_reply(ask, seat, seen, done_note if seat.holder and seat.holder.name == name else ""):
        return reply
    if seat.holder:
        raise Refusal(f"{seat.title}由{seat.holder.name}担任，请先免职或移交。", view_post(post))
    person_id = await people.enroll(ask.db, name, ask.now)
    return await _change_holder(ask, "handover", seat, await get_person(ask, person_id), done_note)


async def _change_holder(ask: Ask, action: str, seat: Seat, successor: Person | None, done_note: str) -> Reply:
    """Give the post to another holder, or to nobody, and show its page."""
    await _check_clerk_left(ask, seat, successor)
    await posts.take(ask.db, seat.id, successor.id if successor else None, ask.now, seen=seat.version)
    await record_new_holder(ask, action, seat)
    if seat.holder and seat.holder.id == ask.me.id:
        # They may have ceased to be a clerk, and then may not see the post's page.
        return Reply(done_note, toast="已办理")
    return await post_page(ask, seat.id, note=done_note, toast="已办理")


async def _check_clerk_left(ask: Ask, seat: Seat, successor: Person | None) -> None:
    """Raise Refusal if no clerk who gets messages would be left: nobody could appoint another one."""
    if seat.duty is not Duty.CLERK or (successor and not successor.trouble):
        return
    clerk_seats = await post_holders.of_duty(ask.db, Duty.CLERK, ask.now)
    if all(other.trouble for other in clerk_seats if other.id != seat.id):
        raise Refusal(LAST_CLERK, view_post(seat.id))
