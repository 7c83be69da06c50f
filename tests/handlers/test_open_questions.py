"""An open question is completed only by what can be its answer, and never swallows anything else."""

from datetime import timedelta

import pytest

from tests.bot.inbox.test_late import say_late
from tests.handlers.scene import remembered, rows
from tests.town import CLERK, LEADER, LIAISON, MONDAY, Place, Town

CANCELS = ("取消", "算了", "不用了", "返回", "没事了")
ASKING: tuple[tuple[Place, str], ...] = (
    (LIAISON, "/progress 2.2.4 behind"), (LIAISON, "/submit 2.2.4"), (LIAISON, "/extend 2.2.4"),
    (LIAISON, "/extend 2.2.4 2021-02-28"), (LIAISON, "/reports"), (LIAISON, "/feedback"), (LIAISON, "/find"),
    (LIAISON, "/history"), (LIAISON, "/remind 2.2.4"), (LIAISON, "/leave"), (LIAISON, "汇报"),
    (CLERK, "/nudge 2.2.4 all"), (CLERK, "/milestones 2.2.4"), (CLERK, "/notice"), (CLERK, "/rules ahead"),
    (CLERK, "/called 1"), (CLERK, "催办"), (LEADER, "/directive 2.2.4"), (LEADER, "批示"),
)  # fmt: skip
"""Each kind of question, and who is asked it."""


@pytest.fixture
async def bureau(bureau: Town) -> Town:
    for place in (LIAISON, CLERK, LEADER):
        await bureau.person(place)
    await bureau.until(MONDAY + timedelta(hours=2))
    return bureau


async def unchanged(bureau: Town, who: Place, text: str) -> str:
    """Say something that must change nothing, and return the answer. Words that people search for are counted, and
    long lines of buttons are stored; neither is a change."""
    before = {name: list(table) for name, table in (await remembered(bureau)).items()}
    answer = await bureau.say(who, text)
    after = rows(bureau)
    assert [
        name for name in before if before[name] != after[name] and name not in ("button_lines", "misunderstood")
    ] == []
    return answer


@pytest.mark.parametrize("cancel", CANCELS)
async def test_a_cancel_word_ends_every_question(bureau: Town, cancel: str) -> None:
    for who, line in ASKING:
        await bureau.say(who, line)
        assert "已取消" in await unchanged(bureau, who, cancel), line
        assert "目前没有待回复的事项" in await bureau.say(who, "取消"), line


SWALLOWED: tuple[tuple[Place, str, str, str], ...] = (
    (LIAISON, "/progress 2.2.3 behind", "专利导航", "是2.2.3的汇报的内容吗？尚未记录"),
    (CLERK, "/nudge 2.2.4 all", "常州", "是2.2.4的催办的内容吗？尚未记录"),
    (CLERK, "/nudge 2.2.4 all", "逾期", "逾期任务"),
    (LIAISON, "/extend 2.2.4 2021-02-28", "取消", "已取消：2.2.4的延期"),
    (LEADER, "/directive 2.2.4", "专利导航", "是2.2.4的批示的内容吗？尚未记录"),
)


@pytest.mark.parametrize(("who", "line", "words", "answer"), SWALLOWED)
async def test_nothing_is_swallowed(bureau: Town, who: Place, line: str, words: str, answer: str) -> None:
    await bureau.say(who, line)
    assert answer in await unchanged(bureau, who, words)


@pytest.mark.parametrize(
    ("who", "line", "label"),
    [(LEADER, "/directive 2.2.4", "批示：{}"), (CLERK, "/nudge 2.2.4 all", "附言：{}")],
)
async def test_later_words_replace_the_earlier_ones(bureau: Town, who: Place, line: str, label: str) -> None:
    await bureau.say(who, line)
    await bureau.say(who, "请抓紧办理")
    preview = await bureau.say(who, "请月底前报送结果")
    assert label.format("请月底前报送结果") in preview
    assert "请抓紧办理" not in preview


OTHERS = (
    ("2.2.9", "2.2.9 重点园区专利导航"),
    ("谢谢", "不客气"),
    ("哪些任务本周到期？", "到期"),
)


