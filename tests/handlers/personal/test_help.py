"""帮助: what somebody may do, and how it is done."""

import pytest

from plan.help_topics import TOPICS, HelpTopic
from tests.town import CLERK, LIAISON, Town


async def test_the_help_offers_what_the_person_may_do(bureau: Town) -> None:
    liaison = await bureau.person(LIAISON)
    general = await bureau.say(liaison, "/help")
    assert "发送“2.2.4 60% 已完成初稿”即可汇报" in general
    assert bureau.buttons(liaison) == ["汇报", "签收", "材料", "报结", "延期", "查找", "提醒", "消息"]
    answer = await bureau.tap(liaison, "延期")
    assert answer.splitlines()[0] == "怎样办理：延期"
    assert answer.splitlines()[-1] == "例如发送：把2.2.4延到9月30日，数据尚未报齐"
    assert bureau.buttons(liaison) == ["我的任务", "返回"]
    assert "可以这样办理" in await bureau.tap(liaison, "返回")
    assert "可以这样办理" in await bureau.say(liaison, "/help 这个怎么用")


async def test_who_may_not_do_it_reads_who_does(bureau: Town) -> None:
    liaison, clerk = await bureau.person(LIAISON), await bureau.person(CLERK)
    assert "“催办”由分管领导、督办员、负责人办理。" in await bureau.say(liaison, "/help 催办")
    assert bureau.buttons(liaison) == ["返回"]
    assert "办理。\n打开" not in await bureau.say(clerk, "/help 催办")
    assert bureau.buttons(clerk) == ["未反馈", "返回"]


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.command)
async def test_every_topic_is_short(bureau: Town, topic: HelpTopic) -> None:
    answer = await bureau.say(CLERK, f"/help {topic.label}")
    assert 3 <= len(answer.splitlines()) <= 5
