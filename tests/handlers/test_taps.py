"""The tap budget: frequent actions take one to three taps, and each page fits the phone."""

from datetime import timedelta

import pytest

from tests.handlers.scene import ROLES
from tests.handlers.test_buttons import check, fresh_lines
from tests.town import CHANGZHOU, CLERK, HEAD, LEADER, LIAISON, MONDAY, Place, Town

PDF = b"%PDF-1.7\n%" + b"x" * 90

WAITING = (
    (LIAISON, "/submit 2.2.3 yes 名单已公布"), (LIAISON, "/extend 2.2.4 +1周 数据尚未报齐"),
    (LEADER, "批示 2.2.5 请抓紧"),
    (LIAISON, "/feedback 希望列表能按时限排序"), (CLERK, "/milestones 2.2.6 6月30日 40%"),
)  # fmt: skip
"""Lines that give every page something to show."""


class Thumb:
    """One person's taps, counted from the chat; a line from the menu button counts as one."""

    def __init__(self, bureau: Town, place: Place) -> None:
        self.bureau, self.place, self.taps = bureau, place, 0

    async def menu(self, name: str) -> str:
        chat = await self.bureau.person(self.place)
        assert name in [command["command"] for command in self.bureau.world.commands(chat, chat)]
        self.taps += 1
        return await self._page(await self.bureau.say(chat, f"/{name}"), name)

    async def tap(self, label: str) -> str:
        self.taps += 1
        return await self._page(await self.bureau.tap(self.place, label), label)

    async def _page(self, answer: str, after: str) -> str:
        check(self.bureau.last(await self.bureau.person(self.place)), after)
        return answer


@pytest.fixture
async def bureau(bureau: Town) -> Town:
    """A bureau at ten, after everybody has joined."""
    for place in (CLERK, LEADER, LIAISON, HEAD, CHANGZHOU):
        await bureau.person(place)
    await bureau.until(MONDAY + timedelta(hours=2))
    return bureau


async def at(bureau: Town, place: Place, says: str) -> Thumb:
    """Start from the answer to this line, such as a card requested by its number."""
    assert await bureau.say(place, says)
    return Thumb(bureau, place)


async def test_my_list_1_and_a_task_2(bureau: Town) -> None:
    thumb = Thumb(bureau, LIAISON)
    assert (await thumb.menu("my")).startswith("我的任务 · 共 ")
    assert thumb.taps == 1
    code = bureau.buttons(await bureau.person(LIAISON))[0]
    assert f"{code} " in await thumb.tap(code)
    assert thumb.taps == 2
    assert "2.2.4 推动企业贯标" in await bureau.say(LIAISON, "2.2.4")  # or its number typed


async def test_sign_1(bureau: Town) -> None:
    thumb = await at(bureau, LIAISON, "2.2.4")
    assert "已签收，由运用促进处承办。" in await thumb.tap("签收")
    assert thumb.taps == 1


async def test_on_pace_2(bureau: Town) -> None:
    thumb = await at(bureau, LIAISON, "2.2.4")
    await thumb.tap("汇报")
    assert "已记录：按序时" in await thumb.tap("按序时")
    assert thumb.taps == 2


async def test_no_change_2(bureau: Town) -> None:
    await bureau.say(LIAISON, "2.2.4 30% 已启动")
    thumb = await at(bureau, LIAISON, "2.2.4")
    await thumb.tap("汇报")
    assert "已记录：按序时 30%" in await thumb.tap("无变化")
    assert thumb.taps == 2


async def test_done_with_evidence_3_and_the_file(bureau: Town) -> None:
    thumb = await at(bureau, LIAISON, "2.2.3")
    await thumb.tap("汇报")
    await thumb.tap("已完成")
    await bureau.send(LIAISON, "名单.pdf", PDF)
    assert "已记录：已完成 100%，材料 1 份。" in await thumb.tap("提交")
    assert thumb.taps == 3


async def test_extension_3_and_approval_1(bureau: Town) -> None:
    thumb = await at(bureau, LIAISON, "2.2.3")
    await thumb.tap("延期")
    await thumb.tap("+1周")
    assert "已申请延期，等待分管领导审批。" in await thumb.tap("数据尚未报齐")
    assert thumb.taps == 3
    leader = Thumb(bureau, LEADER)  # from the letter
    assert "已批准：2.2.3 运用促进处延期。" in await leader.tap("批准")
    assert leader.taps == 1


async def test_all_who_are_missing_3_with_a_preview(bureau: Town) -> None:
    thumb = await at(bureau, CLERK, "1.1.3")
    await thumb.tap("催办")
    assert "将向 14 个单位发出提醒" in await thumb.tap("全部未反馈")
    assert "已就 1.1.3 发出 14 件" in await thumb.tap("确认发送")
    assert thumb.taps == 3


@pytest.mark.parametrize("before", ["签收", "汇报 按序时", "延期 +1周 数据尚未报齐"])
async def test_undo_1(bureau: Town, before: str) -> None:
    """An extension request is withdrawn by 撤回, which is in the same place."""
    thumb = await at(bureau, LIAISON, "2.2.4")
    for label in before.split():
        await thumb.tap(label)
    thumb.taps = 0
    answer = await thumb.tap("撤回" if before.startswith("延期") else "撤销")
    assert answer.startswith(("已撤销，2.2.4 恢复为：待签收。", "已撤回延期申请。"))
    assert thumb.taps == 1


async def test_what_leaders_and_clerks_do_from_a_letter(bureau: Town) -> None:
    """Acknowledge 1, close 2, send back 3."""
    await bureau.confirm(LEADER, "批示 2.2.3 请抓紧")
    head = Thumb(bureau, HEAD)
    assert "已确认收到" in await head.tap("收到")
    clerk = Thumb(bureau, CLERK)
    await bureau.say(LIAISON, "/submit 2.2.3 yes 名单已公布")
    await clerk.tap("审核")
    await clerk.tap("退回")
    assert "已退回：2.2.3" in await clerk.tap("缺成果材料")
    await bureau.say(LIAISON, "/submit 2.2.3 yes 附名单")
    await clerk.tap("审核")
    assert "已销号：2.2.3" in await clerk.tap("通过销号")
    assert (head.taps, clerk.taps) == (1, 3 + 2)


@pytest.mark.parametrize("role", ROLES)
async def test_the_way_back(bureau: Town, role: str) -> None:
    """Pages opened by a button have a button back, unless the page before them is still in the chat."""
    person = await bureau.person(ROLES[role])
    for place, line in WAITING:
        await bureau.say(place, line)
        if any(label.startswith("确认") for label in bureau.buttons(await bureau.person(place))):
            await bureau.confirm(place, line)
    first = [f"/{command['command']}" for command in bureau.world.commands(person, person)]
    for page in first:
        await bureau.say(person, page)
        for line in fresh_lines(bureau.last(person), set(first)):
            assert await leads_back(bureau, person, page, line), (page, line)


async def leads_back(bureau: Town, person: int, page: str, line: str) -> bool:
    """Return whether the opened page has a button back, is the same page changed, or is another message below."""
    await bureau.say(person, page)
    opened = bureau.last(person)
    check(opened, page)
    if line not in opened.taps():  # an earlier tap has done it
        return True
    bureau.world.tap(person, person, opened.id, line)
    await bureau.settle()
    check(bureau.last(person), line)
    return bureau.last(person) is not opened or "返回" in bureau.buttons(person) or line.split(maxsplit=1)[0] == page
