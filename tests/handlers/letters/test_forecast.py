"""预演: the letters of the coming days, compared with those that are sent if nobody does anything meanwhile."""

import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from plan.calendar import KNOWN_UNTIL
from plan.letter_kinds import kind_named
from tests.handlers.bulletins.desk import PLAN as BULLETIN_PLAN
from tests.handlers.bulletins.desk import group
from tests.handlers.scene import change, remembered, scalar
from tests.plan.build import SHANGHAI
from tests.schedules.test_digest import at, due, signed
from tests.schedules.test_one_card import cards, sign_bulletin
from tests.town import CHANGZHOU, CLERK, HEAD, LEADER, LIAISON, MONDAY, OBSERVER, OTHER, Place, Town, quick

WHO: tuple[Place, ...] = (CLERK, LEADER, HEAD, LIAISON, OTHER, CHANGZHOU)
ROW = re.compile(r"(\d+)月(\d+)日 周.(?:（今天余下）)?　(?:(\d+) 条：(.+)|休息日，不发送|不发送)")


def week(bureau: Town, answer: str) -> dict[str, dict[str, int]]:
    """Return the number of letters of each name, by day."""
    counts_by_day = {}
    for month, day, total, rules in ROW.findall(answer):
        counts = {name: int(count) for name, count in re.findall(r"(\D+?)(\d+)(?:、|$)", rules)}
        assert sum(counts.values()) == int(total or 0)
        counts_by_day[f"{bureau.clock.now().year}-{int(month):02}-{int(day):02}"] = counts
    return counts_by_day


async def everybody(bureau: Town, clerk: int) -> dict[str, tuple[int, int]]:
    """Return the numbers of letters and lines of each person, from all pages."""
    text, pages = await bureau.tap(clerk, "按人查看"), ""
    while True:
        pages += text + "\n"
        if "下一页" not in bureau.buttons(clerk):
            break
        text = await bureau.tap(clerk, "下一页")
    rows = re.findall(r"^(演示\S+)　(\d+) 条(?:，提示 (\d+) 项)?$", pages, re.M)
    return {name: (int(letters), int(lines or 0)) for name, letters, lines in rows}


SENT = """
    SELECT o.rule, p.name, o.sent_at, (SELECT count(*) FROM owed WHERE letter_id = o.id)
    FROM outbox o LEFT JOIN people p ON p.id = o.person_id
    WHERE o.rule NOT IN ('menu', 'board') AND o.state = 'sent'
"""


async def letters_after(bureau: Town, after: datetime) -> list[tuple[str, str, datetime, int]]:
    rows = bureau.beside.execute(SENT).fetchall()
    zone = bureau.clock.zone
    sent_letters = [(rule, name, moment(sent).astimezone(zone), lines) for rule, name, sent, lines in rows]
    return [letter for letter in sent_letters if letter[2] > after]


def moment(stored: str) -> datetime:
    return datetime.fromisoformat(stored).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "start",
    [at("3-2", 8), at("3-2", 8, 45), at("3-6", 18), at("4-20", 12), at("9-29", 16), at("12-24", 10)],
    ids=lambda letter: f"{letter:%m%d-%H%M}",
)  # fmt: skip
async def test_it_is_what_then_comes(tmp_path: Path, start: datetime) -> None:
    """The forecast is right over weekends, make-up days and holidays, in the week of reports and in December."""
    async with quick(tmp_path, None, MONDAY) as bureau:
        people = [await bureau.person(place) for place in WHO]
        bureau.clock.set(start)
        await bureau.bot.tick()  # all that was missed is one letter: walking there takes a minute
        await bureau.settle()
        group = bureau.world.add_group("演示群", [people[0]]).id
        await bureau.say(people[0], "/bind", chat=group)
        if start.hour == 16:
            await bureau.say(people[0], "/weekly 周二 17:00", chat=group)
        answer = await bureau.say(people[0], "预演")
        loads = await everybody(bureau, people[0])
        end = datetime.combine(start.date() + timedelta(days=8), datetime.min.time(), start.tzinfo)
        await bureau.until(end - timedelta(minutes=1))
        letters = await letters_after(bureau, start)
        counts_by_day: dict[str, Counter[str]] = {}
        for rule, _, sent, _ in letters:
            counts_by_day.setdefault(str(sent.date()), Counter())[kind_named(rule).label] += 1
        assert {day: rules for day, rules in week(bureau, answer).items() if rules} == counts_by_day
        coming = [letter for letter in letters if letter[2].date() > start.date()]
        names = Counter(name for _, name, _, _ in coming if name)
        assert {name: count for name, (count, _) in loads.items()} == names
        assert f"今后7天共 {len(coming)} 条" in answer
        assert f"{len(names)} 人将收到消息，一人最多 {max(names.values())} 条。" in answer


