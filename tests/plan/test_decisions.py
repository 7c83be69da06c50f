"""The clerk's decisions: every state × close, return, waive, reopen; and from which post."""

from datetime import timedelta

import pytest

from plan.permission import Post, deciding_post
from plan.refusal import Forbidden, Refusal
from plan.values import Duty, State
from tests.plan.build import CALENDAR, noon, share

PENDING, ACTIVE, SUBMITTED, CLOSED, WAIVED = State
ONLY = "只有待审核的任务可以"
OWN_UNIT, BY_THE_CLERK = "这项任务由您所在单位承办，请由其他督办员办理。", "这项操作由督办员办理。"


@pytest.mark.parametrize(
    ("state", "close", "send_back", "waive", "reopen"),
    [
        (PENDING, ONLY, ONLY, WAIVED, "无需重新办理"),
        (ACTIVE, ONLY, ONLY, WAIVED, "无需重新办理"),
        (SUBMITTED, CLOSED, ACTIVE, WAIVED, "无需重新办理"),
        (CLOSED, ONLY, ONLY, "不必再免办", ACTIVE),
        (WAIVED, ONLY, ONLY, "不必再免办", ACTIVE),
    ],
)
def test_every_state_and_decision(
    state: State, close: State | str, send_back: State | str, waive: State | str, reopen: State | str
) -> None:
    assignment = share(state=state, signed_at=noon("3-3"))
    decisions = {
        assignment.close: close, assignment.send_back: send_back,
        (lambda: assignment.waive("并入其他任务")): waive, assignment.reopen: reopen,
    }  # fmt: skip
    for decide, after in decisions.items():
        if isinstance(after, State):
            assert decide().state is after
        else:
            with pytest.raises(Refusal, match=after):
                decide()


def test_a_decision_that_comes_too_early_names_itself() -> None:
    for decide, word in ((share().close, "销号"), (share().send_back, "退回")):
        with pytest.raises(Refusal) as refused:
            decide()
        assert refused.value.sentence == f"2.2.4 当前状态：办理中。只有待审核的任务可以{word}。"


def test_a_waiver_needs_a_reason() -> None:
    with pytest.raises(Refusal) as refused:
        share(state=ACTIVE).waive(" \n")
    assert refused.value.sentence == "请写明免办理由。"


def test_what_was_never_signed_is_to_be_signed_when_it_is_opened_again() -> None:
    assert share(state=WAIVED).reopen().state is PENDING


@pytest.mark.parametrize(
    ("posts", "refused"),
    [
        ([(Duty.CLERK, 1)], ""),
        ([(Duty.LIAISON, 9), (Duty.CLERK, 1)], ""),
        ([(Duty.LIAISON, 5), (Duty.CLERK, 1)], OWN_UNIT),  # the doer never closes
        ([(Duty.CLERK, 5)], ""),  # a clerk of the same unit does not carry out its tasks
        ([(Duty.HEAD, 5)], OWN_UNIT),
        ([(Duty.LEADER, 1)], BY_THE_CLERK),
        ([], BY_THE_CLERK),
    ],
)
def test_who_decides_about_unit_5(posts: list[tuple[Duty, int]], refused: str) -> None:
    held_posts = [Post(number, duty, unit, f"单位{unit}", f"/{unit}/") for number, (duty, unit) in enumerate(posts)]
    if not refused:
        assert deciding_post(held_posts, 5).duty is Duty.CLERK
        return
    with pytest.raises(Forbidden) as forbidden:
        deciding_post(held_posts, 5)
    assert forbidden.value.sentence == refused


@pytest.mark.parametrize(
    ("asked_at", "hours", "opens"),
    [
        ("3-2", 0, ("3-2", 12, 0)),
        ("3-2", 8, ("3-3", 8, 30)),  # at eight in the evening
        ("3-3", -6, ("3-3", 8, 30)),  # at six in the morning
        ("3-7", 0, ("3-9", 8, 30)),  # a Saturday
        ("4-3", 8, ("4-7", 8, 30)),  # before Tomb-sweeping Day and its Monday off
        ("4-26", 0, ("4-26", 12, 0)),  # a Sunday that is worked for the May holiday
    ],
)
def test_when_the_bot_may_speak_next(asked_at: str, hours: int, opens: tuple[str, int, int]) -> None:
    words, hour, minute = opens
    assert CALENDAR.next_open(noon(asked_at) + timedelta(hours=hours)) == noon(words).replace(hour=hour, minute=minute)
