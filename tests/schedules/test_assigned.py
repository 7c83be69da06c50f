"""An import sends one letter about the new tasks to each liaison's post; importing them again sends nothing."""

from pathlib import Path

import pytest

from plan.paper import PaperTask, PlanPaper
from schedules import assigned
from tests.handlers.scene import change, scalar, small, task
from tests.schedules.test_digest import at, letters
from tests.town import CHANGZHOU, CLERK, HEAD, LIAISON, MONDAY, OTHER, Place, Town, quick

OFFICE: Place = ("办公室", LIAISON[1])
TEN = at("3-2", 10)
FIRST = task("1.1.1", "第一项任务", "原来的任务的原文", until="12-31")


def plan(*tasks: PaperTask) -> PlanPaper:
    return small(FIRST, *tasks)


def new_tasks(count: int) -> list[PaperTask]:
    words = ("商标品牌指导站", "高价值专利培育", "地理标志保护", "质押融资入园惠企", "专利导航", "快速维权", "人才培训",
             "海外布局", "执法协作", "公共服务网点", "数据共享", "宣传周")  # fmt: skip
    return [task(f"1.2.{n}", word, f"{word}的原文", until=f"{n}-28") for n, word in enumerate(words[:count], 1)]


async def imported(bureau: Town, paper: PlanPaper) -> int:
    now = bureau.clock.now()
    _, letter_count = await bureau.db.write(lambda db: assigned.put_into_force(db, paper, now))
    await bureau.settle()
    return letter_count


def assignment_letters(bureau: Town, person: int) -> list[str]:
    return [
        message.text for message in bureau.world.transcript(person) if message.out and message.text.startswith("请签收")
    ]


async def test_at_once_and_one_letter_a_post(tmp_path: Path) -> None:
    async with quick(tmp_path, plan(), TEN) as bureau:
        liaison, other, head, clerk = [await bureau.person(place) for place in (LIAISON, OTHER, HEAD, CLERK)]
        bureau.clock.set(at("3-4", 10))
        new = [
            task("1.2.1", "培育专利", "全新", until="3-31", support=("知识产权保护处",)),
            task("1.2.2", "乙", "另一"),
        ]
        assert await imported(bureau, plan(*new)) == 2
        assert assignment_letters(bureau, liaison) == [
            "请签收 2 项新任务 · 运用促进处\n📥 1.2.1 培育专利\n　牵头 · 3月31日 周二，还有19个工作日\n"
            "📥 1.2.2 乙\n　牵头 · 12月31日 周四，还有209个工作日"
        ]
        assert assignment_letters(bureau, other) == [
            "请签收 1 项新任务 · 知识产权保护处\n📥 1.2.1 培育专利\n　配合 · 3月31日 周二，还有19个工作日"
        ]
        assert (assignment_letters(bureau, head), assignment_letters(bureau, clerk)) == ([], [])
        assert bureau.buttons(liaison) == ["1.2.1", "签收", "1.2.2", "签收", "我的任务", "为什么收到"]
        why = await bureau.tap(liaison, "为什么收到")
        assert "新任务：下达后即告，每个岗位一条。\n发给：联络员。" in why
        assert "涉及 1.2.1、1.2.2" in why
        assert "已签收，由运用促进处承办。" in await bureau.tap(liaison, "签收")


async def test_eight_with_the_nearest_first_and_how_many_more(tmp_path: Path) -> None:
    async with quick(tmp_path, plan(), TEN) as bureau:
        liaison = await bureau.person(LIAISON)
        await imported(bureau, plan(*reversed(new_tasks(11))))
        (text,) = assignment_letters(bureau, liaison)
        assert text.startswith("请签收 11 项新任务")
        assert [line[2:7] for line in text.splitlines() if line[0] == "📥"] == [f"1.2.{n}" for n in range(1, 9)]
        assert text.endswith("还有 3 项，请点“我的任务”查看。")
        assert len(bureau.buttons(liaison)) == 8 * 2 + 2


@pytest.mark.parametrize("moment", [at("3-4", 20), at("3-7", 10)], ids=["evening", "weekend"])
async def test_within_the_hours_only(tmp_path: Path, moment: object) -> None:
    async with quick(tmp_path, plan(), TEN) as bureau:
        liaison = await bureau.person(LIAISON)
        bureau.clock.set(moment)  # type: ignore[arg-type]
        await imported(bureau, plan(*new_tasks(1)))
        assert assignment_letters(bureau, liaison) == []
        await bureau.until(at("3-9", 8, 29) if moment == at("3-7", 10) else at("3-5", 8, 29))
        assert assignment_letters(bureau, liaison) == []
        await bureau.until(at("3-9", 8, 30))
        assert len(assignment_letters(bureau, liaison)) == 1


