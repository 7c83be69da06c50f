"""A text that Telegram has divided is understood as one, once, whatever happens between its parts."""

import asyncio
import random
import signal
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.inbox.edited import UNCHANGED
from tests.bot.inbox.forwards import passed_on
from tests.bot.inbox.injected import inject
from tests.bot.inbox.test_edited import edit
from tests.bot.inbox.test_order import restarted
from tests.bot.process import Program, posted, program
from tests.handlers.scene import change, scalar
from tests.town import LIAISON, OTHER, Town

HEAD = "2.2.3 60% "
FIRST = "甲" * 3600
REPORTS = "SELECT group_concat(length(words) || substr(words, 1, 1) || substr(words, -2), '；') FROM reports"
STATES = "SELECT group_concat(state || effect) FROM (SELECT state, effect FROM inbox ORDER BY id DESC LIMIT {})"


def answers(town: Town, person: int, before: int) -> list[str]:
    return [message.text for message in town.world.transcript(person)[before:] if message.out]


async def test_two_parts_are_one_report(bureau: Town) -> None:
    person = await bureau.person(LIAISON)
    await bureau.say(LIAISON, "/sign 2.2.3")
    before = len(bureau.world.transcript(person))
    bureau.world.say(person, HEAD + FIRST)
    bureau.world.say(person, "乙" * 400)
    await bureau.settle()
    assert ["已记录：60%" in answer for answer in answers(bureau, person, before)] == [
        True,
        False,
    ]  # a long card
    assert await scalar(bureau, REPORTS) == "4000甲乙乙"
    assert await scalar(bureau, STATES.format(2)) == "donechanged,donechanged"


async def test_parts_of_parts_and_what_comes_after_them(bureau: Town) -> None:
    """The text is read as a whole. Its last part is short, so that the next message is one of its own."""
    person = await bureau.person(LIAISON)
    before = len(bureau.world.transcript(person))
    bureau.world.say(person, "查找 " + "长" * 9000)  # three parts
    bureau.world.say(person, "2.2.4")
    await bureau.settle()
    found, card = answers(bureau, person, before)
    assert ["不超过4096字" in found, "2.2.4 推动企业贯标" in card] == [True, True]


@pytest.mark.parametrize("seconds", [0, 2, 3])
async def test_parts_are_at_most_two_seconds_apart(bureau: Town, seconds: int) -> None:
    person = await bureau.person(LIAISON)
    bureau.world.say(person, HEAD + FIRST)
    await bureau.bot.intake.once()
    bureau.clock.set(bureau.clock.now() + timedelta(seconds=seconds))
    bureau.world.say(person, "乙" * 400)
    await bureau.settle()
    assert await scalar(bureau, REPORTS) == ("4000甲乙乙" if seconds <= 2 else "3600甲甲甲")


async def test_it_waits_for_a_part_and_for_nobody_elses_messages(bureau: Town) -> None:
    """The second part comes a second later. Others are answered meanwhile."""
    person, other = await bureau.person(LIAISON), await bureau.person(OTHER)
    before, shown = len(bureau.world.transcript(person)), len(bureau.world.transcript(other))
    bureau.world.say(person, HEAD + FIRST)
    bureau.world.say(other, "我的任务")
    await bureau.bot.intake.once()
    await asyncio.sleep(0.7)
    assert (len(answers(bureau, person, before)), len(answers(bureau, other, shown))) == (0, 1)
    bureau.world.say(person, "乙" * 400)
    await bureau.settle()
    assert await scalar(bureau, REPORTS) == "4000甲乙乙"


@pytest.mark.parametrize(
    "body",
    [
        {"text": "/sign 2.2.3", "entities": [{"type": "bot_command", "offset": 0, "length": 5}]},
        {"text": "乙" * 400, "forward_origin": {"type": "hidden_user", "date": 1, "sender_user_name": "演示"}},
        {"caption": "乙" * 400, "video": {"file_id": "x"}}, {"sticker": {"file_id": "x"}}, {"new_chat_title": "演示"},
    ],
)  # fmt: skip
async def test_what_is_no_part(bureau: Town, body: dict[str, Any]) -> None:
    person = await bureau.person(LIAISON)
    bureau.world.say(person, HEAD + FIRST)
    await inject(bureau, person, body)
    assert await scalar(bureau, REPORTS) == "3600甲甲甲"


