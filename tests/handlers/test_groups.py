"""Groups: bound and let go, one topic or the whole; ordinary talk unread; moved to a supergroup; links into private."""

from datetime import timedelta

from handlers.courtesy import IN_PRIVATE
from tests.handlers.scene import scalar
from tests.town import CLERK, LIAISON, MONDAY, Town

BOUND = "SELECT group_concat(chat_id || ':' || coalesce(thread_id, '')) FROM groups WHERE active"


async def test_bound_twice_and_let_go(bureau: Town) -> None:
    clerk, liaison = await bureau.person(CLERK), await bureau.person(LIAISON)
    group = bureau.world.add_group("工作群", [clerk, liaison]).id
    assert "由督办员办理" in await bureau.say(liaison, "/bind", chat=group)
    assert "本群已绑定《2020年全省知识产权工作要点》。" in await bureau.say(clerk, "/bind", chat=group)
    assert (
        await bureau.say(clerk, "/bind", chat=group) == "本群已绑定《2020年全省知识产权工作要点》，每周一9:00发布进展。"
    )
    assert await scalar(bureau, BOUND) == f"{group}:"
    assert "已解除绑定" in await bureau.say(clerk, "/unbind", chat=group)
    assert await bureau.say(clerk, "/unbind", chat=group) == "本群尚未绑定。"
    assert "本群已绑定" in await bureau.say(clerk, "/bind", chat=group)
    bureau.world.member(group, bureau.world.bot.id, "kicked")
    await bureau.settle()
    assert await scalar(bureau, BOUND) is None


async def test_a_topic_is_bound_by_itself(bureau: Town) -> None:
    clerk = await bureau.person(CLERK)
    forum = bureau.world.add_group("论坛", [clerk], forum=True).id
    assert "本群已绑定" in await bureau.say(clerk, "/bind", chat=forum, thread=7)
    assert await scalar(bureau, BOUND) == f"{forum}:7"
    assert await bureau.say(clerk, "/unbind", chat=forum, thread=8) == "本群尚未绑定。"
    await bureau.until(MONDAY + timedelta(hours=2))
    (card,) = [one for one in bureau.world.transcript(forum) if "一周进展" in one.text]
    assert card.thread == 7


async def test_ordinary_talk_is_never_kept(bureau: Town) -> None:
    clerk, liaison = await bureau.person(CLERK), await bureau.person(LIAISON)
    group = bureau.world.add_group("工作群", [clerk, liaison]).id
    bureau.world.member(group, bureau.world.bot.id, "administrator")  # an administrator is sent all of the talk
    await bureau.settle()
    rows = await scalar(bureau, "SELECT count(*) FROM inbox")
    for words in ("今天几点开会？", "2.2.3", "我的任务", "2.2.3 60% 已完成初稿", "/help@another_bot", "/nothing"):
        assert await bureau.say(liaison, words, chat=group) == ""
    assert await scalar(bureau, "SELECT count(*) FROM reports") == 0
    assert await scalar(bureau, "SELECT count(*) FROM inbox WHERE raw LIKE '%几点开会%'") == 0
    assert await scalar(bureau, "SELECT count(*) FROM inbox") == rows + 1  # `/nothing` could have been for us


async def test_links_lead_into_private(bureau: Town) -> None:
    clerk, liaison = await bureau.person(CLERK), await bureau.person(LIAISON)
    group = bureau.world.add_group("工作群", [clerk, liaison]).id
    await bureau.say(clerk, "/bind", chat=group)
    assert "我的任务 · 共" in await bureau.tap(liaison, "打开督办", chat=group)
    for line in ("/my", "/board", "/plan", "/help", "/sign 2.2.3", "/task 2.2.3", "/progress 2.2.3 60%", "/find 专利"):
        assert await bureau.say(liaison, line, chat=group) == IN_PRIVATE
        (button,) = bureau.last(group).buttons[0]
        assert "?start=" in (button.url or "")
        answer = await bureau.tap(liaison, "打开督办", chat=group)
        assert answer, line
        assert not any(words in answer for words in ("失效", "用法")), f"{line}: {answer}"
    await bureau.until(MONDAY + timedelta(hours=2))
    assert "2020年全省知识产权工作要点 · 总览" in await bureau.tap(liaison, "查看总览", chat=group)
    assert "推动企业贯标" in await bureau.say(liaison, "/start task-2_2_4")


async def test_a_group_that_becomes_a_supergroup_stays_bound(bureau: Town) -> None:
    clerk = await bureau.person(CLERK)
    group = bureau.world.add_group("工作群", [clerk]).id
    await bureau.say(clerk, "/bind", chat=group)
    moved = bureau.world.make_supergroup(group).id
    await bureau.settle()
    assert await scalar(bureau, BOUND) == f"{moved}:"
    await bureau.until(MONDAY + timedelta(hours=2))
    assert "一周进展" in bureau.last(moved).text
    assert "每周一9:00发布进展" in await bureau.say(clerk, "/bind", chat=moved)