@pytest.mark.parametrize(("words", "answer"), OTHERS)
@pytest.mark.parametrize("line", ["/progress 2.2.3 behind", "/extend 2.2.4 2021-02-28", "/feedback"])
async def test_what_is_no_answer_is_done_as_what_it_is(bureau: Town, line: str, words: str, answer: str) -> None:
    await bureau.say(LIAISON, line)
    assert answer in await unchanged(bureau, LIAISON, words)


@pytest.mark.parametrize(("label", "answer"), [("记为2.2.3的汇报", "已记录：滞后"), ("不是，查找", "查找“专利导航”")])
async def test_a_search_that_hits_may_be_either(bureau: Town, label: str, answer: str) -> None:
    await bureau.say(LIAISON, "2.2.3 30%")
    await bureau.say(LIAISON, "/progress 2.2.3 behind")
    await bureau.say(LIAISON, "专利导航")
    assert bureau.buttons(await bureau.person(LIAISON)) == ["记为2.2.3的汇报", "不是，查找"]
    assert answer in await bureau.tap(LIAISON, label)
    assert ("专利导航" in [row[0] for row in reports(bureau)]) == label.startswith("记为")


@pytest.mark.parametrize(("minutes", "is_answer"), [(29, True), (31, False)])
async def test_a_question_ends_thirty_minutes_before_the_writing(bureau: Town, minutes: int, is_answer: bool) -> None:
    await bureau.say(LIAISON, "/progress 2.2.3 behind")
    written = bureau.clock.now() + timedelta(minutes=minutes)
    answer = await say_late(bureau, LIAISON, "40% 数据尚未报齐", written, timedelta(hours=1))
    assert ("已记录：滞后 40%" in answer) == is_answer
    assert len(reports(bureau)) == int(is_answer)


async def test_a_percent_follows_the_card_or_the_letter_that_came_last(bureau: Town) -> None:
    await bureau.say(LIAISON, "2.2.3")
    assert "2.2.3 新建高价值专利示范中心" in await bureau.say(LIAISON, "60%")
    bureau.clock.set(bureau.clock.now() + timedelta(minutes=1))
    await bureau.confirm(CLERK, "/nudge 2.2.5 all")  # The letter comes after the card of 2.2.3.
    bureau.clock.set(bureau.clock.now() + timedelta(minutes=1))
    assert "2.2.5 遴选战略推进计划承担企业" in await bureau.say(LIAISON, "20%")
    bureau.clock.set(bureau.clock.now() + timedelta(minutes=1))
    await bureau.say(LIAISON, "2.2.3")
    assert "2.2.3 新建高价值专利示范中心" in await bureau.say(LIAISON, "70%")
    assert [percent for _, percent in reports(bureau)] == [60, 20, 70]


async def test_words_that_are_not_understood_keep_to_what_was_named_or_sent_last(bureau: Town) -> None:
    await bureau.say(LIAISON, "2.2.9")
    assert "2.2.3 新建高价值专利示范中心" in await bureau.say(LIAISON, "取消2.2.3")
    assert "2.2.3 新建高价值专利示范中心" in await bureau.say(LIAISON, "60%")
    await bureau.confirm(CLERK, "/nudge 2.2.5 all")
    bureau.clock.set(bureau.clock.now() + timedelta(minutes=1))
    await bureau.confirm(CLERK, "/nudge 2.2.4 all")
    bureau.clock.set(bureau.clock.now() + timedelta(minutes=1))
    assert "2.2.4 推动企业贯标" in await bureau.say(LIAISON, "今天天气不错啊")
    assert "2.2.4 推动企业贯标" in await bureau.say(LIAISON, "20%")


async def test_a_bare_number_is_never_the_id_of_an_assignment(bureau: Town) -> None:
    for words in ("签收 209", "汇报 209 60%", "催办 209"):
        await unchanged(bureau, LIAISON, words)
    await bureau.say(CLERK, "签收")
    await unchanged(bureau, CLERK, "60")


async def test_a_numbered_report_is_no_moment(bureau: Town) -> None:
    """Also where the moment is asked for the same task."""
    assert "请重新回复时间" in await bureau.say(LIAISON, "提醒我2.2.4 99点交材料")
    assert "已记录：60%。" in await bureau.say(LIAISON, "2.2.4 60%")
    assert reports(bureau) == [("", 60)]


def reports(bureau: Town) -> list[tuple[str, int]]:
    return bureau.beside.execute("SELECT words, percent FROM reports ORDER BY id").fetchall()
