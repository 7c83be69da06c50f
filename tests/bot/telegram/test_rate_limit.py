"""Telegram's rate limits are enforced exactly, measured on an event loop whose time jumps."""

import asyncio
import random

import pytest

from bot.telegram.rate_limit import UNLIMITED, Limits, RateLimiter
from tests.bot.leaping_loop import leap, now

CHAT = Limits(overall=0, most=0)
ALL = Limits(overall=0.1, overall_burst=2, chat=0, group=0, most=0)


async def send_times(rate_limiter: RateLimiter, *calls: tuple[int, bool]) -> list[float]:
    """Return when each call may be sent if all wait at once. A call is (chat, whether it is an answer)."""

    async def send_time(chat: int, answer: bool) -> float:
        await rate_limiter.wait_for_slot(chat, answer=answer)
        return round(now(), 2)

    return await asyncio.gather(*(send_time(chat, answer) for chat, answer in calls))


@pytest.mark.parametrize(
    ("limits", "calls", "times"),
    [
        pytest.param(
            CHAT, [(1, True)] * 6, [0, 0, 0, 1.02, 2.04, 3.06], id="one chat: three answers, then one a second"
        ),
        pytest.param(CHAT, [(1, False)] * 3, [0, 1.02, 2.04], id="letters to one chat: one a second"),
        pytest.param(CHAT, [(n, True) for n in range(1, 40)], [0] * 39, id="many chats do not wait for each other"),
        pytest.param(CHAT, [(-1, False)] * 4, [0, 3.05, 6.1, 9.15], id="a group: under twenty a minute"),
        pytest.param(CHAT, [(-1, False), (1, False), (-1, False), (-2, False)], [0, 0, 3.05, 0], id="group and person"),
        pytest.param(ALL, [(n, True) for n in range(1, 7)], [0, 0, 0.1, 0.2, 0.3, 0.4], id="overall, with a burst"),
        pytest.param(UNLIMITED, [(1, True)] * 50, [0] * 50, id="no limits"),
    ],
)
def test_when_each_may_go(limits: Limits, calls: list[tuple[int, bool]], times: list[float]) -> None:
    assert leap(send_times(RateLimiter(limits), *calls)) == times


def test_the_true_limits_hold_in_any_second() -> None:
    """300 messages to 300 people never exceed 30 in one second, and take about ten seconds."""
    times = leap(send_times(RateLimiter(Limits()), *((n, True) for n in range(1, 301))))
    assert max(sum(start <= other < start + 1 for other in times) for start in times) <= 30
    assert max(times) == pytest.approx(299 / 29.5, abs=0.1)


def test_a_minute_of_one_group() -> None:
    times = leap(send_times(RateLimiter(Limits()), *[(-1, False)] * 60))
    assert max(sum(start <= other < start + 60 for other in times) for start in times) <= 20


def test_time_that_passes_gives_the_burst_back() -> None:
    async def talk() -> list[float]:
        rate_limiter = RateLimiter(CHAT)
        await send_times(rate_limiter, *[(1, True)] * 5)
        await asyncio.sleep(10)
        start = now()
        return [round(time - start, 2) for time in await send_times(rate_limiter, *[(1, True)] * 4)]

    assert leap(talk()) == [0, 0, 0, 1.02]


def test_answers_go_before_letters() -> None:
    """Ten letters wait already when four answers come: the answers go first."""

    async def crowd() -> tuple[list[float], list[float]]:
        rate_limiter = RateLimiter(ALL)
        answers = asyncio.create_task(send_times(rate_limiter, *((n, True) for n in range(1, 5))))
        letters = asyncio.create_task(send_times(rate_limiter, *((n, False) for n in range(10, 20))))
        return await answers, await letters

    answers, letters = leap(crowd())
    assert max(answers) < min(letters)
    assert letters == sorted(letters)


def test_who_writes_without_end_holds_up_nobody_else() -> None:
    """Answers wait for the limit of their own chat, and letters to other chats don't wait for them."""

    async def crowd() -> tuple[list[float], list[float]]:
        rate_limiter = RateLimiter(Limits())
        flood = asyncio.create_task(send_times(rate_limiter, *[(1, True)] * 60))
        await asyncio.sleep(5)
        return await send_times(rate_limiter, (2, False), (3, False)), await flood

    letters, flood = leap(crowd())
    assert max(letters) < 6
    assert max(flood) >= 57


def test_a_429_of_one_chat_is_its_own() -> None:
    async def refused() -> list[float]:
        rate_limiter = RateLimiter(UNLIMITED)
        rate_limiter.pause(1, 5)
        return await send_times(rate_limiter, (1, True), (2, True), (-3, False))

    assert leap(refused()) == [5, 0, 0]


def test_one_pause_for_all_until_it_is_over() -> None:
    """A 429 for a second chat during the pause of the first pauses everything, also calls that wait already."""

    async def refused() -> list[float]:
        rate_limiter = RateLimiter(UNLIMITED)
        rate_limiter.pause(8, 5)
        rate_limiter.pause(9, 5)
        waiting = asyncio.create_task(send_times(rate_limiter, (1, True), (-2, False)))
        await asyncio.sleep(3)
        rate_limiter.pause(8, 7)
        rate_limiter.pause(9, 1)  # a shorter one does not end the longer
        return await waiting

    assert leap(refused()) == [10, 10]


