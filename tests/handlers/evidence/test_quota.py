"""Limits on evidence: each refusal names the limit and what to do, and the words of the message take effect."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from plan.evidence_quota import MB
from storage.evidence import total
from tests.handlers.evidence.papers import PDF, WAITING, on_disk, pdf
from tests.handlers.scene import scalar
from tests.town import HEAD as SUPERIOR
from tests.town import LIAISON, Town, quick

ROWS = "SELECT count(*) FROM evidence"


@pytest.fixture
async def small(tmp_path: Path) -> AsyncIterator[Town]:
    """A bureau with limits of one megabyte a day for each person and two in total."""
    async with quick(
        tmp_path, evidence_files_per_report=3, evidence_mb_per_person_a_day=1, evidence_gb_in_all=0.002
    ) as built:
        yield built


def mb(size: float, mark: int = 0) -> bytes:
    return (PDF + str(mark).encode()).ljust(int(size * MB), b"0")


async def test_an_album_of_thirty_stops_at_twenty(bureau: Town, tmp_path: Path) -> None:
    liaison = await bureau.person(LIAISON)
    for n in range(30):
        bureau.world.upload(liaison, f"{n}.pdf", pdf(n), caption="2.2.3 30% 已启动" if n == 0 else "", album="7")
    await bureau.settle()
    assert "每次汇报最多附20份材料，这份没有保存。其余材料请随下一次汇报发送。" in bureau.last(liaison).text
    assert "成果材料 20 份" in await bureau.say(liaison, "2.2.3")
    assert len(on_disk(tmp_path)) == await scalar(bureau, ROWS) == 20


async def test_an_album_of_thirty_without_words(bureau: Town, tmp_path: Path) -> None:
    liaison = await bureau.person(LIAISON)
    for n in range(30):
        bureau.world.upload(liaison, f"{n}.pdf", pdf(n), album="7")
    await bureau.settle()
    assert "每次汇报最多附20份材料" in bureau.last(liaison).text
    assert len(on_disk(tmp_path)) == await scalar(bureau, WAITING) == 20
    await bureau.say(liaison, "汇报 2.2.4")
    await bureau.send(liaison, "x.pdf", pdf(99), "2.2.4")
    assert "加上待归入的共21份。请清空材料后重新选送。" in await bureau.say(liaison, "附材料 2.2.4")
    assert "已清空未归入任务的材料" in await bureau.tap(liaison, "清空材料")


async def test_the_words_of_one_too_many_take_effect(small: Town) -> None:
    for n in range(3):
        await small.send(LIAISON, f"{n}.pdf", pdf(n), "2.2.3 30% 已启动" if n == 0 else "2.2.3")
    card = await small.send(LIAISON, "9.pdf", pdf(9), "2.2.3")
    assert card.startswith("每次汇报最多附3份材料，这份没有保存。其余材料请随下一次汇报发送。\n\n")
    assert "共附 3 份" in card


async def test_one_person_a_day(small: Town, tmp_path: Path) -> None:
    assert "材料 1 份" in await small.send(LIAISON, "a.pdf", mb(0.6), "2.2.3 30% 已启动")
    card = await small.send(LIAISON, "<b>b&.pdf", mb(0.6, 1), "2.2.3 60% 已完成中期评审")
    assert card.startswith(
        "“<b>b&.pdf”没有保存：每人每日发送材料合计不超过1MB。请压缩后重新发送，或于次日发送。\n\n已记录：60%。"
    )
    assert "请压缩后重新发送" in await small.send(LIAISON, "c.pdf", mb(0.6, 1))
    assert on_disk(tmp_path) == [mb(0.6)]
    assert "材料 1 份" in await small.send(SUPERIOR, "d.pdf", mb(0.6, 2), "2.2.4 30% 已启动"), (
        "each person has their own"
    )
    small.clock.set(small.clock.now() + timedelta(hours=15, minutes=59))
    assert "每人每日" in await small.send(LIAISON, "c.pdf", mb(0.6, 1), "2.2.3"), "it is still the same day"
    small.clock.set(small.clock.now() + timedelta(minutes=1))
    assert "共附 1 份" in await small.send(LIAISON, "c.pdf", mb(0.6, 1), "2.2.3")


async def test_announced_too_large_is_not_fetched(small: Town) -> None:
    await small.send(LIAISON, "a.pdf", mb(0.6), "2.2.3 30% 已启动")
    before = len([call for call in small.world.calls if call.method.lower() == "getfile"])
    await small.send(LIAISON, "b.pdf", mb(0.6, 1), "2.2.3 40% 推进")
    assert len([call for call in small.world.calls if call.method.lower() == "getfile"]) == before


async def test_the_real_size_counts(small: Town, tmp_path: Path) -> None:
    """Two files of unknown size at the same time: the limit is checked again in the transaction that stores them."""
    liaison, head = await small.person(LIAISON), await small.person(SUPERIOR)
    for person, n in ((liaison, 1), (liaison, 2), (head, 3), (head, 4)):
        stored = small.world.files.store("document", f"{n}.pdf", mb(0.6, n))
        body = {"document": {"file_id": stored.file_id, "file_unique_id": "u", "file_name": f"{n}.pdf"}}
        user = {"id": person, "is_bot": False, "first_name": "演示"}
        chat = {"id": person, "type": "private"}
        words = {"caption": f"{'2.2.3' if person == liaison else '2.2.4'} {n}0% 推进{n}"}
        message = {"message_id": n, "date": 1, "from": user, "chat": chat, **body, **words}
        small.world.inject({"message": message})
    await small.settle()
    assert len(on_disk(tmp_path)) == await scalar(small, ROWS) == 2
    assert await scalar(small, "SELECT count(*) FROM reports") == 4, "what was said in words took effect"


async def test_in_all_counts_copies_once(small: Town, tmp_path: Path) -> None:
    """Two megabytes in total; the same file of three people counts once."""
    for place, code in ((LIAISON, "2.2.3"), (SUPERIOR, "2.2.4"), (("常州市局", LIAISON[1]), "1.1.3")):
        assert "材料 1 份" in await small.send(place, "a.pdf", mb(0.9), f"{code} 30% 已启动")
    assert await small.db.read(total) == len(mb(0.9))
    assert "材料 1 份" in await small.send(("南京市局", LIAISON[1]), "b.pdf", mb(0.9, 1), "1.1.3 30% 已启动")
    card = await small.send(("苏州市局", LIAISON[1]), "c.pdf", mb(0.9, 2), "1.1.3 30% 已启动")
    assert card.startswith("“c.pdf”没有保存：全局材料总量已达0.002GB上限。请联系督办员")
    assert "已记录：30%" in card
    assert len(on_disk(tmp_path)) == 2


async def test_a_wrong_value_under_a_file_that_is_over_the_limit(small: Town) -> None:
    await small.send(LIAISON, "a.pdf", mb(0.9), "2.2.3 30% 已启动")
    answer = await small.send(LIAISON, "b.pdf", mb(0.9, 1), "2.2.3 101% 已完成中期评审")
    assert "每人每日" in answer
    assert "101" not in await small.say(LIAISON, "2.2.3")
    await small.send(SUPERIOR, "a.pdf", mb(0.9), "2.2.3 30% 已启动")
    answer = await small.send(SUPERIOR, "c.pdf", mb(0.9, 1), "12 家企业已贯标")
    assert answer.endswith("或于次日发送。说明文字已保留。"), "it names no task yet"
