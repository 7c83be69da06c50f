"""Whoever opens an invitation is asked whether they are the person; nothing is bound before they confirm."""

import re
from datetime import timedelta

import pytest

from handlers.messages import STRANGER, USED
from handlers.people.invite import LOST
from storage import invitations
from tests.bot.inbox.test_hostile import tap
from tests.bot.inbox.test_order import restarted
from tests.handlers.scene import remembered, scalar
from tests.town import CLERK, HEAD, LIAISON, MONDAY, OTHER, Town

PAGE = """\
请确认是否为本人：

姓名：演示甲
单位：办公室
岗位：负责人
有效期至：3月9日 08:00

确认后即到岗；如果不是您，请点“不是我”。"""


async def invited(bureau: Town, line: str = "办公室 负责人 演示甲") -> str:
    match = re.search(r"\?start=([\w-]{22})$", await bureau.say(CLERK, f"/invite {line}"))
    assert match
    return match[1]


async def bound(bureau: Town) -> tuple[int, int, int]:
    """Return the number of people, of held posts, and of used invitations."""
    queries = ("people", "posts WHERE person_id IS NOT NULL", "invitations WHERE used_at IS NOT NULL")
    people, posts, used = [int(await scalar(bureau, f"SELECT count(*) FROM {query}")) for query in queries]
    return people, posts, used


async def test_nothing_is_bound_before_the_tap_and_two_taps_bind_once(bureau: Town) -> None:
    code, newcomer = await invited(bureau), bureau.stranger("某人")
    before = await bound(bureau)
    assert await bureau.say(newcomer, f"/start {code}") == PAGE
    assert bureau.buttons(newcomer) == ["确认到岗", "不是我"]
    assert await bureau.say(newcomer, "/my") == STRANGER
    assert await bound(bureau) == before
    await bureau.say(newcomer, f"/start {code}")
    line = next(iter(bureau.last(newcomer).taps()))
    for _ in range(2):
        bureau.press(newcomer, "确认到岗")
    await bureau.settle()
    answer = bureau.last(newcomer).text
    assert answer.startswith("演示甲，您好。您已加入督办，岗位：办公室负责人。")
    assert await bureau.say(newcomer, line) == answer
    assert await bound(bureau) == tuple(number + 1 for number in before)
    assert await scalar(bureau, "SELECT count(*) FROM events WHERE action = 'join'") == before[2] + 1


async def test_who_holds_a_post_is_told_so_first(bureau: Town) -> None:
    liaison = await bureau.person(LIAISON)
    code = await invited(bureau)
    page = await bureau.say(liaison, f"/start {code}")
    assert page.startswith(
        "您目前担任运用促进处联络员，确认后同时担任办公室负责人。请确认是否为本人：\n\n姓名：演示甲\n"
    )
    assert "您登记的姓名是演示运用促进处联络员。如果邀请的不是您，请点“不是我”。" in page
    assert "岗位：运用促进处联络员、办公室负责人。" in await bureau.tap(liaison, "确认到岗")


async def test_the_clerk_sees_that_their_invitation_is_unused(bureau: Town) -> None:
    """They are not bound by one tap, but may take the post themselves by two."""
    code, clerk = await invited(bureau), await bureau.person(CLERK)
    before = await bound(bureau)
    page = await bureau.say(clerk, f"https://t.me/duban_demo_bot?start={code}")
    assert page.startswith(
        "这份邀请未使用，请将链接转给本人。\n\n姓名：演示甲\n单位：办公室\n岗位：负责人\n有效期至：3月9日"
    )
    assert bureau.buttons(clerk) == ["本人到岗", "岗位"]
    assert "您目前担任省知识产权局督办员，确认后同时担任办公室负责人。" in await bureau.tap(clerk, "本人到岗")
    assert await bound(bureau) == before
    assert "岗位：省知识产权局督办员、办公室负责人。" in await bureau.tap(clerk, "确认到岗")