async def test_days_people_and_back(tmp_path: Path) -> None:
    """The week has two deadlines, three tasks that nobody signs, and the summary of the clerk's group."""
    async with quick(tmp_path, due("3-6", "3-9", "12-31"), MONDAY) as bureau:
        clerk, *_ = [await bureau.person(place) for place in (CLERK, LIAISON, HEAD, LEADER)]
        await bureau.until(at("3-2", 10))
        await bureau.say(clerk, "/bind", chat=bureau.world.add_group("演示群", [clerk]).id)
        before = await remembered(bureau)
        assert (await bureau.say(clerk, "预演")).splitlines() == [
            "预演 · 今后7天共 7 条",
            "3月2日 周一（今天余下）　不发送",
            "3月3日 周二　1 条：晨报1",
            "3月4日 周三　不发送",
            "3月5日 周四　2 条：晨报2",
            "3月6日 周五　1 条：晨报1",
            "3月7日 周六　休息日，不发送",
            "3月8日 周日　休息日，不发送",
            "3月9日 周一　3 条：晨报2、周报1",
            "",
            "2 人将收到消息，一人最多 4 条。",
            "",
            "按目前情况推算，假定其间没有新的汇报和变动；即时通知和个人自设提醒不在内，今天余下的不计入合计。",
        ]
        assert bureau.buttons(clerk) == ["3月3日", "3月5日", "3月6日", "3月9日", "按人查看"]
        assert await bureau.tap(clerk, "3月5日") == "预演 · 3月5日 周四 · 2 条\n晨报　2 条\n　未签收 3 项、临期 1 项"
        assert await bureau.tap(clerk, "后一天") == "预演 · 3月6日 周五 · 1 条\n晨报　1 条\n　临期 2 项"
        assert await bureau.tap(clerk, "后一天") == "预演 · 3月7日 周六\n这一天休息，不发送消息。"
        assert (await bureau.tap(clerk, "返回")).startswith("预演 · 今后7天共 7 条")
        assert (await bureau.tap(clerk, "按人查看")).splitlines() == [
            "预演 · 今后7天 · 共 2 人", "演示运用促进处联络员　4 条，提示 12 项", "　运用促进处联络员",
            "演示运用促进处负责人　2 条，提示 4 项", "　运用促进处负责人",
        ]  # fmt: skip
        assert await bureau.say(clerk, "预演 3月20日") == "只能预演今天至3月9日。"
        assert "后一天" not in bureau.buttons(clerk)
        assert await remembered(bureau) == before


async def test_what_changes_changes_it(tmp_path: Path) -> None:
    """A report, a setting, a reminder switched off, a day off and a delayed letter each change the forecast."""
    async with quick(tmp_path, due("3-6", "3-9", "12-31"), at("3-2")) as bureau:
        clerk, liaison = await signed(bureau, CLERK, LIAISON)
        assert week(bureau, await bureau.say(clerk, "预演"))["2020-03-05"] == {"晨报": 1}
        await bureau.say(clerk, "/rules ahead 30 2")
        assert week(bureau, await bureau.say(clerk, "预演"))["2020-03-05"] == {}
        assert week(bureau, await bureau.say(clerk, "预演"))["2020-03-04"] == {"晨报": 1}
        await bureau.say(clerk, "/holiday 3月4日 放假")
        assert week(bureau, await bureau.say(clerk, "预演"))["2020-03-03"] == {"晨报": 1}
        await bureau.say(liaison, "/settings deadline")
        assert week(bureau, await bureau.say(clerk, "预演"))["2020-03-03"] == {}
        bureau.clock.set(at("3-2", 20))
        await bureau.say(liaison, "/submit 1.1.1 yes 材料另送")
        rows = week(bureau, await bureau.say(clerk, "预演"))
        assert rows["2020-03-03"] == {"报结待审核": 1}
        assert set(rows) == {f"2020-03-{day:02}" for day in range(2, 10)}


async def test_what_no_event_tells_of_changes_it_too(tmp_path: Path) -> None:
    """The forecast changes within the same minute when the liaison blocks the bot and unblocks it."""
    async with quick(tmp_path, due("3-5"), at("3-2", 18)) as bureau:
        clerk, liaison = await signed(bureau, CLERK, LIAISON)
        await bureau.say(liaison, "/submit 1.1.1 yes 材料另送")
        await bureau.say(clerk, "/return 1.1.1 缺成果材料")
        before = week(bureau, await bureau.say(clerk, "预演"))
        assert (before["2020-03-03"], before["2020-03-04"]) == ({"报结待审核": 1, "退回": 1}, {"晨报": 1})
        bureau.world.block(liaison)
        await bureau.settle()
        assert week(bureau, await bureau.say(clerk, "预演"))["2020-03-04"] == {"打电话清单": 1}
        bureau.world.block(liaison, blocked=False)
        await bureau.say(liaison, "/my")
        assert week(bureau, await bureau.say(clerk, "预演")) == before


