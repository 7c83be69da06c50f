"""Undo puts back the facts that the event has recorded, and the deadline only after an extension."""

import json
from dataclasses import replace
from typing import Any

import pytest

from plan.assignment import Assignment
from plan.undo import EXTENDED, Change, facts, sent_back, undone
from plan.values import State, Status
from tests.plan.build import day, noon, share

BEFORE = share(
    signed_at=noon("3-3"), percent=20, status=Status.ON_PACE, words="已启动", value=3.5, version=2,
    percent_stated=False,
)  # fmt: skip
AFTER = share(
    signed_at=noon("3-3"), reported_at=noon("5-4"), percent=80, status=Status.BEHIND, words="已完成初稿", value=None,
    state=State.SUBMITTED, deadline=day("9-30"), version=3,
)  # fmt: skip


@pytest.mark.parametrize(("action", "deadline"), [("report", "9-30"), ("close", "9-30"), (EXTENDED, "6-30")])
def test_the_facts_are_put_back(action: str, deadline: str) -> None:
    change = Change(7, 1, action, json.loads(json.dumps(facts(BEFORE))), {"version": 3}, noon("5-4"))
    after = undone(AFTER, change)
    assert facts(after) == facts(BEFORE) | {"deadline": str(day(deadline)), "version": 3}
    assert (after.state, after.status, after.signed_at) == (State.ACTIVE, Status.ON_PACE, noon("3-3"))


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        (BEFORE, (Status.ON_PACE, 20, False, "已启动", 3.5)),
        (share(), (None, 0, True, "", None)),
        (None, (Status.DONE, 100, True, "已完成初稿", 9)),  # no event has recorded it
    ],
)
def test_what_is_sent_back_is_as_before_it_was_submitted(before: Assignment | None, expected: tuple[Any, ...]) -> None:
    submitted = replace(AFTER, status=Status.DONE, percent=100, value=9)
    after = sent_back(submitted, json.loads(json.dumps(facts(before))) if before else None)
    assert (after.status, after.percent, after.percent_stated, after.words, after.value) == expected
    assert (after.state, after.reported_at, after.version) == (State.ACTIVE, noon("5-4"), 3)
