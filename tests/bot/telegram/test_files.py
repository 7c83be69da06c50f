"""Files are stored completely and once, sent with answers and letters, and removed when nobody needs them."""

import signal
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from bot.app import KEEP_WORDS
from plan.letter_kinds import REMIND
from plan.reply import Button, File, Reply
from storage import outbox, people
from tests.bot.process import posted, program
from tests.handlers.scene import scalar
from tests.town import CLERK, HEAD, LEADER, LIAISON, MONDAY, Place, Town

PDF = b"%PDF-1.7\n" + b"x" * 200_000
PEOPLE = 30


def copies(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "evidence").glob("*"))


async def test_a_name_is_only_shown(bureau: Town, tmp_path: Path) -> None:
    name = "../../../up/“名单” <b>\u202efdp.2020.pdf"
    await bureau.send(LIAISON, name, PDF, "2.2.3 30% 已启动")
    assert copies(tmp_path) == [sha256(PDF).hexdigest()]
    assert (tmp_path / "evidence" / sha256(PDF).hexdigest()).read_bytes() == PDF
    await bureau.say(LEADER, "材料 2.2.3")
    await bureau.tap(LEADER, "第1份")
    sent = bureau.last(await bureau.person(LEADER)).document
    assert sent is not None
    assert sent.name == "“名单” <b>fdp.2020.pdf"


async def test_the_same_bytes_of_two_people_are_one_copy(bureau: Town, tmp_path: Path) -> None:
    await bureau.send(LIAISON, "a.pdf", PDF, "2.2.3 30% 已启动")
    # Another one's, refused: the copy that is needed stays.
    assert "由其他单位承办" in await bureau.send(("常州市局", LIAISON[1]), "b.pdf", PDF, "2.2.3 40% 代填")
    assert copies(tmp_path) == [sha256(PDF).hexdigest()]
    assert "材料 1 份" in await bureau.send(HEAD, "c.pdf", PDF, "2.2.3 60% 已评审")
    assert await scalar(bureau, "SELECT count(DISTINCT sha256) FROM evidence") == 1


async def test_what_nobody_needs_is_forgotten(bureau: Town, tmp_path: Path) -> None:
    await bureau.send(LIAISON, "a.pdf", PDF, "2.2.3 30% 已启动")
    await bureau.send(LIAISON, "b.pdf", PDF + b"2")
    await bureau.tap(LIAISON, "清空材料")
    await bureau.send(HEAD, "c.pdf", PDF + b"3", "2.2.4")
    assert len(copies(tmp_path)) == 3
    await bureau.bot.tidy()
    assert len(copies(tmp_path)) == 2, "what was taken back is gone, what waits is not"
    bureau.clock.set(MONDAY + KEEP_WORDS + timedelta(hours=1))
    await bureau.bot.tidy()
    assert copies(tmp_path) == [sha256(PDF).hexdigest()]
    assert await scalar(bureau, "SELECT count(*) FROM evidence") == 1


async def test_a_letter_with_files(bureau: Town) -> None:
    """A short text is the caption of its only file; otherwise it follows the files. The buttons are under its end."""
    await bureau.send(LIAISON, "a.pdf", PDF, "2.2.3 30% 已启动")
    clerk = await bureau.person(CLERK)
    file, buttons = File(sha256(PDF).hexdigest(), "通报.pdf"), ((Button("签发", "/help"),),)
    for text, files in (("请签发 <通报>", (file,)), ("字" * 1025, (file,)), ("两份", (file, file))):
        await write(bureau, CLERK, Reply(text, buttons, files=files))
        await bureau.settle()
    messages = [message for message in bureau.world.transcript(clerk) if message.out][-6:]
    assert [(message.document is not None, message.text[:8], bool(message.buttons)) for message in messages] == [
        (True, "请签发 <通报>", True), (True, "", False), (False, "字" * 8, True), (True, "", False), (True, "", False),
        (False, "两份", True),
    ]  # fmt: skip


async def write(bureau: Town, who: Place, reply: Reply) -> None:
    chat = await bureau.person(who)
    person = await bureau.db.read(lambda db: people.by_telegram_id(db, chat, MONDAY.date()))
    assert person is not None
    await bureau.db.write(
        lambda db: outbox.put(db, reply.text[:9], REMIND, reply.dump(), bureau.clock.now(), person_id=person.id)
    )


@pytest.mark.soak
async def test_killed_between_the_copy_and_the_commit(tmp_path: Path) -> None:
    """Killed again and again while thirty people report with files, the bot records each report and file once."""
    async with program(tmp_path) as duban:
        places = await posted(duban, PEOPLE)
        for person, _, code in places:
            duban.world.upload(person, f"{person}.pdf", PDF + str(person).encode(), caption=f"{code} 60% 进展{person}")
        for _ in range(2):
            running = await duban.start()
            goal = len(copies(tmp_path)) + 4
            await duban.until(lambda goal=goal: len(copies(tmp_path)) >= goal)  # type: ignore[misc]
            running.send_signal(signal.SIGKILL)
            await running.wait()
        assert not duban.idle(), "it was too quick to be killed"
        running = await duban.start()
        await duban.until(duban.idle)
        running.send_signal(signal.SIGTERM)
        assert await running.wait() == 0
        rows = duban.sql(
            "SELECT r.words, e.name, e.sha256 FROM evidence e JOIN reports r ON r.id = e.report_id ORDER BY r.words"
        )
        assert rows == sorted(
            (f"进展{person}", f"{person}.pdf", sha256(PDF + str(person).encode()).hexdigest())
            for person, _, _ in places
        )
        for _, _, digest in rows:
            assert sha256((tmp_path / "evidence" / digest).read_bytes()).hexdigest() == digest
