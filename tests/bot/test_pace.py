"""Telegram's limits, kept to the second by a loop whose time leaps."""

import asyncio

import pytest

from bot.pace import UNLIMITED, Limits, Pace
from tests.bot.leap import leap, now

CHAT = Limits(overall=0)
ALL = Limits(overall=0.1, overall_burst=2, chat=0, group=0)


async def went(pace: Pace, *turns: tuple[int, bool]) -> list[float]:
    """When each of them may send, all asking at once: (chat, whether it is an answer)."""

    async def one(chat: int, answer: bool) -> float:
        await pace.turn(chat, answer=answer)
        return round(now(), 3)

    return await asyncio.gather(*(one(chat, answer) for chat, answer in turns))


@pytest.mark.parametrize(
    ("limits", "turns", "times"),
    [
        pytest.param(CHAT, [(1, True)] * 6, [0, 0, 0, 1, 2, 3], id="one chat: three at once, then one a second"),
        pytest.param(CHAT, [(n, True) for n in range(1, 40)], [0] * 39, id="many chats do not wait for each other"),
        pytest.param(CHAT, [(-1, False)] * 4, [0, 3.05, 6.1, 9.15], id="a group: under twenty a minute"),
        pytest.param(CHAT, [(-1, False), (1, False), (-1, False), (-2, False)], [0, 0, 3.05, 0], id="group and person"),
        pytest.param(ALL, [(n, True) for n in range(1, 7)], [0, 0, 0.1, 0.2, 0.3, 0.4], id="overall, with a burst"),
        pytest.param(UNLIMITED, [(1, True)] * 50, [0] * 50, id="no limits"),
    ],
)
def test_when_each_may_go(limits: Limits, turns: list[tuple[int, bool]], times: list[float]) -> None:
    assert leap(went(Pace(limits), *turns)) == times


def test_the_true_limits_hold_in_any_second() -> None:
    """300 messages to 300 people: never more than 30 in one second, and done in about eleven."""
    times = leap(went(Pace(Limits()), *((n, True) for n in range(1, 301))))
    assert max(sum(start <= other < start + 1 for other in times) for start in times) <= 33
    assert max(times) == pytest.approx(295 / 28, abs=0.1)


def test_a_minute_of_one_group() -> None:
    times = leap(went(Pace(Limits()), *[(-1, False)] * 60))
    assert max(sum(start <= other < start + 60 for other in times) for start in times) <= 20


def test_time_that_passes_gives_the_burst_back() -> None:
    async def talk() -> list[float]:
        pace = Pace(CHAT)
        await went(pace, *[(1, True)] * 5)
        await asyncio.sleep(10)
        start = now()
        return [time - start for time in await went(pace, *[(1, True)] * 4)]

    assert leap(talk()) == [0, 0, 0, 1]


def test_answers_go_before_letters() -> None:
    """Ten letters wait already when four people ask: they are answered first."""

    async def crowd() -> tuple[list[float], list[float]]:
        pace = Pace(ALL)
        answers = asyncio.create_task(went(pace, *((n, True) for n in range(1, 5))))
        letters = asyncio.create_task(went(pace, *((n, False) for n in range(10, 20))))
        return await answers, await letters

    answers, letters = leap(crowd())
    assert max(answers) < min(letters)
    assert letters == sorted(letters)


def test_who_writes_without_end_holds_up_nobody_else() -> None:
    """His answers wait for the limit of his own chat, and the letters to the others don't wait for them."""

    async def crowd() -> tuple[list[float], list[float]]:
        pace = Pace(Limits())
        flood = asyncio.create_task(went(pace, *[(1, True)] * 60))
        await asyncio.sleep(5)
        return await went(pace, (2, False), (3, False)), await flood

    letters, flood = leap(crowd())
    assert max(letters) < 6
    assert max(flood) >= 57


def test_one_pause_for_all_until_it_is_over() -> None:
    """A second 429 in the middle of the pause makes it longer, also for those who wait already."""

    async def refused() -> list[float]:
        pace = Pace(UNLIMITED)
        pace.pause(5)
        waiting = asyncio.create_task(went(pace, (1, True), (-2, False)))
        await asyncio.sleep(3)
        pace.pause(7)
        pace.pause(1)  # a shorter one does not end the longer
        return await waiting

    assert leap(refused()) == [10, 10]


def test_who_gives_up_waiting_lets_the_letters_by() -> None:
    async def crowd() -> list[float]:
        pace = Pace(Limits(overall=10, overall_burst=1, chat=0))
        await pace.turn(1, answer=True)
        answer = asyncio.create_task(pace.turn(2, answer=True))
        await asyncio.sleep(1)
        answer.cancel()
        return await went(pace, (3, False))

    assert leap(crowd()) == [20]
