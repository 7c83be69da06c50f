"""Undo puts back the facts that the event has recorded, and the deadline only after an extension."""

import json

import pytest

from plan.undo import EXTENDED, Change, facts, undone
from plan.values import State, Status
from tests.plan.build import day, noon, share

BEFORE = share(signed_at=noon("3-3"), percent=20, status=Status.ON_PACE, words="已启动", value=3.5, version=2)
AFTER = share(
    signed_at=noon("3-3"), reported_at=noon("5-4"), percent=80, status=Status.BEHIND, words="已完成初稿", value=None,
    state=State.SUBMITTED, deadline=day("9-30"), version=3,
)  # fmt: skip


@pytest.mark.parametrize(("action", "deadline"), [("report", "9-30"), ("close", "9-30"), (EXTENDED, "6-30")])
def test_the_facts_are_put_back(action: str, deadline: str) -> None:
    change = Change(7, 1, action, json.loads(json.dumps(facts(BEFORE))), 3)
    after = undone(AFTER, change)
    assert facts(after) == facts(BEFORE) | {"deadline": str(day(deadline)), "version": 3}
    assert (after.state, after.status, after.signed_at) == (State.ACTIVE, Status.ON_PACE, noon("3-3"))
