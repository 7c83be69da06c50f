"""Who may read what, and from which post a person acts, after the product's table."""

import pytest

from plan.permission import Post, may_read, nearest, nudging_post, post_for, signing_post
from plan.refusal import Refusal
from plan.values import Duty

BUREAU, DIVISION, BELOW, OTHER = "/1/", "/1/5/", "/1/5/8/", "/1/55/"
UNITS = {BUREAU: 1, DIVISION: 5, BELOW: 8, OTHER: 55}


def post(duty: Duty, path: str) -> Post:
    return Post(int(duty is Duty.CLERK), duty, UNITS[path], f"单位{UNITS[path]}", path)


@pytest.mark.parametrize(
    ("duty", "at", "reads"),
    [
        (Duty.CLERK, BUREAU, [BUREAU, DIVISION, BELOW, OTHER]),
        (Duty.LEADER, BUREAU, [BUREAU, DIVISION, BELOW, OTHER]),
        (Duty.LEADER, DIVISION, [BUREAU, DIVISION, BELOW, OTHER]),
        (Duty.OBSERVER, OTHER, [BUREAU, DIVISION, BELOW, OTHER]),
        (Duty.HEAD, DIVISION, [DIVISION, BELOW]),
        (Duty.LIAISON, DIVISION, [DIVISION, BELOW]),
        (Duty.LIAISON, BELOW, [BELOW]),
        (Duty.LIAISON, OTHER, [OTHER]),  # /1/55/ is not below /1/5/
        (Duty.HEAD, BUREAU, [BUREAU, DIVISION, BELOW, OTHER]),
    ],
)
def test_reading(duty: Duty, at: str, reads: list[str]) -> None:
    assert [path for path in UNITS if may_read([post(duty, at)], path)] == reads


@pytest.mark.parametrize(
    ("duty", "at", "nudges"),
    [
        (Duty.CLERK, BUREAU, [BUREAU, DIVISION, BELOW, OTHER]),
        (Duty.LEADER, DIVISION, [BUREAU, DIVISION, BELOW, OTHER]),
        (Duty.HEAD, DIVISION, [BELOW]),  # units below, not their own
        (Duty.HEAD, BUREAU, [DIVISION, BELOW, OTHER]),
        (Duty.HEAD, BELOW, []),
        (Duty.LIAISON, BUREAU, []),
        (Duty.OBSERVER, BUREAU, []),
    ],
)
def test_nudging(duty: Duty, at: str, nudges: list[str]) -> None:
    assert [path for path in UNITS if nudging_post([post(duty, at)], path)] == nudges


@pytest.mark.parametrize(
    ("duty", "at", "signs"),
    [
        (Duty.LEADER, BUREAU, True), (Duty.LEADER, DIVISION, False), (Duty.CLERK, BUREAU, False),
        (Duty.HEAD, BUREAU, False),
    ],
)  # fmt: skip
def test_signing_off_a_bulletin(duty: Duty, at: str, signs: bool) -> None:
    held_posts = [post(Duty.LIAISON, OTHER), post(duty, at)]
    if signs:
        assert signing_post(held_posts, BUREAU) == held_posts[1]
        return
    with pytest.raises(Refusal) as refused:
        signing_post(held_posts, BUREAU)
    assert refused.value.sentence == "通报由局领导签发。"


def test_who_is_nearest_to_a_unit() -> None:
    bureau_leader, division_leader, other_leader = (
        post(Duty.LEADER, BUREAU),
        post(Duty.LEADER, DIVISION),
        post(Duty.LEADER, OTHER),
    )
    assert nearest([bureau_leader, division_leader, other_leader], BELOW) == [division_leader]
    assert nearest([bureau_leader, division_leader, other_leader], DIVISION) == [division_leader]
    assert nearest([bureau_leader, other_leader], BELOW) == [bureau_leader]
    assert nearest([other_leader], BELOW) == []


def test_without_a_post_nothing_is_read() -> None:
    assert not any(may_read([], path) for path in UNITS)


@pytest.mark.parametrize(
    ("posts", "acts_from"),
    [
        ([(Duty.LIAISON, DIVISION)], "单位5联络员"),
        ([(Duty.HEAD, DIVISION)], "单位5负责人"),
        ([(Duty.CLERK, BUREAU)], "单位1督办员"),
        ([(Duty.CLERK, BUREAU), (Duty.LIAISON, DIVISION)], "单位5联络员"),  # the own unit before "on behalf"
        ([(Duty.LIAISON, BELOW), (Duty.LIAISON, DIVISION)], "单位5联络员"),
        ([(Duty.HEAD, BUREAU)], None),  # a head reads what is below, and does not sign for it
        ([(Duty.LIAISON, BELOW)], None),
        ([(Duty.LIAISON, OTHER)], None),
        ([(Duty.LEADER, DIVISION)], None),
        ([(Duty.OBSERVER, DIVISION)], None),
        ([], None),
    ],
)
def test_acting_for_a_unit(posts: list[tuple[Duty, str]], acts_from: str | None) -> None:
    held_posts = [post(duty, path) for duty, path in posts]
    if acts_from is not None:
        assert post_for(held_posts, UNITS[DIVISION]).title == acts_from
        return
    with pytest.raises(Refusal, match="由其他单位承办"):
        post_for(held_posts, UNITS[DIVISION])
