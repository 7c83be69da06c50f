"""Opening the bot: by an invitation, by a link from a group, or again."""

import re

from handlers.ask import Ask
from handlers.courtesy import STRANGER
from handlers.inputs import Words
from handlers.registry import ANYONE, REGISTRY, command
from plan.refusal import Refusal
from plan.reply import Button, Reply
from storage import assignments, events, invitations, menus, people

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
    """A link from a group opens a command that only reads; what it shows is decided there, for this person."""
    return await REGISTRY.commands[name](ask, rest)


async def _join(ask: Ask, code: str) -> Reply:
    invitation = await invitations.usable(ask.db, code, ask.now)
    if invitation is None:
        if ask.person and await invitations.used_by(ask.db, code, ask.person.id):
            return await _greet(ask, "欢迎回来")
        raise Refusal(USED)
    name = invitation.name or ask.sender_name
    person = ask.person or await people.welcome(ask.db, ask.sender_id, name, ask.now)
    if not await invitations.use(ask.db, code, person.id, ask.now):
        raise Refusal(USED)
    await people.set_reachable(ask.db, ask.sender_id, reachable=True)
    await events.happened(ask.db, "join", ask.now, person, {"post": invitation.post_id})
    await menus.changed(ask.db, person.id, ask.now)
    known = await people.by_telegram_id(ask.db, ask.sender_id, ask.today)
    assert known is not None
    return await _greet(ask.by(known), "您已加入督办")


async def _greet(ask: Ask, opening: str) -> Reply:
    posts = "、".join(post.title for post in ask.me.posts)
    text = f"{ask.me.name}，您好。{opening}，岗位：{posts}。"
    shares = [one for one in await assignments.of_units(ask.db, ask.me.unit_ids) if one.open]
    if shares:
        waiting = sum(one.state == "pending" for one in shares)
        text += f"\n本单位承办 {len(shares)} 项任务，其中 {waiting} 项待签收。"
        return Reply(text, ((Button("我的任务", "/my"), Button("计划", "/plan")),))
    return Reply(text, ((Button("总览", "/board"), Button("计划", "/plan")),))
