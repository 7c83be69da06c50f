"""The content of bulletins: periods, what was due, order, restricted tasks, and when they may be sent."""

import pytest
from markupsafe import Markup

from plan.bulletin import Bulletin, BulletinStage, Content, content, default_period, differences, period, send_at
from plan.refusal import Refusal
from plan.reply import SLOT
from plan.values import Role, State
from tests.plan.build import CALENDAR, LIMITS, day, moment, share


@pytest.mark.parametrize(
    ("last", "today", "expected"),
    [(None, "3-9", ("3-2", "3-9")), ("3-9", "3-16", ("3-10", "3-16")), ("3-9", "3-9", ("3-9", "3-9"))],
)
def test_the_usual_period(last: str | None, today: str, expected: tuple[str, str]) -> None:
    assert default_period(day(last) if last else None, day("3-2"), day(today)) == (day(expected[0]), day(expected[1]))


@pytest.mark.parametrize(
    ("first", "last", "today", "expected"),
    [
        ("3月1日", "3月9日", "3-9", ("3-1", "3-9")),
        ("1月2日", "11月9日", "11-9", ("1-2", "11-9")),  # more than half a year ago is still this year
        ("12月1日", "12月31日", "1-5", ("2019-12-1", "2019-12-31")),
        ("2019-12-01", "今天", "1-5", ("2019-12-1", "1-5")),
        ("3月9日", "3月9日", "3-9", ("3-9", "3-9")),  # one day alone
        ("3月1日", "3月10日", "3-9", "不能晚于今天"),
        ("3月9日", "3月8日", "3-9", "不能晚于结束日期"),
        ("2月30日", "3月8日", "3-9", "没有2月30日"),
        ("+48月", "今天", "2-29", "不能晚于结束日期"),
    ],
)
def test_a_period_that_was_written(first: str, last: str, today: str, expected: tuple[str, str] | str) -> None:
    if isinstance(expected, str):
        with pytest.raises(Refusal, match=expected):
            period(first, last, day(today))
    else:
        assert period(first, last, day(today)) == (day(expected[0]), day(expected[1]))


PARTS = (
    share(id=1, task_id=1, code="1.1", unit="丙处"),
    share(id=9, task_id=1, code="1.1", unit="戊处", role=Role.SUPPORT),
    share(id=2, task_id=2, code="1.2", unit="甲处", deadline=day("4-1"), percent=99),
    share(id=3, task_id=3, code="1.3", unit="丙处", deadline=day("4-1"), percent=99),
    share(id=4, task_id=4, code="1.4", unit="甲处", deadline=day("4-1"), percent=99),
    share(id=5, task_id=5, code="1.5", unit="甲处", state=State.CLOSED),
    share(id=6, task_id=5, code="1.5", unit="乙处", state=State.CLOSED),
    share(id=7, task_id=6, code="1.6", unit="丁处", state=State.CLOSED),
    share(id=8, task_id=7, code="1.7", unit="丁处", state=State.SUBMITTED, deadline=day("4-1")),
)


def bulletin_content(before: dict[str, int], closed: set[int]) -> Content:
    return content(
        PARTS, closed, day("4-20"), calendar=CALENDAR, limits=LIMITS, before=before,
        unreported=[("丙处", ["1.1", "1.3"]), ("戊处", ["1.1"])], directives=2,
    )  # fmt: skip


def test_in_the_order_of_the_plan() -> None:
    """Units are listed in the order of the plan, not by their number of late tasks; supporting units are left out."""
    bulletin = bulletin_content({}, {5, 6, 2})
    assert [(unit, [assignment.code for assignment in late]) for unit, late in bulletin.overdue] == [
        ("甲处", ["1.2", "1.4"]), ("丙处", ["1.3"]),
    ]  # fmt: skip
    assert [(unit, [assignment.code for assignment in late]) for unit, late in bulletin.behind] == [("丙处", ["1.1"])]
    assert [(assignment.code, units) for assignment, units in bulletin.closed] == [
        ("1.5", "甲处、乙处")
    ]  # 1.2 was opened again
    assert bulletin.unreported == (("丙处", ("1.1", "1.3")), ("戊处", ("1.1",)))
    assert (bulletin.total, bulletin.directives) == (7, 2)


