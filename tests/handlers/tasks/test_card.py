"""A task's card: its text, split if it is long, and the parts that each reader may see."""

from pathlib import Path

from tests.handlers.scene import change, small, task
from tests.town import CHANGZHOU, CLERK, HEAD, LEADER, LIAISON, OTHER, Town, quick

ODD = "<b>贯标</b> & “引号”\u202e 🚀 {{ x }} `*_~"
LONG = "推动企业贯标 & <提质>🚀\n" * 300
TASKS = small(
    task("1.1.1", ODD, LONG[:4096]), task("1.1.2", "字" * 4096, "句" * 4096),
    task("1.1.3", "各市落实", lead=(), local=True), task("1.1.4", "机要工作", "绝不外传的句子", support=("办公室",)),
)  # fmt: skip
CITY = ("苏州市局", LIAISON[1])


async def test_titles_are_shown_as_written(tmp_path: Path) -> None:
    async with quick(tmp_path, TASKS) as bureau:
        person = await bureau.person(LIAISON)
        card = await bureau.say(person, "1.1.1")
        assert ODD in card
        assert card.count("推动企业贯标 & <提质>🚀") > 200
        parts = [message for message in bureau.world.transcript(person) if message.out][-2:]
        assert all(len(message.text.encode("utf-16-le")) <= 2 * 4096 for message in parts)
        assert parts[0].buttons == []
        assert bureau.buttons(person) == ["签收", "汇报", "延期", "提醒我", "返回", "轨迹"]
        card = await bureau.say(person, "1.1.2")
        assert (card.count("字"), card.count("句")) == (4096, 4096)
        assert "<b>贯标</b> & “引号”" in await bureau.say(person, "/my")
        assert "<b>贯标</b> & “引号”" in await bureau.say(person, "/find <b>")
        assert "字…" in await bureau.say(person, "/find 字字")
        assert "已签收" in await bureau.say(person, "/sign 1.1.2")
        assert "请汇报 1.1.1 <b>贯标</b>" in await bureau.say(person, "汇报 1.1.1")


async def test_a_restricted_task_shows_its_number_and_units_alone(tmp_path: Path) -> None:
    async with quick(tmp_path, TASKS) as bureau:
        await change(bureau, "UPDATE tasks SET restricted = 1 WHERE code = '1.1.4'")
        liaison, clerk = await bureau.person(LIAISON), await bureau.person(CLERK)
        await bureau.say(liaison, "1.1.4 5% 秘密进展")
        texts = []
        for line in (
            "1.1.4",
            "/my",
            "/plan 1",
            "/find 1.1.4",
            "/board",
            "/board lights",
            "/board pending",
            "/board review",
        ):
            texts += [await bureau.say(person, line) for person in (liaison, clerk)]
        texts.append(await bureau.say(liaison, "汇报 1.1.4"))
        for text in texts:
            assert not any(words in text for words in ("机要", "绝不外传", "秘密进展")), text
        card = texts[0]
        assert card.startswith("1.1.4（不上机）")
        assert "牵头　运用促进处\n配合　办公室" in card
        assert not any(words in card for words in ("时限", "12月31日", "5%", "🟢", "办理中"))


async def test_others_see_who_and_not_how_far(bureau: Town) -> None:
    await bureau.say(LIAISON, "2.2.3 60% 已完成初稿")
    for place in (OTHER, CHANGZHOU):
        card = await bureau.say(place, "2.2.3")
        assert "牵头　运用促进处\n" in card
        assert not any(words in card for words in ("60%", "已完成初稿", "办理中", "最近进展"))
        assert bureau.buttons(await bureau.person(place)) == ["提醒我", "返回"]
    for place in (CLERK, LEADER, HEAD):
        card = await bureau.say(place, "2.2.3")
        assert "牵头　运用促进处 · 办理中 60%" in card
        assert "最近进展（3月2日 08:00，运用促进处联络员）\n按序时 60%：已完成初稿" in card
    assert "汇报" not in bureau.buttons(await bureau.person(LEADER))


async def test_a_city_sees_its_own_row_and_the_counts(bureau: Town) -> None:
    await bureau.say(CITY, "1.1.3 30% 苏州的进展")
    card = await bureau.say(CHANGZHOU, "1.1.3")
    assert "各市　常州市局 · 待签收\n" in card
    assert "各市　待签收 12，办理中 1" in card
    assert "苏州" not in card
    everything = await bureau.say(CLERK, "1.1.3")
    assert "各市　待签收 12，办理中 1" in everything
    assert "苏州的进展" in everything


async def test_what_the_card_wants_of_the_reader(bureau: Town) -> None:
    liaison = await bureau.person(LIAISON)
    card = await bureau.say(liaison, "2.2.4")
    assert card.startswith("请签收这项任务。")
    assert "时限：12月31日 周四，还有" in card
    assert "指标：≥1000家" in card
    assert "（年底）" in card
    assert (await bureau.say(liaison, "/sign 2.2.4")).startswith("已签收，由运用促进处承办。")
    assert (await bureau.say(liaison, "2.2.4")).startswith("2.2.4 推动企业贯标")
    await bureau.say(liaison, "2.2.4 100% 全部完成")
    await bureau.tap(liaison, "提交")
    assert (await bureau.say(liaison, "2.2.4")).startswith("已报完成，请等待审核。")
    assert bureau.buttons(liaison) == ["提醒我", "返回", "轨迹"]