async def test_the_same_again_tells_nothing(tmp_path: Path) -> None:
    async with quick(tmp_path, plan(), TEN) as bureau:
        liaison = await bureau.person(LIAISON)
        tasks = new_tasks(3)
        imports: tuple[list[PaperTask], ...] = (tasks, tasks, [], tasks, tasks[:2], tasks)
        assert [await imported(bureau, plan(*imported_tasks)) for imported_tasks in imports] == [1, 0, 0, 0, 0, 0]
        assert len(assignment_letters(bureau, liaison)) == 1
        moved_task = task("1.2.1", "商标品牌指导站", "商标品牌指导站的原文", until="1-28", lead=("办公室",))
        assert await imported(bureau, plan(moved_task, *tasks[1:])) == 0  # nobody is there
        office = await bureau.person(OFFICE)
        assert assignment_letters(bureau, office) == []


async def test_a_task_that_goes_to_another_unit_and_to_the_cities(tmp_path: Path) -> None:
    async with quick(tmp_path, plan(*new_tasks(2)), TEN) as bureau:
        liaison, office, city = [await bureau.person(place) for place in (LIAISON, OFFICE, CHANGZHOU)]
        first, second = new_tasks(2)
        shared = PaperTask(
            second.code, second.title, second.text, second.deadline, second.basis, (), second.lead, (), True
        )
        moved_task = PaperTask(first.code, first.title, first.text, first.deadline, first.basis, (), ("办公室",))
        assert await imported(bureau, plan(moved_task, shared)) == 2
        assert assignment_letters(bureau, liaison) == []
        assert "请签收 1 项新任务 · 办公室\n📥 1.2.1" in assignment_letters(bureau, office)[0]
        assert "请签收 1 项新任务 · 常州市局\n📥 1.2.2 高价值专利培育\n　各市 · " in assignment_letters(bureau, city)[0]


async def test_what_an_evening_puts_right_is_said_once_and_as_it_is(tmp_path: Path) -> None:
    async with quick(tmp_path, plan(), TEN) as bureau:
        liaison, office = await bureau.person(LIAISON), await bureau.person(OFFICE)
        first, second, third = new_tasks(3)
        await imported(bureau, plan(first))  # goes out
        bureau.clock.set(at("3-2", 19))
        await imported(bureau, plan(first, second))
        bureau.clock.set(at("3-2", 20))
        moved_task = PaperTask(second.code, second.title, second.text, second.deadline, second.basis, (), ("办公室",))
        await imported(bureau, plan(first, moved_task, third))
        await bureau.until(at("3-3", 9))
        assert [text.splitlines()[0] for text in assignment_letters(bureau, liaison)] == [
            "请签收 1 项新任务 · 运用促进处"
        ] * 2
        assert "1.2.3" in assignment_letters(bureau, liaison)[1]
        assert "1.2.2" not in assignment_letters(bureau, liaison)[1]
        assert "1.2.2" in assignment_letters(bureau, office)[0]
        assert len(assignment_letters(bureau, office)) == 1


async def test_two_liaisons_and_one_of_them_is_away(tmp_path: Path) -> None:
    """Rewriting the letter of the liaison who has not received it does not send it to the other again."""
    async with quick(tmp_path, plan(), TEN) as bureau:
        liaison, second = await bureau.person(LIAISON), bureau.stranger("演示第二联络员")
        await bureau.join(second, await bureau.code(OTHER))
        await change(bureau, "UPDATE posts SET unit_id = (SELECT id FROM units WHERE name = '运用促进处') WHERE id = 2")
        await imported(bureau, plan(*new_tasks(1)))
        assert [len(assignment_letters(bureau, liaison_chat)) for liaison_chat in (liaison, second)] == [1, 1]
        await change(bureau, "UPDATE outbox SET state = 'waiting' WHERE rule = 'assigned' AND person_id = 2")
        now = bureau.clock.now()
        await bureau.db.write(lambda db: assigned.tell(db, (), now))
        assert await scalar(bureau, "SELECT count(*) FROM outbox WHERE rule = 'assigned' AND state = 'waiting'") == 1
        await bureau.settle()
        assert [len(assignment_letters(bureau, liaison_chat)) for liaison_chat in (liaison, second)] == [1, 2]


async def test_nobody_there_on_the_first_day(tmp_path: Path) -> None:
    async with quick(tmp_path, None, MONDAY) as bureau:
        assert await scalar(bureau, "SELECT count(*) FROM outbox") == 0
        liaison = await bureau.person(LIAISON)
        assert "本单位承办 38 项任务，其中 38 项待签收。" in bureau.last(liaison).text
        await bureau.until(at("3-3"))
        assert assignment_letters(bureau, liaison) == []
        assert "尚未签收" in letters(bureau, liaison)[0].text


async def test_of_a_hidden_task_its_number_and_unit(tmp_path: Path) -> None:
    async with quick(tmp_path, plan(*new_tasks(1)), TEN) as bureau:
        office = await bureau.person(OFFICE)
        await bureau.say(CLERK, "/restrict 1.2.1")
        restricted = new_tasks(1)[0]
        moved_task = PaperTask(
            restricted.code,
            restricted.title,
            restricted.text,
            restricted.deadline,
            restricted.basis,
            (),
            ("办公室",),
        )
        await imported(bureau, plan(moved_task))
        assert assignment_letters(bureau, office) == ["请签收 1 项新任务 · 办公室\n📥 1.2.1 （不上机）"]
