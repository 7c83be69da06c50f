"""A percent that is not stated as the task's progress is never recorded as its progress."""

import pytest

from tests.handlers.scene import scalar
from tests.town import LIAISON, Town

LAST = "SELECT percent || ' ' || status || ' ' || words FROM reports WHERE NOT undone ORDER BY id DESC LIMIT 1"


@pytest.mark.parametrize(
    "words",
    ["合格率98%", "60%的企业已反馈", "不到六成", "下周能到80%", "目标是100%", "比上月提高10%", "还剩15%", "60%-70%"],
)
async def test_it_is_kept_among_the_words(bureau: Town, words: str) -> None:
    liaison = await bureau.person(LIAISON)
    await bureau.say(liaison, "2.2.9 20% 已立项")
    assert words in await bureau.say(liaison, f"2.2.9 {words}")
    assert await scalar(bureau, LAST) == "20 pace 已立项"  # Nothing is recorded before a tap.
    await bureau.tap(liaison, "按序时")
    assert await scalar(bureau, LAST) == f"20 pace {words}"


@pytest.mark.parametrize("words", ["合格率98%", "60%的企业已反馈", "到六成了吗", "下周能到80%"])
async def test_right_after_a_card_nothing_is_recorded(bureau: Town, words: str) -> None:
    await bureau.say(LIAISON, "2.2.9")
    await bureau.say(LIAISON, words)
    assert await scalar(bureau, "SELECT count(*) FROM reports") == 0


@pytest.mark.parametrize("words", ["60%的企业已反馈", "合格率98%，缺数据", "不到六成"])
async def test_the_answer_to_a_question_for_a_report(bureau: Town, words: str) -> None:
    liaison = await bureau.person(LIAISON)
    await bureau.say(liaison, "2.2.9 20% 已立项")
    await bureau.say(liaison, "汇报 2.2.9")
    assert words in await bureau.say(liaison, words)
    await bureau.tap(liaison, "按序时")
    assert await scalar(bureau, LAST) == f"20 pace {words}"
