"""Races in the inbox: a second message, a failed commit, a stop or a moved chat at the worst moment."""

import asyncio
import json
from datetime import timedelta
from typing import Any

import pytest

from bot.app import Duban
from bot.cli.open_database import open_database
from bot.inbox.answer import Answer
from bot.inbox.answers import Owed
from bot.inbox.intake import LockedOut
from bot.telegram.errors import NotSent, PollConflict, TokenRejected
from bot.telegram.parts import Part
from bot.telegram.poller import Updates
from bot.telegram.rate_limit import UNLIMITED
from bot.telegram.sender import Progress
from plan.reply import Button, File, Reply
from storage.outbox import pending
from tests.bot.letters import later, put, write
from tests.handlers.scene import change, scalar
from tests.town import CLERK, LIAISON, OTHER, Town


async def restarted(town: Town) -> None:
    """Start another bot on the same database, as after a kill, and let it finish what was left."""
    other = Duban(town.bot.settings, town.clock, UNLIMITED)
    async with open_database(town.bot.settings) as db:
        await other.open(db, town.bot.username)
        await other.workers.resume()
        other.workers.start()
        await other.drained()
        await other.delivery.drain()
        await other.workers.stop(1)
        await other.close()


PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da63fcffff3f0300050001ff"
    "a5f6456a0000000049454e44ae426082"
)


def sent_texts(town: Town, chat: int, before: int) -> list[str]:
    return [message.text for message in town.world.transcript(chat)[before:] if message.out]


@pytest.mark.parametrize("polls", [1, 2])
async def test_a_code_and_at_once_a_report(bureau: Town, polls: int) -> None:
    """A stranger confirms their invitation and reports before the bot has handled the first: they count as a member."""
    newcomer = bureau.stranger("演示新人")
    await bureau.say(newcomer, f"/start {await bureau.code(LIAISON)}")
    await bureau.bot.workers.stop(1)
    bureau.press(newcomer, "确认到岗")
    if polls == 2:
        await bureau.bot.intake.once()
    bureau.world.say(newcomer, "/sign 2.2.3")
    bureau.world.say(newcomer, "2.2.3 60% 已完成初稿")
    await bureau.bot.intake.once()
    await restarted(bureau)
    assert await scalar(bureau, "SELECT group_concat(percent) FROM reports") == "60"


async def test_a_code_that_two_open_at_once(bureau: Town) -> None:
    """The second person to confirm an invitation is told so, and stays a stranger."""
    first, second = bureau.stranger("演示甲"), bureau.stranger("演示乙")
    code = await bureau.code(LIAISON)
    for person in (first, second):
        await bureau.say(person, f"/start {code}")
    for person in (first, second):
        bureau.press(person, "确认到岗")
        bureau.world.say(person, "/sign 2.2.3")
    await bureau.settle()
    assert "您已加入督办" in "\n".join(sent_texts(bureau, first, 0))
    assert [text[:4] for text in sent_texts(bureau, second, 0)] == ["邀请链接", "您好，这"]
    assert await scalar(bureau, "SELECT count(*) FROM assignments WHERE signed_at IS NOT NULL") == 1


