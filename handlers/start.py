"""Open the bot (开始): with an invitation, with a link from a group, or as somebody already known."""

import re

from handlers.ask import Ask
from handlers.inputs import Words
from handlers.messages import STRANGER
from handlers.people.changes import record_new_holder
from handlers.people.post import get_seat
from handlers.registry import ANYONE, REGISTRY, command
from handlers.tasks.pick import workload
from plan.refusal import Refusal
from plan.reply import Button, Reply
from storage import events, invitations, menus, people

USED = "邀请链接已失效或已被使用，请联系督办员重新获取。"
LINK = re.compile(r"(task(?=-)|board|my|plan)((?:-[0-9_]+)*)")


@command("start", "开始", "打开督办", who=ANYONE, writes=True, example="/start")
async def start(ask: Ask, code: Words = "") -> Reply:
    if code and code.partition("-")[0] not in REGISTRY.commands:
        return await _join(ask, code)
    if not ask.person or not ask.person.posts:
        raise Refusal(STRANGER)
    await people.set_reachable(ask.db, ask.sender_id, reachable=True)
    if link := LINK.fullmatch(code):
        return await _follow(ask, link[1], link[2].replace("-", " ").replace("_", "."))
    return await _greet(ask, "欢迎回来")


async def _follow(ask: Ask, name: str, rest: str) -> Reply:
    """Run the read-only command that a link in a group names; the command itself checks what this person may see."""
    return await REGISTRY.commands[name](ask, rest)


async def _join(ask: Ask, code: str) -> Reply:
    """Use the invitation `code`: the person gets the post, and a former holder is told. Raises Refusal."""
    invitation = await invitations.usable(ask.db, code, ask.now)
    if invitation is None:
        if ask.person and await invitations.used_by(ask.db, code, ask.person.id):
            return await _greet(ask, "欢迎回来")
        raise Refusal(USED)
    before = await get_seat(ask, invitation.post_id)
    if not ask.person and before.holder and before.holder.telegram_id is None:  # enrolled by name only
        await people.bind(ask.db, before.holder.id, ask.sender_id)
    person = await people.welcome(ask.db, ask.sender_id, invitation.name or ask.sender_name, ask.now)
    if not await invitations.use(ask.db, code, person.id, ask.now):
        raise Refusal(USED)
    await events.happened(ask.db, "join", ask.now, person, {"post": invitation.post_id})
    if before.holder and before.holder.id != person.id:
        await record_new_holder(ask.as_person(person), "handover", before)
    await menus.changed(ask.db, person.id, ask.now)
    member = await people.by_telegram_id(ask.db, ask.sender_id, ask.today)
    assert member is not None
    return await _greet(ask.as_person(member), "您已加入督办")


async def _greet(ask: Ask, opening: str) -> Reply:
    posts = "、".join(post.title for post in ask.me.posts)
    text = f"{ask.me.name}，您好。{opening}，岗位：{posts}。"
    if work := await workload(ask, ask.me.unit_ids):
        return Reply(f"{text}\n{work}", ((Button("我的任务", "/my"), Button("计划", "/plan")),))
    return Reply(text, ((Button("总览", "/board"), Button("计划", "/plan")),))
