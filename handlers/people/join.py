"""Whoever opens an invitation is asked whether they are the person it is for; only their 确认 gives them the post."""

from typing import Annotated

from handlers.ask import Ask
from handlers.inputs import Id, Input, Sure, Words
from handlers.messages import STRANGER, USED
from handlers.people.changes import record_new_holder
from handlers.people.post import get_seat
from handlers.registry import ANYONE, command
from handlers.tasks.pick import workload
from plan.format import moment
from plan.letter_kinds import POST
from plan.refusal import Refusal
from plan.reply import Button, Reply
from plan.seat import Seat
from plan.values import Duty
from storage import events, invitations, menus, people
from storage.invitations import Invitation
from storage.outbox import letters

Check = Annotated[str, Input("校验", "0123456789abcdef", r"[0-9a-f]{16}")]
"""What `Invitation.check` returns for the sender: a typed line cannot forge it."""


async def open_invitation(ask: Ask, code_hash: str) -> Reply:
    """Say whom the invitation is for, and ask whether they are that person. Raises Refusal if it cannot be used."""
    invitation = await invitations.by_hash(ask.db, code_hash)
    if invitation is None:
        raise Refusal(USED)
    seat = await get_seat(ask, invitation.post_id)
    if await _has_used(ask, invitation, seat):
        return await greeting(ask, "欢迎回来")
    if not invitation.is_usable(ask.now):
        raise Refusal(USED)
    is_clerk = ask.person is not None and Duty.CLERK in ask.person.duties
    return _question(ask, invitation, seat, is_unused_page=is_clerk)


@command("join", "确认到岗", "确认是邀请所指的人员，到岗", who=ANYONE, writes=True)
async def join(ask: Ask, id: Id = 0, check: Check = "", sure: Sure = "", words: Words = "") -> Reply:
    """Without `sure`, ask once more: a clerk who opens an invitation must tap twice to take the post."""
    invitation = await _opened(ask, id, check, words)
    seat = await get_seat(ask, invitation.post_id)
    if await _has_used(ask, invitation, seat):
        return await greeting(ask, "您已加入督办")
    if not invitation.is_usable(ask.now):
        return Reply(USED)
    return await _take_post(ask, invitation, seat) if sure else _question(ask, invitation, seat)


@command("decline", "退回邀请", "不是邀请所指的人员", who=ANYONE, writes=True)
async def decline(ask: Ask, id: Id = 0, check: Check = "", words: Words = "") -> Reply:
    """Change nothing; the clerks are told, because the link has reached somebody else."""
    invitation = await _opened(ask, id, check, words)
    if invitation.is_usable(ask.now):
        await _tell_clerks(ask, invitation)
    return Reply("好的，未作任何变更，邀请仍可由本人使用。")


async def greeting(ask: Ask, opening: str) -> Reply:
    posts = "、".join(post.title for post in ask.me.posts)
    text = f"{ask.me.name}，您好。{opening}，岗位：{posts}。"
    if work := await workload(ask, ask.me.unit_ids):
        return Reply(f"{text}\n{work}", ((Button("我的任务", "/my"), Button("计划", "/plan")),))
    return Reply(text, ((Button("总览", "/board"), Button("计划", "/plan")),))


async def _opened(ask: Ask, id: int, check: str, words: str) -> Invitation:
    """Return the invitation whose button was tapped. Raises Refusal for everybody to whom the bot has not shown it."""
    if not id and not words:
        raise Refusal("请先打开邀请链接，再点“确认到岗”。" if ask.person and ask.person.posts else STRANGER)
    invitation = await invitations.opened(ask.db, id, ask.sender_id, check) if check and not words else None
    if invitation is None:
        raise Refusal(USED)
    return invitation


async def _has_used(ask: Ask, invitation: Invitation, seat: Seat) -> bool:
    """Return whether the sender has used this invitation and still holds the post."""
    person, holder = ask.person, seat.holder
    return person is not None and holder is not None and person.id == holder.id == invitation.used_by


def _question(ask: Ask, invitation: Invitation, seat: Seat, *, is_unused_page: bool = False) -> Reply:
    """Return the page that asks whether the sender is the person, or the one that tells a clerk that it is unused."""
    person, holder = ask.person, seat.holder
    holds_post = person is not None and holder is not None and person.id == holder.id
    enrolled_name = holder.name if holder and holder.telegram_id is None else ""
    text = ask.render(
        "invitation", invitation=invitation, name=invitation.name or enrolled_name, account=ask.sender_name,
        until=invitation.expires_at.astimezone(ask.zone), person=person, is_unused_page=is_unused_page,
        holds_post=holds_post, holder=holder if holder and holder.telegram_id is not None else None,
    )  # fmt: skip
    line = f"{invitation.id} {invitation.check(ask.sender_id)}"
    if holds_post:
        return Reply(text, ((Button("我的任务", "/my"), Button("计划", "/plan")),))
    if is_unused_page:
        return Reply(text, ((Button("本人到岗", f"/join {line}"), Button("岗位", "/roster")),))
    return Reply(text, ((Button("确认到岗", f"/join {line} yes"), Button("不是我", f"/decline {line}")),))


async def _take_post(ask: Ask, invitation: Invitation, before: Seat) -> Reply:
    """Give the post to the sender; a former holder is told. Raises Refusal if somebody else was quicker."""
    if not ask.person and before.holder and before.holder.telegram_id is None:  # enrolled by name only
        await people.bind(ask.db, before.holder.id, ask.sender_id)
    person = await people.welcome(ask.db, ask.sender_id, invitation.name or ask.sender_name, ask.now)
    if not await invitations.use(ask.db, invitation, person.id, ask.now):
        raise Refusal(USED)
    await events.happened(ask.db, "join", ask.now, person, {"post": invitation.post_id})
    if before.holder and before.holder.id != person.id:
        await record_new_holder(ask.as_person(person), "handover", before)
    await menus.changed(ask.db, person.id, ask.now)
    member = await people.by_telegram_id(ask.db, ask.sender_id, ask.today)
    assert member is not None
    return await greeting(ask.as_person(member), "您已加入督办")


async def _tell_clerks(ask: Ask, invitation: Invitation) -> None:
    """Queue one letter for each account that declines."""
    who = ask.person.name if ask.person else f"账号“{ask.sender_name}”"
    until = moment(invitation.expires_at.astimezone(ask.zone), ask.today)
    text = (
        f"请核对：{who}打开了{invitation.title}{invitation.name}的邀请，表示不是本人。"
        f"邀请仍可使用，有效期至{until}。如链接发错，请重新邀请。"
    )
    clerks = await people.holders(ask.db, (Duty.CLERK,), ask.today)
    others = [clerk for clerk in clerks if ask.person is None or clerk.id != ask.person.id]
    reply = Reply(text, ((Button("岗位", "/roster"),),))
    await letters.tell(ask.db, POST, f"declined{invitation.id}:{ask.sender_id}", reply, others, ask.now)