async def test_short_texts_are_handled_one_by_one_and_at_once(bureau: Town) -> None:
    person = await bureau.person(LIAISON)
    began = asyncio.get_running_loop().time()
    for words in ("甲" * 3400, "乙乙乙"):
        bureau.world.say(person, HEAD + words)
    await bureau.settle()
    assert await scalar(bureau, REPORTS) == "3400甲甲甲；3乙乙乙"
    assert asyncio.get_running_loop().time() - began < 1.5


async def test_a_forwarded_text_in_parts(bureau: Town) -> None:
    """Both parts have the same origin: they are shown as one."""
    person, colleague = await bureau.person(LIAISON), bureau.stranger("演示同事")
    group = bureau.world.add_group("演示群", [colleague, person])
    first = bureau.world.say(colleague, HEAD + FIRST, chat=group.id)
    bureau.clock.set(bureau.clock.now() + timedelta(seconds=1))
    second = bureau.world.say(colleague, "乙" * 400, chat=group.id)
    bureau.world.forward(person, group.id, first.id)
    assert "按此办理" in await passed_on(bureau, LIAISON, second)
    assert await scalar(bureau, REPORTS) is None
    await bureau.tap(LIAISON, "按此办理")
    assert await scalar(bureau, REPORTS) == "4000甲乙乙"


async def test_an_edit_of_a_part_changes_nothing(bureau: Town) -> None:
    person = await bureau.person(LIAISON)
    first = bureau.world.say(person, HEAD + FIRST)
    second = bureau.world.say(person, "乙" * 400)
    await bureau.settle()
    assert await edit(bureau, LIAISON, first, "2.2.3 70%") == UNCHANGED
    assert await edit(bureau, LIAISON, second, "2.2.3 80%") == UNCHANGED
    assert await scalar(bureau, "SELECT count(*) FROM reports") == 1


@pytest.mark.parametrize("stored", ["first", "both"])
@pytest.mark.parametrize("is_stopped", [True, False])
async def test_a_stop_or_a_kill_between_the_parts(bureau: Town, stored: str, is_stopped: bool) -> None:
    """A stop does not wait; after the next start the parts are one text all the same."""
    person = await bureau.person(LIAISON)
    bureau.world.say(person, HEAD + FIRST)
    if stored == "both":
        bureau.world.say(person, "乙" * 4000)
    await bureau.bot.intake.once()
    began = asyncio.get_running_loop().time()
    if is_stopped:
        await bureau.bot.workers.stop(4)
        assert asyncio.get_running_loop().time() - began < 1
    else:
        for task in bureau.bot.workers.tasks:
            task.cancel()
    assert await scalar(bureau, REPORTS) is None
    if stored == "both":
        await restarted(bureau)
        assert "4096字以内" in bureau.last(person).text
        return
    rest = bureau.world.say(person, "乙" * 400)
    updates = await bureau.bot.poller.poll(None, 0)
    assert len(updates) == 1 or updates[-1]["message"]["message_id"] == rest.id
    await bureau.bot.intake.store(updates)
    await restarted(bureau)
    assert await scalar(bureau, REPORTS) == "4000甲乙乙"


async def test_an_answer_that_is_owed_is_not_joined(bureau: Town) -> None:
    """The first part took effect alone, because the second came late; after a kill each is finished by itself."""
    person = await bureau.person(LIAISON)
    bureau.world.say(person, HEAD + FIRST)
    await bureau.settle()
    await change(bureau, "UPDATE inbox SET state = 'handled', answer = '[1, \"{}\"]' WHERE raw LIKE '%甲%'")
    await change(
        bureau, "UPDATE inbox SET answer = (SELECT :answer) WHERE state = 'handled'",
        answer=f'[{person}, "{{\\"text\\": \\"旧\\", \\"buttons\\": []}}"]',
    )  # fmt: skip
    await bureau.bot.workers.stop(1)
    bureau.world.say(person, "2.2.3 70% 乙乙")
    await bureau.bot.intake.once()
    await restarted(bureau)
    assert await scalar(bureau, REPORTS) == "3600甲甲甲；2乙乙乙"
    assert await scalar(bureau, "SELECT count(*) FROM inbox WHERE state != 'done'") == 0