def test_an_outage_is_tried_less_often_the_longer_it_lasts() -> None:
    """One lost connection delays nobody; after an outage of a minute the pause is half as long as the outage.

    The first answer ends the pause.
    """

    async def away() -> list[float]:
        rate_limiter = RateLimiter(UNLIMITED)
        rate_limiter.unreachable()
        (first,) = await send_times(rate_limiter, (1, True))
        await asyncio.sleep(40)
        rate_limiter.unreachable()
        pauses = [first, round(rate_limiter.pause_of(1))]
        await asyncio.sleep(60)
        rate_limiter.unreachable()
        pauses.append(round(rate_limiter.pause_of(1)))
        await asyncio.sleep(30)
        rate_limiter.reached(await rate_limiter.wait_for_slot(1, answer=True))
        rate_limiter.unreachable()
        return [*pauses, rate_limiter.pause_of(1)]

    assert leap(away()) == [0, 20, 30, 0]


def test_who_gives_up_waiting_lets_the_letters_by() -> None:
    async def crowd() -> list[float]:
        rate_limiter = RateLimiter(Limits(overall=10, overall_burst=1, chat=0))
        await rate_limiter.wait_for_slot(1, answer=True)
        answer = asyncio.create_task(rate_limiter.wait_for_slot(2, answer=True))
        await asyncio.sleep(1)
        answer.cancel()
        return await send_times(rate_limiter, (3, False))

    assert leap(crowd()) == [10]


def test_an_answer_waits_for_no_more_than_one_letter() -> None:
    """An answer goes first, however many letters wait."""

    async def crowd() -> float:
        rate_limiter = RateLimiter(Limits())
        letters = asyncio.create_task(send_times(rate_limiter, *((n, False) for n in range(100, 400))))
        await asyncio.sleep(3)
        asked = now()
        await rate_limiter.wait_for_slot(1, answer=True)
        waited = now() - asked
        await letters
        return waited

    assert leap(crowd()) <= 2 / 29


def test_after_a_pause_they_do_not_go_all_at_once() -> None:
    async def refused() -> list[float]:
        rate_limiter = RateLimiter(Limits())
        letters = asyncio.create_task(send_times(rate_limiter, *((n, False) for n in range(1, 91))))
        await asyncio.sleep(1)
        rate_limiter.pause(998, 5)
        rate_limiter.pause(999, 5)
        return await letters

    times = leap(refused())
    assert not [time for time in times if 1 < time < 6]
    assert max(sum(start <= other < start + 1 for other in times) for start in times) <= 30


def test_what_is_sent_in_several_messages_counts_as_many() -> None:
    async def long() -> list[float]:
        rate_limiter = RateLimiter(Limits(chat=0))
        await rate_limiter.wait_for_slot(1, answer=False, messages=29)
        return await send_times(rate_limiter, (2, False))

    (then,) = leap(long())
    assert then >= 0.9


def test_one_that_waited_in_the_line_keeps_the_distance_of_its_group() -> None:
    """The interval of a group counts from when its message was sent, not from when its own limit allowed it."""

    async def late() -> list[float]:
        rate_limiter = RateLimiter(Limits())
        letters = asyncio.create_task(send_times(rate_limiter, *((n, False) for n in range(1, 60)), (-1, False)))
        first = (await letters)[-1]
        return [first, *await send_times(rate_limiter, (-1, False))]

    first, second = leap(late())
    assert first >= 1.9
    assert second - first >= 3.05


@pytest.mark.parametrize(
    ("way", "late", "often", "rate"),
    [
        pytest.param(0.0, 0.04, 1.0, 28, id="a shaky line"),
        pytest.param(0.6, 0.01, 1.0, 29, id="a long way is no brake"),
        pytest.param(0.05, 0.4, 0.02, 25, id="a message is held up now and then"),
        pytest.param(0.05, 5.0, 0.002, 18, id="for longer than it may hold up others"),
    ],
)
def test_never_more_than_thirty_in_a_second_of_telegrams(way: float, late: float, often: float, rate: float) -> None:
    """Telegram counts each message some time before its answer arrives."""

    async def shaky() -> list[float]:
        rate_limiter, counted, chance = RateLimiter(Limits()), [], random.Random(1)

        async def send(chat: int) -> None:
            slot = await rate_limiter.wait_for_slot(chat, answer=False)
            await asyncio.sleep(way / 2 + (late * chance.random() if chance.random() < often else 0))
            counted.append(now())
            await asyncio.sleep(way / 2 + chance.random() * 0.01)
            slot.finish()

        await asyncio.gather(*(send(chat) for chat in range(1, 601)))
        return sorted(counted)

    times = leap(shaky())
    assert max(sum(start <= other < start + 1 for other in times) for start in times) <= 30
    assert 600 / max(times) > rate
