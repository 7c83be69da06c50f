"""Groups: bound and unbound, one topic or all; ordinary talk ignored; moves to a supergroup; links to private."""

from datetime import timedelta

from handlers.messages import IN_PRIVATE
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
    (card,) = [message for message in bureau.world.transcript(forum) if "一周进展" in message.text]
    assert card.thread == 7


async def test_ordinary_talk_is_never_kept(bureau: Town) -> None:
    clerk, liaison = await bureau.person(CLERK), await bureau.person(LIAISON)
    group = bureau.world.add_group("工作群", [clerk, liaison]).id
    bureau.world.member(group, bureau.world.bot.id, "administrator")  # Telegram sends an administrator all messages
    await bureau.settle()
    rows = await scalar(bureau, "SELECT count(*) FROM inbox")
    for words in ("今天几点开会？", "2.2.3", "我的任务", "2.2.3 60% 已完成初稿", "/help@another_bot", "/nothing"):
        assert await bureau.say(liaison, words, chat=group) == ""
    assert await scalar(bureau, "SELECT count(*) FROM reports") == 0
    assert await scalar(bureau, "SELECT count(*) FROM inbox WHERE raw LIKE '%几点开会%'") == 0
    assert await scalar(bureau, "SELECT count(*) FROM inbox") == rows + 1  # it could be meant for this bot


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
    supergroup = bureau.world.make_supergroup(group).id
    await bureau.settle()
    assert await scalar(bureau, BOUND) == f"{supergroup}:"
    await bureau.until(MONDAY + timedelta(hours=2))
    assert "一周进展" in bureau.last(supergroup).text
    assert "每周一9:00发布进展" in await bureau.say(clerk, "/bind", chat=supergroup)


async def test_bound_to_a_unit_and_back_to_the_whole(bureau: Town) -> None:
    clerk = await bureau.person(CLERK)
    group = bureau.world.add_group("常州群", [clerk]).id
    answer = await bureau.say(clerk, "/bind 常州", chat=group)
    assert "本群已绑定《2020年全省知识产权工作要点》中常州市局及下级单位的任务。每周一9:00发布进展" in answer
    await bureau.until(MONDAY + timedelta(hours=2))
    card = bureau.last(group).text
    assert card.startswith("2020年全省知识产权工作要点 · 一周进展\n截至3月2日 周一，常州市局及下级单位共 27 项任务")
    assert "南京" not in card
    assert "的单位有13个，请选择或写全称" in await bureau.say(clerk, "/bind 市局", chat=group)
    assert await bureau.say(clerk, "/bind 没有", chat=group) == "没有名称含“没有”的单位。"
    assert "请选择本群绑定的单位" in await bureau.tap(clerk, "选择单位", chat=group)
    assert "没有这个单位" in await bureau.say(clerk, "/bind 99999", chat=group)
    assert "常州市局及下级单位的任务，每周一9:00" in await bureau.say(clerk, "/bind", chat=group)
    assert "请选择本群绑定的单位" in await bureau.tap(clerk, "绑定单位", chat=group)
    assert "省知识产权局\n" in bureau.last(group).text
    assert "本群已绑定《2020年全省知识产权工作要点》。" in await bureau.tap(clerk, "全部任务", chat=group)
    assert await scalar(bureau, "SELECT unit_id FROM groups") is None
    assert await scalar(bureau, "SELECT count(*) FROM events WHERE action = 'bind'") == 2


async def test_its_own_day_and_hour(bureau: Town) -> None:
    clerk = await bureau.person(CLERK)
    group = bureau.world.add_group("工作群", [clerk]).id
    assert await bureau.say(clerk, "/weekly", chat=group) == "本群尚未绑定。"
    await bureau.say(clerk, "/bind", chat=group)
    await bureau.tap(clerk, "发布时间", chat=group)
    assert "请选择时间。" in await bureau.tap(clerk, "周三", chat=group)
    assert "已保存：本群每周三16:00发布进展" in await bureau.tap(clerk, "16:00", chat=group)
    for wrong in ("/weekly 周三 8:00", "/weekly 18点"):
        assert await bureau.say(clerk, wrong, chat=group) == "未保存：发布时间应为9:00到17:00之间的整点。"
    assert (await bureau.say(clerk, "/weekly 周八", chat=group)).startswith("用法：")
    await bureau.until(MONDAY + timedelta(days=7))
    cards = [message for message in bureau.world.transcript(group) if "一周进展" in message.text]
    assert [message.at.astimezone(MONDAY.tzinfo) for message in cards] == [MONDAY + timedelta(days=2, hours=8)]


async def test_at_most_one_card_a_day(bureau: Town) -> None:
    clerk = await bureau.person(CLERK)
    group = bureau.world.add_group("工作群", [clerk]).id
    await bureau.say(clerk, "/bind", chat=group)
    await bureau.until(MONDAY + timedelta(hours=2))
    await bureau.say(clerk, "/weekly 周一 14:00", chat=group)
    await bureau.until(MONDAY + timedelta(hours=9))
    assert sum("一周进展" in message.text for message in bureau.world.transcript(group)) == 1


async def test_no_summary_on_a_weekend(bureau: Town) -> None:
    clerk = await bureau.person(CLERK)
    group = bureau.world.add_group("督办群", [clerk]).id
    await bureau.say(clerk, "/bind", chat=group)
    assert "未保存：周报请定在周一至周五" in await bureau.say(clerk, "/weekly 周六 9:00", chat=group)
    assert "周三" in bureau.buttons(group)
    assert await scalar(bureau, "SELECT weekday FROM groups") == 0