@pytest.mark.parametrize(
    ("units", "named"),
    [(["甲处"], "甲处"), (["甲处", "乙处", "丙处"], "甲处、乙处、丙处"), (list("甲乙丙丁"), "4个单位")],
)
def test_the_units_that_have_closed_a_task(units: list[str], named: str) -> None:
    """Up to three units are named."""
    shares = [share(id=n, task_id=8, code="1.8", unit=unit, state=State.CLOSED) for n, unit in enumerate(units)]
    shares.append(share(id=9, task_id=9, code="1.9", unit="戊处", state=State.CLOSED))
    bulletin = content(
        shares, set(range(10)), day("4-20"), calendar=CALENDAR, limits=LIMITS, before={}, unreported=[], directives=0
    )
    assert [(assignment.code, words) for assignment, words in bulletin.closed] == [("1.8", named), ("1.9", "戊处")]


def test_the_change_since_the_last_one() -> None:
    assert [class_count.change for class_count in bulletin_content({}, set()).classes] == [None] * 5
    before = {"ahead": 0, "on_pace": 0, "behind": 3, "overdue": 3, "closed": 1}
    assert {class_count.label: class_count.change for class_count in bulletin_content(before, set()).classes} == {
        "超序时": 0, "按序时": 1, "滞后": -2, "逾期": 0, "已办结": 1,
    }  # fmt: skip


def issued_bulletin(text: str, hidden: frozenset[str] = frozenset()) -> Bulletin:
    return Bulletin(
        1, 1, BulletinStage.REVIEW, day("3-2"), day("3-9"), "", Markup(text), day("3-9"), 2020, None, {}, hidden,
        frozenset(), None, "", "", "", "", None, None, 1, (),
    )  # fmt: skip


def test_what_has_changed_in_a_text() -> None:
    """Texts are compared without markup and without the lines of tasks that have become restricted."""
    before = "<b>通报</b>\n贯标 1.2 60%\n\n导航 1.3 30%\n完"
    after = "<b>通报</b>\n贯标 1.2 <b>80%</b>\n导航 1.3 40%\n完"
    assert differences(before, after, set()) == [
        "原：贯标 1.2 60%", "原：导航 1.3 30%", "现：贯标 1.2 80%", "现：导航 1.3 40%",
    ]  # fmt: skip
    assert differences(before, after, {"1.3"}) == ["原：贯标 1.2 60%", "现：贯标 1.2 80%"]
    assert differences(before, before, set()) == []


@pytest.mark.parametrize(("lines", "remainder"), [(12, []), (13, ["另有1行不同。"]), (20, ["另有8行不同。"])])
def test_twelve_changes_are_shown(lines: int, remainder: list[str]) -> None:
    after = "".join(f"第{n}行\n" for n in range(lines))
    assert differences("", after, set()) == [*(f"现：第{n}行" for n in range(12)), *remainder]


def test_its_number_is_open_until_it_is_signed() -> None:
    bulletin = issued_bulletin(f"<b>〔2020〕{SLOT}号</b>")
    assert bulletin.paper == "督办通报〔2020〕　号"
    assert bulletin.numbered(None) == "<b>〔2020〕　号</b>"
    assert bulletin.numbered(3) == "<b>〔2020〕3号</b>"


@pytest.mark.parametrize(
    ("restricted", "hidden", "tells"),
    [
        (set(), frozenset(), False),
        ({"1.2"}, frozenset(), True),
        ({"1.2"}, frozenset({"1.2"}), False),
        ({"1.3"}, frozenset(), False),
        ({"2.1"}, frozenset(), False),
        ({"1.2"}, frozenset({"1.3"}), True),
    ],
)
def test_a_task_that_became_restricted(restricted: set[str], hidden: frozenset[str], tells: bool) -> None:
    assert issued_bulletin("运用促进处\n　1.2　时限3月6日\n　12.1.3　时限", hidden).tells(restricted) is tells


@pytest.mark.parametrize(
    ("now", "card_days", "at"),
    [
        ("3-9 10:00", (), "3-9 10:00"),
        ("3-9 10:00", ("3-9",), "3-10 08:30"),
        ("3-9 10:00", ("3-9", "3-10"), "3-11 08:30"),
        ("3-6 18:00", (), "3-9 08:30"),
        ("3-6 10:00", ("3-6",), "3-9 08:30"),
        ("3-6 18:00", ("3-9",), "3-10 08:30"),
        ("4-3 17:00", ("4-3",), "4-7 08:30"),  # Qingming
    ],
)
def test_one_card_a_day(now: str, card_days: tuple[str, ...], at: str) -> None:
    assert send_at(moment(now), CALENDAR, {day(words) for words in card_days}) == moment(at)
