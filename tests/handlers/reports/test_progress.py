"""Signing and reporting by taps and in words; kept words after a refusal; conflicts; repetitions."""

from tests.handlers.scene import remembered, scalar
from tests.town import CLERK, HEAD, LIAISON, OTHER, Town

REPORTS = "SELECT count(*) FROM reports"


async def test_by_taps(bureau: Town) -> None:
    liaison = await bureau.person(LIAISON)
    await bureau.say(liaison, "2.2.3")
    await bureau.tap(liaison, "签收")
    assert bureau.toast(liaison) == "已签收"
    form = await bureau.tap(liaison, "汇报")
    assert "序时进度 0%" in form
    assert "目前进度" not in form, "nobody has stated one"
    assert bureau.buttons(liaison) == ["已完成", "按序时", "滞后", "有困难", "返回"]
    assert "请回复 2.2.3 的进度和原因" in await bureau.tap(liaison, "滞后")
    assert "请汇报 2.2.3" in await bureau.tap(liaison, "返回")
    await bureau.tap(liaison, "有困难")
    assert "已记录：有困难 40%" in await bureau.tap(liaison, "40%")
    await bureau.tap(liaison, "汇报")
    assert "已记录：按序时。" in await bureau.tap(liaison, "按序时")
    await bureau.tap(liaison, "汇报")
    assert bureau.buttons(liaison) == ["已完成", "按序时", "滞后", "有困难", "沿用上次", "无变化", "返回"]
    assert "请发送 2.2.3 的成果材料（照片或文件），发完点“提交”" in await bureau.tap(liaison, "已完成")
    card = await bureau.tap(liaison, "提交")
    assert "已记录：已完成 100%" in card
    assert "🔵 待审核" in card
    assert await bureau.say(liaison, "汇报 2.2.3") == "2.2.3 已报完成，正在等待督办员审核。"


async def test_typed(bureau: Town) -> None:
    assert "已记录：60%" in await bureau.say(LIAISON, "2.2.3 60%已完成初稿")
    assert "已记录：有困难 60%" in await bureau.say(LIAISON, "2.2.3 有困难：缺人手")
    assert "有困难 60%：缺人手" in await bureau.say(LIAISON, "2.2.3")
    assert "已记录：滞后 35%" in await bureau.say(HEAD, "汇报2.2.3 滞后 35% 数据\n未报齐")
    assert "由其他单位承办" in await bureau.say(OTHER, "2.2.3 60%")


async def test_what_was_asked_stays_open_until_it_is_answered(bureau: Town) -> None:
    liaison = await bureau.person(LIAISON)
    await bureau.say(liaison, "汇报 2.2.3")
    for wrong in ("101%", "-1%", "/progress 2.2.3 已完成 50%", "60.5%"):
        before = await remembered(bureau)
        answer = await bureau.say(liaison, wrong)
        assert "百分比请填0到100" in answer or "“已完成”对应100%，您填的是50%" in answer
        assert await remembered(bureau) == before
    assert "我的任务 · 共" in await bureau.say(liaison, "我的任务")  # a command's word is not an answer
    assert "推动企业贯标" in await bureau.say(liaison, "2.2.4")
    assert "已记录：滞后 0%" in await bureau.say(liaison, "2.2.4 滞后 0%")
    await bureau.say(liaison, "汇报 2.2.3")
    form = await bureau.say(liaison, "12 家企业已贯标，进展 顺利")
    assert "请选择 2.2.3 新建高价值专利示范中心 的状态" in form
    card = await bureau.tap(liaison, "按序时")
    assert "已记录：按序时。" in card
    assert "12 家企业已贯标，进展 顺利" in card
    assert "无法识别" in await bureau.say(liaison, "再说一句")


async def test_the_same_tap_twice(bureau: Town) -> None:
    liaison = await bureau.person(LIAISON)
    await bureau.say(liaison, "2.2.3")
    card = bureau.last(liaison)
    sign = card.buttons[0][0].data or ""
    for _ in range(2):
        bureau.world.tap(liaison, liaison, card.id, sign)
    await bureau.settle()
    assert card.text.startswith("已签收，由运用促进处承办。")
    assert [answer.text for answer in bureau.world.answers(liaison)[-2:]] == ["已签收", "已签收"]
    await bureau.tap(liaison, "汇报")
    pace = next(line for line in bureau.last(liaison).taps() if line.endswith(" pace"))
    for _ in range(2):
        bureau.world.tap(liaison, liaison, card.id, pace)
    await bureau.settle()
    assert card.text.startswith("已记录：按序时。")
    assert await scalar(bureau, REPORTS) == 1
    assert await scalar(bureau, "SELECT count(*) FROM events WHERE action = 'sign'") == 1


async def test_two_people_at_once(bureau: Town) -> None:
    liaison, head = await bureau.person(LIAISON), await bureau.person(HEAD)
    await bureau.say(liaison, "汇报 2.2.3")
    await bureau.say(head, "2.2.3 有困难 30% 缺经费")
    before = await remembered(bureau)
    card = await bureau.tap(liaison, "按序时")
    assert card.startswith("情况已有变化，您的操作未保存，以下为最新状态。")
    assert "最近变化：3月2日 08:00 运用促进处负责人汇报：待签收 → 办理中，有困难，30%，“缺经费”" in card
    assert "有困难 30%：缺经费" in card
    assert bureau.toast(liaison) == "已是最新状态"
    assert await remembered(bureau) == before
    await bureau.tap(liaison, "汇报")
    assert "已记录：按序时。" in await bureau.tap(liaison, "按序时")


async def test_signed_by_somebody_else_meanwhile(bureau: Town) -> None:
    liaison, head = await bureau.person(LIAISON), await bureau.person(HEAD)
    await bureau.say(liaison, "2.2.3")
    await bureau.say(head, "2.2.3 30% 已启动")
    await bureau.say(head, "2.2.3 40% 已完成一半")
    card = await bureau.tap(liaison, "签收")
    assert card.startswith("情况已有变化，您的操作未保存，以下为最新状态。")
    assert "办理中 40%" in card


async def test_the_clerk_acts_on_behalf_and_chooses_the_unit(bureau: Town) -> None:
    clerk = await bureau.person(CLERK)
    assert "有多个承办单位，请选择" in await bureau.say(clerk, "签收 1.1.3")
    assert len(bureau.buttons(clerk)) == 14  # thirteen cities and the supporting unit
    assert "已签收，由宿迁市局承办。" in await bureau.tap(clerk, "宿迁")
    await bureau.say(clerk, "汇报 2.2.1")
    await bureau.tap(clerk, "运用处")
    assert "省知识产权局督办员代报" in await bureau.say(clerk, "20% 电话了解")
    assert await scalar(bureau, "SELECT count(*) FROM reports WHERE on_behalf") == 1
