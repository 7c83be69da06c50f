"""Whatever the bot asks, only what can be the answer becomes one."""

import pytest

from tests.handlers import questions
from tests.handlers.questions import QUESTIONS, ask, open_question, prepare, recorded
from tests.town import CLERK, LEADER, LIAISON, Place, Town

CANCEL_WORDS = ("取消", "算了", "不用了", "返回", "没事了", "先不报了", "取消吧", "不催了")
ALWAYS_ELSEWHERE = (
    ("谁没签收", "查找“没签收”"), ("2.1.5", "2.1.5 "), ("2.1.5怎么样了", "2.1.5 "), ("我的任务", ""), ("帮助", "帮助"),
    ("怎么申请延期", "延期"), ("谢谢", "不客气"), ("/my", ""),
)  # fmt: skip
"""What people write meanwhile, and what is in the answer."""


def test_every_command_that_asks_is_here() -> None:
    asked = {line.split()[0].lstrip("/") for _, line in QUESTIONS} - {"progress"}
    assert questions.asking_commands() == asked | questions.ASKS_NOTHING


async def test_a_cancel_word_ends_every_question(bureau: Town) -> None:
    await prepare(bureau)
    for index, (place, line) in enumerate(QUESTIONS):
        person = await bureau.person(place)
        await ask(bureau, place, line)
        before = recorded(bureau)
        word = CANCEL_WORDS[index % len(CANCEL_WORDS)]
        answer = await bureau.say(person, word)
        assert answer.startswith("好的，已取消："), (line, word, answer)
        assert open_question(bureau, person) == "", (line, word)
        assert recorded(bureau) == before, (line, word)


async def test_what_says_something_else_is_never_the_answer(bureau: Town) -> None:
    await prepare(bureau)
    for index, (place, line) in enumerate(QUESTIONS):
        for words, answer in (ALWAYS_ELSEWHERE[(index + step) % len(ALWAYS_ELSEWHERE)] for step in (0, 3, 5)):
            if line.startswith("/which") and words == "2.1.5":
                continue  # This question asks for a task's number.
            await ask(bureau, place, line)
            before = recorded(bureau)
            assert answer in await bureau.say(place, words), (line, words)
            assert recorded(bureau) == before, (line, words)


@pytest.mark.parametrize(
    ("place", "line", "words", "kept", "other"),
    [
        (LIAISON, "/progress 2.2.6", "专利导航", "记为2.2.6的汇报", "不是，查找"),
        (LIAISON, "/extend 2.2.6 2021-01-31", "专利导航", "记为2.2.6的延期", "不是，查找"),
        (LEADER, "/directive 2.2.6", "专利导航", "记为2.2.6的批示", "不是，查找"),
        (CLERK, "/nudge 2.2.9@5", "常州市局", "记为2.2.9的催办", "不是，查找"),
        (CLERK, "/waive 2.2.9@5", "催一下常州", "记为2.2.9的免办", "不是，另办"),
        (CLERK, "/newunit 5 处室", "专利导航", "记为新增单位", "不是，查找"),
        (CLERK, "/invite 常州市局 负责人", "今天几点开会", "记为邀请", "不是，取消"),
        (CLERK, "/enroll {vacant}", "滞后", "记为登记", "不是，取消"),
    ],
)
async def test_what_may_be_both_is_asked_back(
    bureau: Town, place: Place, line: str, words: str, kept: str, other: str
) -> None:
    await prepare(bureau)
    person = await bureau.person(place)
    await ask(bureau, place, line)
    before = recorded(bureau)
    assert "尚未记录" in await bureau.say(person, words)
    assert bureau.buttons(person) == [kept, other]
    assert recorded(bureau) == before
    await bureau.tap(person, other)
    assert recorded(bureau) == before
    await ask(bureau, place, line)
    await bureau.say(person, words)
    answer = await bureau.tap(person, kept)
    assert words in answer or recorded(bureau) != before