async def test_the_wrong_person_declines(bureau: Town) -> None:
    """The clerk is told once, and the right person can still use the invitation."""
    await bureau.person(CLERK)
    await bureau.until(MONDAY + timedelta(hours=2))
    code, clerk, wrong = await invited(bureau), await bureau.person(CLERK), bureau.stranger("演示乙")
    before = await bound(bureau)
    for _ in range(2):
        await bureau.say(wrong, f"/start {code}")
        assert await bureau.tap(wrong, "不是我") == "好的，未作任何变更，邀请仍可由本人使用。"
    assert await bound(bureau) == before
    told = [text for text in bureau.letters(clerk, MONDAY) if "请核对" in text]
    assert told == [
        "请核对：账号“演示乙”打开了办公室负责人演示甲的邀请，表示不是本人。邀请仍可使用，有效期至3月9日 10:00。"
        "如链接发错，请重新邀请。"
    ]
    assert "岗位变动" in await bureau.tap(clerk, "为什么收到")
    assert await bureau.say(wrong, "/my") == STRANGER
    assert "演示甲，您好。您已加入督办" in await bureau.join(bureau.stranger("演示甲"), code)


async def test_nobody_joins_by_a_forged_line(bureau: Town) -> None:
    """The line behind 确认 works for the account that has opened the link, and for no other."""
    code, other_code = await invited(bureau), await invited(bureau, "人事处 联络员 演示丁")
    opener, thief, member = bureau.stranger("演示甲"), bureau.stranger("演示丙"), await bureau.person(LIAISON)
    await bureau.say(opener, f"/start {code}")
    genuine = next(iter(bureau.last(opener).taps()))
    await bureau.say(thief, f"/start {other_code}")
    own = next(iter(bureau.last(thief).taps()))
    query = "SELECT id, code_hash FROM invitations WHERE name = '演示甲'"
    id, hash_ = bureau.beside.execute(query).fetchone()
    before = await remembered(bureau)
    forged = (
        genuine, own.replace(own.split()[1], str(id)), f"/join {id} {'0' * 16} yes", f"/join {id} yes", f"/join {id}",
        f"/join {id} {hash_[:16]} yes", f"/start {hash_}", "/join", "/join 99 0123456789abcdef yes", "确认到岗",
        genuine.replace("/join", "/decline").removesuffix(" yes"),
    )  # fmt: skip
    for line in forged:
        for person in (thief, member):
            assert "您已加入" not in await bureau.say(person, line), line
        bureau.world.updates.inject({"callback_query": tap(thief, id=f"forged {line}", data=line)})
        await bureau.settle()
    assert await bureau.say(member, genuine) == USED
    after = await remembered(bureau)
    assert {name for name in before if before[name] != after[name]} <= {"strangers"}
    assert "您已加入督办" in await bureau.tap(opener, "确认到岗")


@pytest.mark.parametrize("what", ["used", "expired", "holder"])
async def test_what_has_changed_before_the_tap(bureau: Town, what: str) -> None:
    code, late = await invited(bureau), bureau.stranger("演示甲")
    await bureau.say(late, f"/start {code}")
    if what == "used":
        await bureau.join(bureau.stranger("演示乙"), code)
    elif what == "expired":
        bureau.clock.set(MONDAY + timedelta(days=7))
    else:
        liaison = await bureau.person(LIAISON)
        person = await scalar(bureau, f"SELECT id FROM people WHERE telegram_id = {liaison}")
        post = await scalar(bureau, "SELECT post_id FROM invitations WHERE used_at IS NULL")
        await bureau.say(CLERK, f"/handover {post} #{person}")
    before = await bound(bureau)
    assert await bureau.tap(late, "确认到岗") == USED
    assert bureau.buttons(late) == []
    assert await bound(bureau) == before


async def test_who_holds_the_post_already(bureau: Town) -> None:
    head = await bureau.person(HEAD)
    post = await scalar(bureau, f"SELECT o.id FROM posts o, people p WHERE p.id = person_id AND telegram_id = {head}")
    match = re.search(r"start=([\w-]{22})$", await bureau.say(CLERK, f"/newcomer {post} 演示甲"))
    assert match
    assert (await bureau.say(head, match[1])).startswith("您已担任运用促进处负责人，无需确认，邀请未使用。")
    newcomer = bureau.stranger()
    assert "该岗位现由演示运用促进处负责人担任，到岗后由新任人员接任。" in await bureau.say(newcomer, match[1])


