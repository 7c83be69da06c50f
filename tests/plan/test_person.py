"""Who is in charge of a unit, who decides about it, and whom the bot cannot reach, as tables of values."""

import pytest

from plan.permission import Post
from plan.person import Person, deciders, in_charge, nearest_leaders, of_duty
from plan.seat import Seat
from plan.values import Duty


def person(id: int, *paths: str, duty: Duty = Duty.LEADER) -> Person:
    return Person(id, id, f"演示{id}", tuple(Post(id * 10 + n, duty, n, "处", path) for n, path in enumerate(paths)))


TOP, DIVISION, BOTH = person(1, "/1/"), person(2, "/1/5/"), person(3, "/1/", "/1/5/")
CLERK, DOER = person(4, "/1/", duty=Duty.CLERK), person(5, "/1/5/", duty=Duty.LIAISON)


@pytest.mark.parametrize(
    ("leaders", "path", "expected"),
    [
        ([TOP, DIVISION], "/1/5/", {2: [20]}),
        ([TOP, DIVISION], "/1/5/9/", {2: [20]}),
        ([TOP, DIVISION], "/1/6/", {1: [10]}),
        ([TOP, BOTH], "/1/5/", {3: [31]}),
        ([TOP, BOTH], "/1/6/", {1: [10], 3: [30]}),
        ([DIVISION], "/1/6/", {}),
    ],
)
def test_leaders_in_charge(leaders: list[Person], path: str, expected: dict[int, list[int]]) -> None:
    assert {leader.id: [post.id for post in leader.posts] for leader in in_charge(leaders, path)} == expected
    assert [leader.id for leader in nearest_leaders(leaders, path)] == list(expected)


@pytest.mark.parametrize(
    ("leaders", "clerks", "doers", "duty", "ids"),
    [
        ([TOP], [CLERK], [DOER], Duty.LEADER, [1]),
        ([], [CLERK], [DOER], Duty.CLERK, [4]),
        ([TOP], [CLERK], [TOP], Duty.CLERK, [4]),
        ([TOP, DIVISION], [CLERK], [TOP], Duty.LEADER, [2]),
        ([], [CLERK], [CLERK], Duty.CLERK, []),
    ],
)
def test_deciders(
    leaders: list[Person], clerks: list[Person], doers: list[Person], duty: Duty, ids: list[int]
) -> None:  # fmt: skip
    decided_by, people = deciders(leaders, clerks, doers)
    assert (decided_by, [decider.id for decider in people]) == (duty, ids)


def test_only_the_posts_of_a_duty() -> None:
    posts = (Post(1, Duty.CLERK, 1, "局", "/1/"), Post(2, Duty.HEAD, 5, "处", "/1/5/"))
    assert of_duty(Person(1, 1, "演示甲", posts), Duty.HEAD).posts == posts[1:]


@pytest.mark.parametrize(
    ("holder", "invited", "says", "trouble"),
    [
        (Person(1, 7, "演示甲"), None, "演示甲", ""),
        (Person(1, 7, "演示甲", reachable=False), None, "演示甲（联系不上）", "联系不上"),
        (Person(1, None, "演示甲", reachable=False), None, "演示甲（未绑定）", "未绑定"),
        (None, None, "空缺", "空缺"),
        (None, "", "空缺，已邀请", "未绑定"),
        (None, "演示乙", "空缺，已邀请", "未绑定"),
    ],
)
def test_whom_the_bot_reaches_in_a_post(holder: Person | None, invited: str | None, says: str, trouble: str) -> None:
    seat = Seat(1, Duty.LIAISON, 5, "运用促进处", 1, holder, None, None, invited)
    assert (seat.title, seat.says, seat.trouble) == ("运用促进处联络员", says, trouble)