async def test_a_failure_after_the_commit(bureau: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """The change took effect, and the update is handled again: it is answered once."""
    monkeypatch.setattr("bot.inbox.workers.FIRST_PAUSE", 0.05)
    person = await bureau.person(LIAISON)
    before = len(bureau.world.transcript(person))
    real, failures = bureau.db.write, 1

    async def commit_and_disconnect(work: Any) -> Any:
        """Raise as if the connection were lost after the server has committed."""
        nonlocal failures
        result = await real(work)
        if failures and isinstance(result, Reply):
            failures -= 1
            raise ConnectionResetError
        return result

    monkeypatch.setattr(bureau.db, "write", commit_and_disconnect)
    bureau.world.say(person, "/sign 2.2.3")
    await bureau.settle()
    assert ["已签收" in text for text in sent_texts(bureau, person, before)] == [True]


async def test_a_look_at_the_bureau_that_fails(bureau: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    clerk = await bureau.person(CLERK)
    before = len(bureau.world.transcript(clerk))

    async def broken() -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(bureau.bot.update_handler._executor, "_refresh_settings", broken)
    bureau.world.say(clerk, "/holiday 5月8日 放假")
    await bureau.settle()
    texts = sent_texts(bureau, clerk, before)
    assert "没有保存" not in "\n".join(texts)


async def test_what_was_refused_stays_refused(bureau: Town) -> None:
    """After a stop before the refusal has arrived, the refused command does not take effect after later ones."""
    clerk = await bureau.person(CLERK)
    group = bureau.world.add_group("演示群", [clerk]).id
    await bureau.settle()
    bureau.cut_off(group)
    for words in ("/unbind", "/bind"):
        bureau.world.say(clerk, words, chat=group)
    while await bureau.bot.intake.once():
        await bureau.bot.workers.drained()
    assert await scalar(bureau, "SELECT count(*) FROM groups WHERE active") == 1
    await restarted(bureau)
    assert await scalar(bureau, "SELECT count(*) FROM groups WHERE active") == 1
    assert ["未绑定" in text for text in sent_texts(bureau, group, 0)][:2] == [True, False]


async def test_what_was_asked_is_not_asked_again(bureau: Town) -> None:
    """After a stop before a question has arrived, which was answered meanwhile, later words don't answer it."""
    person = await bureau.person(LIAISON)
    await bureau.say(LIAISON, "/sign 2.2.3")
    bureau.cut_off(person)
    for words in ("/find", "2.2.3 40% 及时"):
        bureau.world.say(person, words)
    while await bureau.bot.intake.once():
        await bureau.bot.workers.drained()
    assert await scalar(bureau, "SELECT group_concat(words) FROM reports") == "及时"
    assert await scalar(bureau, "SELECT count(*) FROM questions WHERE line <> ''") == 0
    await restarted(bureau)
    assert await scalar(bureau, "SELECT count(*) FROM questions WHERE line <> ''") == 0


async def test_a_letter_that_was_unclear_before_its_group_moved(bureau: Town) -> None:
    clerk = await bureau.person(CLERK)
    group = bureau.world.add_group("演示群", [clerk])
    await bureau.say(CLERK, "/bind", chat=group.id)
    await put(bureau, "信一", group_id=1)
    bureau.world.add_fault("502", method="sendMessage", chat=group.id, times=3)
    for seconds in (0, 3, 16):
        await later(bureau, seconds)
    new = bureau.world.make_supergroup(group.id)
    bureau.world.updates.drop()
    await later(bureau, 125)
    assert [m.text for m in bureau.world.transcript(new.id) if m.out] == ["信一"]


async def test_a_group_that_moves_between_two_parts(bureau: Town) -> None:
    clerk = await bureau.person(CLERK)
    group = bureau.world.add_group("演示群", [clerk])
    await bureau.say(CLERK, "/bind", chat=group.id)
    long = "".join(f"信{number:05}\n" for number in range(1400))
    await put(bureau, long, group_id=1)
    send, calls = bureau.bot.client.send, []

    async def moves(chat_id: int, part: Part, *, thread_id: int | None = None) -> int | None:
        calls.append(part)
        if len(calls) == 2:
            bureau.world.make_supergroup(group.id)
            bureau.world.updates.drop()
        return await send(chat_id, part, thread_id=thread_id)

    bureau.bot.client.send = moves  # type: ignore[method-assign]
    await bureau.bot.delivery.drain()
    assert calls[0] not in calls[1:]


async def test_a_letter_that_replaces_one_of_the_old_chat(bureau: Town) -> None:
    """In the supergroup, the id of the old message belongs to another message."""
    clerk = await bureau.person(CLERK)
    group = bureau.world.add_group("演示群", [clerk])
    await bureau.say(CLERK, "/bind", chat=group.id)
    await put(bureau, "信一", group_id=1)
    await bureau.bot.delivery.drain()
    old = await scalar(bureau, "SELECT message_id FROM outbox WHERE key = 'test:信一'")
    new = bureau.world.make_supergroup(group.id)
    await bureau.settle()
    number = 0
    while not number or max(m.id for m in bureau.world.transcript(new.id)) < old:
        number += 1
        await put(bureau, f"信另{number}", group_id=1)
        await bureau.bot.delivery.drain()
    id = await scalar(bureau, "SELECT id FROM outbox WHERE key = 'test:信一'")
    await put(bureau, "信更正", group_id=1, replaces=id)
    await bureau.bot.delivery.drain()
    texts = [m.text for m in bureau.world.transcript(new.id) if m.out]
    assert texts == [*(f"信另{n}" for n in range(1, number + 1)), "信更正"]


async def test_an_answer_in_the_place_of_a_picture(bureau: Town) -> None:
    """A message without text can't be edited into one with text: the answer is a new message."""
    person = await bureau.person(LIAISON)
    folder = bureau.bot.settings.files
    folder.mkdir(exist_ok=True)
    (folder / "x").write_bytes(PICTURE)
    part = Part("图", (File("x", "图.png", "photo"),), ((Button("查看", "/task 2.2.3"),),))
    id = await bureau.bot.client.send(person, part)
    before = len(bureau.world.transcript(person))
    assert id is not None
    bureau.world.tap(person, person, id, "/task 2.2.3")
    await bureau.settle()
    assert ["2.2.3" in text for text in sent_texts(bureau, person, before)] == [True]


@pytest.mark.parametrize("code", ["\ud800", "a\x00b", "a\ud800b"])
async def test_half_a_character_in_a_code(bureau: Town, code: str) -> None:
    """Characters that no database takes do not prevent other updates of the batch from being stored."""
    stranger, person = bureau.stranger(), await bureau.person(LIAISON)
    bureau.world.say(person, "/sign 2.2.3")
    others = await bureau.bot.poller.poll(None, 0)
    message = {
        "message_id": 5000, "date": 1, "chat": {"id": stranger, "type": "private"},
        "from": {"id": stranger, "is_bot": False, "first_name": "路人"}, "text": f"/start {code}",
    }  # fmt: skip
    await bureau.bot.intake.store([{"update_id": 5, "message": message}, *others])
    await bureau.bot.drained()
    assert "已签收" in bureau.last(person).text


async def test_an_answer_that_an_earlier_version_has_kept(bureau: Town) -> None:
    person = await bureau.person(LIAISON)
    before = len(bureau.world.transcript(person))
    old = json.dumps([person, Reply("旧的答复").dump(), None, None, ""])
    await change(
        bureau, "INSERT INTO inbox (bot, identity, chat_id, state, raw, answer, received_at) VALUES "
        "(1, 'x', :chat, 'handled', '{}', :answer, '2020-03-02 00:00:00.000000')", chat=person, answer=old,
    )  # fmt: skip
    await restarted(bureau)
    assert sent_texts(bureau, person, before) == ["旧的答复"]


async def test_a_tap_that_telegram_wants_to_wait(bureau: Town) -> None:
    """After a 429 for the answer to a tap, no call is made to that chat before its time is over."""
    person = await bureau.person(LIAISON)
    await bureau.say(LIAISON, "2.2.3")
    bureau.world.add_fault("429", method="answerCallbackQuery", chat=None, times=1, retry_after=2)
    real, calls = bureau.bot.client.answer_tap, []

    async def counted(tap_id: str, words: str) -> bool:
        calls.append(asyncio.get_running_loop().time())
        return await real(tap_id, words)

    bureau.bot.client.answer_tap = counted  # type: ignore[method-assign]
    await bureau.tap(LIAISON, bureau.buttons(person)[0])
    first, second = calls
    assert second - first >= 2


async def test_an_answer_in_parts_is_not_cut_short(bureau: Town) -> None:
    """An answer was to replace a message and is too long for that; a later answer replaces it meanwhile."""
    person = await bureau.person(LIAISON)
    await bureau.say(LIAISON, "2.2.3")
    place = bureau.last(person).id
    now = bureau.clock.now()
    long = Owed(901, Answer(person, Reply("信" * 9000), now, message_id=place), progress=Progress(1))
    bureau.bot.answers.put(long)
    bureau.bot.answers.put(Owed(902, Answer(person, Reply("另一页"), now, message_id=place)))
    await bureau.bot.answers.drained()
    assert sum(m.text.startswith("信") for m in bureau.world.transcript(person)) == 2


@pytest.mark.parametrize(("troubles", "deaf"), [("UUUU", True), ("UNNU", False), ("UCCU", False)])
async def test_only_refusals_in_a_row_make_it_deaf(
    bureau: Town, monkeypatch: pytest.MonkeyPatch, troubles: str, deaf: bool
) -> None:
    """A 401, a long time without a network, and another 401 are not ten minutes of refusals."""
    monkeypatch.setattr("bot.inbox.intake.FIRST_PAUSE", 0.1)
    monkeypatch.setattr("bot.inbox.intake.LOCKED_OUT_AFTER", 0.5)
    kinds = {"U": TokenRejected("Unauthorized"), "N": NotSent("ClientConnectorError"), "C": PollConflict("Conflict")}
    coming, over = iter(troubles), asyncio.Event()

    async def poll(*_more: object) -> Updates:
        if (kind := next(coming, None)) is None:
            over.set()
            await asyncio.Event().wait()
        raise kinds[kind or ""]

    monkeypatch.setattr(bureau.bot.poller, "poll", poll)
    polling, waiting = asyncio.create_task(bureau.bot.intake.run()), asyncio.create_task(over.wait())
    await asyncio.wait([polling, waiting], return_when=asyncio.FIRST_COMPLETED)
    assert (polling.done(), over.is_set()) == (deaf, not deaf)
    for task in (polling, waiting):
        task.cancel()
    (ended, _) = await asyncio.gather(polling, waiting, return_exceptions=True)
    assert isinstance(ended, LockedOut) == deaf


OF_OTHER = (
    "SELECT tasks.code FROM assignments JOIN tasks ON tasks.id = task_id JOIN units ON units.id = unit_id "
    "WHERE units.name = '知识产权保护处' AND role = 'lead' ORDER BY tasks.id LIMIT 1"
)


@pytest.mark.parametrize("ahead", [timedelta(hours=1), timedelta(days=365)])
async def test_a_board_after_the_clock_was_ahead(bureau: Town, ahead: timedelta) -> None:
    """A board that was updated under a fast clock is updated again after the clock is corrected."""
    clerk = await bureau.person(CLERK)
    group = bureau.world.add_group("演示群", [clerk]).id
    await bureau.say(CLERK, "/bind", chat=group)
    right = bureau.clock.now()
    bureau.clock.set(right + ahead)
    await bureau.bot.tick()
    await bureau.say(LIAISON, "/sign 2.2.3")
    await bureau.say(LIAISON, "2.2.3 30% 初稿")
    bureau.clock.set(right + ahead + timedelta(minutes=2))
    await bureau.bot.tick()
    await bureau.bot.delivery.drain()
    bureau.clock.set(right + timedelta(minutes=4))
    await bureau.bot.tick()
    before = max(m.revision for m in bureau.world.transcript(group))
    code = await scalar(bureau, OF_OTHER)
    await bureau.say(OTHER, f"/sign {code}")
    await bureau.say(OTHER, f"{code} 60% 已完成初稿")
    for minutes in (5, 6, 7):
        bureau.clock.set(right + timedelta(minutes=minutes))
        await bureau.bot.tick()
        await bureau.bot.delivery.drain()
    changed = [m for m in bureau.world.transcript(group) if m.revision > before]
    assert len(changed) == 1
    assert "更新于3月2日 08:0" in changed[0].text


async def test_files_that_hang_hold_up_nobody_else(bureau: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the files of twenty people can't be fetched, another person's report is answered."""
    senders = [bureau.world.add_person(f"演示{n}").id for n in range(20)]
    for sender in senders:
        await bureau.join(sender, await bureau.code(LIAISON))
    person, hanging = await bureau.person(OTHER), asyncio.Event()
    real = bureau.bot.http.request

    async def hangs(method: str, url: str, *more: Any) -> Any:
        if "getFile" in url:
            await hanging.wait()
        return await real(method, url, *more)

    monkeypatch.setattr(bureau.bot.http, "request", hangs)
    for sender in senders:
        bureau.world.upload(sender, "材料.txt", b"text", "document", "2.2.3")
        bureau.world.say(sender, "2.2.3")
    await bureau.bot.intake.once()
    before = len(bureau.world.transcript(person))
    bureau.world.say(person, "我的任务")
    await bureau.bot.intake.once()
    await heard(bureau, person, before + 2)
    counts = [len(bureau.world.transcript(sender)) for sender in senders]
    hanging.set()
    await bureau.bot.drained()
    for sender, count in zip(senders, counts, strict=True):
        first, second = (m.text for m in bureau.world.transcript(sender)[count:] if m.out)
        assert ["材料" in first, "请签收这项任务" in second or "2.2.3" in second] == [True, True]


async def test_a_letter_that_is_made_to_say_less_between_its_parts(bureau: Town) -> None:
    """The picture of a reply has arrived and its text has not: although it has fewer parts now, the text is sent."""
    person = await bureau.person(LIAISON)
    await write(bureau, LIAISON, "信一 9.9.9")
    await change(bureau, "UPDATE outbox SET parts = 1, attempts = 1 WHERE key = 'test:信一 9.9.9'")
    await bureau.db.write(lambda db: pending.say_less(db, "9.9.9"))
    before = len(bureau.world.transcript(person))
    await bureau.bot.delivery.drain()
    assert sent_texts(bureau, person, before) == ["您有新的督办事项，请点下方按钮查看。"]


async def test_a_worker_that_dies_ends_the_program(bureau: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program ends when a worker fails, so that its supervisor restarts it."""
    person = await bureau.person(LIAISON)

    class Broken(BaseException):
        pass

    async def breaks(_update: object) -> None:
        raise Broken

    monkeypatch.setattr(bureau.bot.update_handler, "handle", breaks)
    for task in bureau.bot.workers.tasks:
        task.cancel()
    bureau.world.say(person, "2.2.3")
    with pytest.raises(Broken):
        async with asyncio.timeout(20):
            await bureau.bot.run()


async def heard(town: Town, person: int, messages: int) -> None:
    async with asyncio.timeout(5):
        while len(town.world.transcript(person)) < messages:  # noqa: ASYNC110 - it is another task that speaks
            await asyncio.sleep(0.01)