@pytest.mark.parametrize(
    ("signed_at", "asked_at"), [(at("3-13", 19), at("3-13", 20)), (at("3-16", 8, 40), at("3-16", 8, 45))]
)
async def test_a_bulletin_puts_the_summary_off(tmp_path: Path, signed_at: datetime, asked_at: datetime) -> None:
    """The bulletin waits for Monday, or was already sent on Monday."""
    async with quick(tmp_path, BULLETIN_PLAN, at("3-13", 10)) as bureau:
        clerk, _ = await bureau.person(CLERK), await bureau.person(LEADER)
        chat = await group(bureau)
        await bureau.until(signed_at)
        await sign_bulletin(bureau)
        await bureau.until(asked_at)
        counts_by_day = week(bureau, await bureau.say(clerk, "预演"))
        assert [day for day in sorted(counts_by_day) if "周报" in counts_by_day[day] and day < "2020-03-20"] == [
            "2020-03-17"
        ]
        await bureau.until(at("3-18", 12))
        assert cards(bureau, chat)[-1] == ("3-17 9:00", "周报")


async def test_the_hour_of_a_group_that_lies_after_the_closing(tmp_path: Path) -> None:
    """The summary is sent when the bureau next opens, and 预演 says so."""
    async with quick(tmp_path, due("12-31"), at("3-2", 18)) as bureau:
        clerk, _ = await signed(bureau, CLERK, LIAISON)
        chat = bureau.world.add_group("演示群", [clerk]).id
        await bureau.say(clerk, "/bind", chat=chat)
        await bureau.say(clerk, "/weekly 周二 17:00", chat=chat)
        await bureau.say(clerk, "/hours 8:30 16:30")
        counts_by_day = week(bureau, await bureau.say(clerk, "预演"))
        assert [day for day in sorted(counts_by_day) if "周报" in counts_by_day[day]] == ["2020-03-04"]
        await bureau.until(at("3-4", 8, 35))
        assert any("一周进展" in text for text in bureau.letters(chat, at("3-4", 8)))


async def test_days_off_that_are_not_known_yet(tmp_path: Path) -> None:
    start = datetime(KNOWN_UNTIL, 12, 2, 10, tzinfo=SHANGHAI)
    async with quick(tmp_path, due("12-31"), start) as bureau:
        clerk = await bureau.person(CLERK)
        rows = week(bureau, await bureau.say(clerk, "预演"))
        (expected,) = [day for day, rules in rows.items() if "次年放假" in rules]
        await bureau.until(start + timedelta(days=7))
        (letter,) = [sent_letter for sent_letter in await letters_after(bureau, start) if sent_letter[0] == "next_year"]
        assert str(letter[2].date()) == expected


async def test_who_is_on_leave_gets_nothing_his_deputy_does(tmp_path: Path) -> None:
    async with quick(tmp_path, due("3-6"), at("3-2")) as bureau:
        clerk, liaison, deputy_chat = await signed(bureau, CLERK, LIAISON, OTHER)
        post, deputy = 2, await scalar(bureau, f"SELECT id FROM people WHERE telegram_id = {deputy_chat}")
        await change(bureau, "UPDATE posts SET deputy_id = :id WHERE id = :post", id=deputy, post=post)
        await bureau.say(clerk, "预演")
        assert await everybody(bureau, clerk) == {"演示运用促进处联络员": (4, 4)}
        await bureau.say(liaison, "/leave 3-4 3-6")
        await bureau.say(clerk, "预演")
        assert await everybody(bureau, clerk) == {"演示运用促进处联络员": (2, 2), "演示知识产权保护处联络员": (2, 2)}


async def test_only_the_clerk(bureau: Town) -> None:
    for place in (LEADER, HEAD, LIAISON, OBSERVER):
        assert "由督办员办理。" in await bureau.say(await bureau.person(place), "预演")


@pytest.mark.parametrize("asked_at", [at("3-6", 20), at("3-7", 12), at("3-9", 8)])
async def test_after_an_outage_it_counts_what_still_waits(
    tmp_path: Path, asked_at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Friday's digest is merged into Monday's; delayed letters are sent when the bureau opens."""
    monkeypatch.setattr("bot.telegram.rate_limit.LONGEST_PAUSE", 0.1)  # only one chat is cut off here
    async with quick(tmp_path, due("4-5", "3-31")) as bureau:
        liaison, clerk = await signed(bureau, LIAISON, CLERK)
        await bureau.until(at("3-5", 20))
        bureau.cut_off(liaison)
        await bureau.until(at("3-6", 16))
        await bureau.say(clerk, "催 1.1.1")
        await bureau.tap(clerk, "确认发送")
        await bureau.until(asked_at)
        bureau.reconnect()
        counts_by_day = week(bureau, await bureau.say(clerk, "预演"))
        await bureau.until(at("3-9", 12))
        assert counts_by_day["2020-03-09"] == {"晨报": 1, "催办": 1}
        assert not any(counts_by_day[day] for day in counts_by_day if day < "2020-03-09")
        texts = [
            message.text for message in bureau.world.transcript(liaison) if message.out and message.at >= at("3-9", 8)
        ]
        assert sorted("请反馈" in text for text in texts) == [False, True]