@pytest.mark.parametrize(
    "form",
    [
        "{}", " {} ", "“{}”", "\u200b{}\u200b", "邀请码：{}", "我的邀请码是{}，请核对", "t.me/duban_demo_bot?start={}",
        "https://t.me/duban_demo_bot?start={}", "请将以下链接转给办公室负责人演示甲：\nhttps://t.me/duban_demo_bot?start={}",
        "https://t.me/duban_demo_bot？start＝{}", "tg://resolve?domain=duban_demo_bot&start={}",
        "/start@duban_demo_bot {}", "/start {} ", "/start  {}",
    ],
)  # fmt: skip
async def test_pasted(bureau: Town, form: str) -> None:
    """A pasted code or link means what a tap on the link means, for a stranger and for somebody who has a post."""
    code = await invited(bureau)
    assert "姓名：演示甲" in await bureau.say(bureau.stranger(), form.format(code))
    liaison = await bureau.person(LIAISON)
    await bureau.say(liaison, "/find")
    assert "姓名：演示甲" in await bureau.say(liaison, form.format(code))
    assert code not in stored(bureau)


async def test_forwarded(bureau: Town) -> None:
    """Opening changes nothing, so the forwarded link of a colleague means what the link means."""
    code, liaison, newcomer = await invited(bureau), await bureau.person(LIAISON), bureau.stranger()
    text = f"请将以下链接转给办公室负责人演示甲：\nhttps://t.me/duban_demo_bot?start={code}"
    group = bureau.world.add_group("演示群", [liaison, newcomer]).id
    message = bureau.world.say(liaison, text, chat=group)
    for person in (liaison, newcomer):
        bureau.world.forward(person, group, message.id)
        await bureau.settle()
        assert "姓名：演示甲" in bureau.last(person).text
        assert "确认到岗" in bureau.buttons(person)
    assert code not in stored(bureau)


async def test_a_usable_code_is_answered_after_five_wrong_ones(bureau: Town) -> None:
    code, stranger = await invited(bureau), bureau.stranger()
    wrong = "abcdefghijklmnopqrstuV"
    answers = [await bureau.say(stranger, form) for form in (wrong, f"/start {wrong}", f"?start={wrong}", wrong, wrong)]
    assert answers == [USED] * 5
    assert await bureau.say(stranger, wrong) == ""
    assert await bureau.say(stranger, "在吗") == STRANGER
    assert await bureau.say(stranger, code) == PAGE
    assert await bureau.say(await bureau.person(OTHER), wrong) == USED


async def test_the_database_never_holds_the_link(bureau: Town) -> None:
    """It is not even stored as an owed answer: after a stop the clerk is asked to invite again."""
    clerk = await bureau.person(CLERK)
    bureau.cut_off(clerk)
    bureau.world.say(clerk, "/invite 办公室 负责人 演示甲")
    await bureau.bot.intake.once()
    await bureau.bot.workers.drained()
    assert "未能送达" in stored(bureau)
    assert "start=" not in stored(bureau)
    await restarted(bureau)
    assert bureau.last(clerk).text == LOST


async def test_the_database_never_holds_a_code_that_was_opened(bureau: Town) -> None:
    code = await invited(bureau)
    clerk, newcomer = await bureau.person(CLERK), bureau.stranger()
    link = f"https://t.me/duban_demo_bot?start={code}"
    for words in (f"/start {code}", link, code, f"/find {link}", f"/nosuch {link}"):
        for person in (clerk, newcomer):
            await bureau.say(person, words)
    group = bureau.world.add_group("演示群", [clerk]).id
    await bureau.say(clerk, f"/start {code}", chat=group)
    await bureau.send(clerk, "名单.txt", b"text", f"2.2.3 {link}")
    await bureau.tap(newcomer, "确认到岗")
    assert invitations.hash_of(code) in stored(bureau)
    assert code not in stored(bureau)


def stored(bureau: Town) -> str:
    return "\n".join(bureau.beside.iterdump())


async def test_by_taps_the_name_is_asked_for(bureau: Town) -> None:
    clerk = await bureau.person(CLERK)
    await bureau.say(clerk, "/invite 办公室")
    assert await bureau.tap(clerk, "负责人") == "请回复办公室负责人的姓名，邀请将写明发给谁。"
    assert "请将以下链接转给办公室负责人演示甲，" in await bureau.say(clerk, "演示甲")
    assert "请选择" in await bureau.say(clerk, "/invite 专利 联络员 演示戊")
    label = bureau.buttons(clerk)[0]
    assert "联络员演示戊，" in await bureau.tap(clerk, label)
    assert await scalar(bureau, "SELECT count(*) FROM invitations WHERE name = '演示戊'") == 1