async def test_a_handler_that_breaks_sets_all_parts_aside(bureau: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    person = await bureau.person(LIAISON)

    async def broken(*_more: object, **_named: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(bureau.bot.update_handler._executor, "execute", broken)
    bureau.world.say(person, HEAD + FIRST)
    bureau.world.say(person, "乙" * 400)
    await bureau.settle()
    assert await scalar(bureau, STATES.format(2)) == "poison,poison"
    assert "没有保存" in bureau.last(person).text


@pytest.mark.parametrize("seed", range(4))
async def test_parts_of_two_people_in_any_order(bureau: Town, seed: int) -> None:
    """Each person's parts come in their order, those of two people interleaved, in polls of any size."""
    chance = random.Random(seed)
    people = [await bureau.person(LIAISON), await bureau.person(OTHER)]
    code = await scalar(bureau, OF_OTHER)
    texts = {people[0]: [HEAD + FIRST, "乙" * 400], people[1]: [f"{code} 60% " + "丙" * 3600, "丁" * 400]}
    while any(texts.values()):
        person = chance.choice([person for person in people if texts[person]])
        bureau.world.say(person, texts[person].pop(0))
        if chance.random() < 0.5:
            await bureau.bot.intake.once()
        await asyncio.sleep(chance.choice((0, 0.2)))
    await bureau.settle()
    await bureau.bot.drained()
    assert sorted((await scalar(bureau, REPORTS)).split("；")) == ["4000丙丁丁", "4000甲乙乙"]


OF_OTHER = (
    "SELECT tasks.code FROM assignments JOIN tasks ON tasks.id = task_id JOIN units ON units.id = unit_id "
    "WHERE units.name = '知识产权保护处' AND role = 'lead' ORDER BY tasks.id LIMIT 1"
)
PEOPLE, ROUNDS, LONG = 30, 4, "长" * 3600


@pytest.mark.soak
@pytest.mark.parametrize("seed", [2020, 14])
async def test_killed_between_parts(tmp_path: Path, seed: int) -> None:
    """Thirty people send two reports each, in two parts, while the program is killed four times at random moments."""
    chance = random.Random(seed)
    async with program(tmp_path) as duban:
        places = await posted(duban, PEOPLE)
        talking = asyncio.create_task(talk(duban, [(*place, n) for n in (1, 2) for place in places], chance))
        for _ in range(ROUNDS):
            running, before = await duban.start(), duban.message_count()
            await duban.until(lambda before=before: duban.message_count() > before)  # type: ignore[misc]
            await asyncio.sleep(chance.uniform(0, 1.5))
            running.send_signal(signal.SIGKILL)
            await running.wait()
        assert not talking.done(), "the last kill came too late"
        running = await duban.start()
        await talking
        await duban.until(duban.idle)
        running.send_signal(signal.SIGTERM)
        assert await running.wait() == 0
        expected = sorted(f"起{person}之{n}{LONG}止{person}之{n}" for person, *_ in places for n in (1, 2))
        assert sorted(words for (words,) in duban.sql("SELECT words FROM reports")) == expected
        assert duban.sql("SELECT state, count(*) FROM inbox GROUP BY state") == [("done", PEOPLE * 4)]


async def talk(duban: Program, reports: list[tuple[int, int, str, int]], chance: random.Random) -> None:
    """Let five people at a time send their reports in two parts, with pauses between the parts and the people."""
    for start in range(0, len(reports), 5):
        for person, _, code, n in reports[start : start + 5]:
            duban.world.say(person, f"{code} {n * 10}% 起{person}之{n}{LONG}")
        await asyncio.sleep(chance.uniform(0, 0.4))
        for person, _, _, n in reports[start : start + 5]:
            duban.world.say(person, f"止{person}之{n}")
        await asyncio.sleep(chance.uniform(1, 2.5))
