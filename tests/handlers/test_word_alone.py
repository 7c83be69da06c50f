"""What officials write to the bot gets a page, an answer or an honest no, never the usage of a slash command."""

import pytest

from bot.inbox.word_alone import PAGES
from handlers import REGISTRY, load
from tests.town import CLERK, LEADER, LIAISON, OBSERVER, Place, Town

load()
NEVER_TYPED = {"courtesy", "unclear", "which"}
BY_BUTTON = [
    command.name
    for command in REGISTRY
    if command.lacks_input("") and not command.needs_task and command.name not in NEVER_TYPED
]


def test_every_command_that_a_word_alone_cannot_run_has_a_page() -> None:
    assert {*BY_BUTTON} == {*PAGES, "who"}
    assert all(REGISTRY.by_slash(line)[0].takes("") for line in PAGES.values())


@pytest.mark.parametrize("name", BY_BUTTON)
async def test_the_word_of_a_command_alone_never_gets_its_usage(bureau: Town, name: str) -> None:
    command = REGISTRY.commands[name]
    for place in (CLERK, LEADER, LIAISON, OBSERVER):
        for word in (command.label, *command.words):
            answer = await bureau.say(place, word)
            assert answer, (place, word)
            assert "用法：" not in answer, (place, word, answer)


TALK: list[tuple[Place, str, str]] = [
    (CLERK, "批准", "没有待审核的任务"),
    (CLERK, "退回2.2.4，材料不全", "2.2.4"),
    (CLERK, "取消提醒", "提醒"),
    (CLERK, "联系人", "请写明任务编号或单位名称"),
    (CLERK, "进度不到30%的", "暂时无法识别"),
    (CLERK, "第二部分没签收的", "25 项"),
    (CLERK, "各处室谁没签收", "各处室承办情况"),
    (CLERK, "5月10日以后到期的", "5月10日起到期"),
    (CLERK, "给我导出", "还不能在这里导出"),
    (CLERK, "把这个转给运用处", "暂时无法识别"),
    (CLERK, "2.2.3换人", "暂时无法识别"),
    (CLERK, "2.2.4为什么亮红灯", "2.2.4 推动企业贯标"),
    (CLERK, "除了常州都催一下", "暂时无法识别"),
    (CLERK, "每天催一次2.2.4", "暂时无法识别"),
    (CLERK, "常州那边2.1.2咋样了", "2.1.2"),
    (CLERK, "哪些还没动", "暂时无法识别"),
    (CLERK, "周末愉快", "您好"),
    (LEADER, "收到", "好的"),
    (LEADER, "同意2.2.4延期", "没有需要您处理的延期申请"),
    (LEADER, "不批准", "没有等待您处理的事项"),
    (LEADER, "请把逾期清单给我", "逾期"),
    (LEADER, "2.2.4、2.2.5请抓紧", "是哪一项任务的批示"),
    (OBSERVER, "催一下常州", "由分管领导、督办员、负责人办理"),
    (OBSERVER, "2.2.4怎么样", "2.2.4 推动企业贯标"),
]


@pytest.mark.parametrize(("place", "words", "expected"), TALK)
async def test_an_answer_is_exact_and_without_jargon(bureau: Town, place: Place, words: str, expected: str) -> None:
    answer = await bureau.say(place, words)
    assert expected in answer
    assert "用法：" not in answer


async def test_what_is_no_task_does_not_answer_which_task_is_meant(bureau: Town) -> None:
    for words in ("周末愉快", "把这个转给运用处", "第二部分逾期的", "撤回刚才的催办"):
        assert "请问是哪一项任务" in await bureau.say(CLERK, "后天提醒我一下")
        answer = await bureau.say(CLERK, words)
        assert "用法：" not in answer
        assert "记下" not in answer


@pytest.mark.parametrize("words", ["2.2.4", "是2.2.4", "2.2.4那项"])
async def test_a_task_in_few_words_answers_which_task_is_meant(bureau: Town, words: str) -> None:
    await bureau.say(CLERK, "后天提醒我一下")
    assert "3月4日" in await bureau.say(CLERK, words)
