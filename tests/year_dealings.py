"""Steps of `test_year` between units and their superiors: nudges, calls, directives and extensions."""

from tests.town import CHANGZHOU, CLERK, HEAD, LEADER
from tests.year import CITY_HEAD, NANJING, SOCIETY, Year


async def chased(year: Year) -> None:
    """June: 常州 has not reported on 1.1.3. Three nudges, each to more people, and a phone call between them."""
    await year.until("6-1")
    await year.says(NANJING, "1.1.3 60% 已征求意见")
    preview = await year.says(CLERK, "催 1.1.3")
    assert "常州市局　未汇报 · 将发提醒" in preview
    assert "南京" not in preview
    await year.taps(CLERK, "常州")
    assert "附言：请于周五前反馈" in await year.says(CLERK, "请于周五前反馈")
    assert "提〔2020〕1号　常州市局" in await year.taps(CLERK, "确认发送")
    assert (await year.last_message(CHANGZHOU)).startswith("请反馈进展　提〔2020〕1号\n1.1.3")
    await year.until("6-4")
    await year.says(CLERK, "催 1.1.3")
    assert "催办 1 件：常州市局；送联络员，抄送负责人" in await year.taps(CLERK, "常州")
    assert "催〔2020〕1号　常州市局" in await year.taps(CLERK, "确认发送")
    assert (await year.last_message(CITY_HEAD)).startswith("请尽快反馈进展　催〔2020〕1号")
    await called(year)
    await year.says(CLERK, "催 1.1.3")
    await year.taps(CLERK, "常州", "确认发送")
    assert (await year.last_message(LEADER)).startswith("请关注（抄送）　督〔2020〕1号")
    assert (await year.last_message(CHANGZHOU)).startswith("请立即反馈进展并说明原因　督〔2020〕1号")
    assert "已催办 3 件（最近：督〔2020〕1号，6月12日，未回复）" in await year.says(CITY_HEAD, "1.1.3")


async def called(year: Year) -> None:
    """Two working days without an answer; both sides are reminded of the promise made on the phone on its morning."""
    await year.until("6-8")
    assert "常州市局　联络员 演示常州市局联络员 电话未登记\n　催办未回复" in await year.says(CLERK, "打电话清单")
    await year.taps(CLERK, "常州")
    assert "已记录：常州市局 1.1.3，值班室，答应6月12日前报送。" in await year.says(
        CLERK, "值班室 1.1.3 6月12日 已送审"
    )
    assert "📞 1.1.3 各市出台本地保护落实举措\n　承诺今天报送" in await year.morning(CHANGZHOU, "6-12")
    assert "　常州市局 · 承诺今天报送" in await year.morning(CLERK, "6-12")


async def answered(year: Year) -> None:
    await year.taps(CHANGZHOU, "回复")
    assert "已回复 督〔2020〕1号。" in await year.says(CHANGZHOU, "文件已报市政府，月底前印发")
    assert "已记录：50%" in await year.says(CHANGZHOU, "1.1.3 50% 文件已报市政府")
    chain = await year.says(CLERK, "催办记录 1.1.3")
    for step in (
        "提〔2020〕1号",
        "催〔2020〕1号，抄送负责人",
        "通话：值班室",
        "督〔2020〕1号，抄送",
        "回复督〔2020〕1号",
    ):
        assert step in chain
        chain = chain[chain.index(step) :]
    assert f"共 1 个单位\n{SOCIETY}\n　联络员空缺" in await year.says(CLERK, "打电话清单")


async def ordered(year: Year) -> None:
    """A leader writes a directive on the task and reads who has acknowledged it."""
    await year.until("7-6")
    await year.says(LEADER, "2.2.4")
    await year.taps(LEADER, "批示")
    await year.says(LEADER, "请抓紧组织评审")
    assert "请抓紧组织评审（运用促进处未确认）" in await year.taps(LEADER, "确认发出")
    order = "请落实批示，并点“收到”：2.2.4 推动企业贯标\n省知识产权局分管领导批示：请抓紧组织评审"
    assert (await year.last_message(year.liaison), await year.last_message(HEAD)) == (order, order)
    assert "已确认收到，请抓紧落实。\n运用促进处：运用促进处负责人，7月6日 10:00" in await year.taps(HEAD, "收到")
    assert (await year.last_message(LEADER)).startswith("批示已全部确认：2.2.4 推动企业贯标\n运用促进处已收到。")


async def more_time(year: Year) -> None:
    """常州 asks for an extension of a month for 1.1.3; the clerk advises, the leader approves; both dates remain."""
    await year.until("9-14")
    await year.says(CHANGZHOU, "1.1.3")
    await year.taps(CHANGZHOU, "延期", "+1月", "其他")
    await year.says(CHANGZHOU, "常务会议改期")
    assert "已申请延期，等待分管领导审批。" in await year.taps(CHANGZHOU, "确认申请")
    await year.taps(CLERK, "写意见")
    await year.says(CLERK, "情况属实，建议同意")
    assert "意见已记录" in await year.taps(CLERK, "确认提出")
    assert "督办员意见：情况属实，建议同意" in await year.last_message(LEADER)
    assert "已批准：1.1.3 常州市局延期。" in await year.taps(LEADER, "批准")
    assert (await year.last_message(CHANGZHOU)).startswith("延期已批准，请按新时限办理：1.1.3")
    card = await year.says(CHANGZHOU, "1.1.3")
    assert "时限：10月30日 周五，还有30个工作日（已延期）" in card
    assert "时限由9月30日延至10月30日（已延期1次）" in card
    assert "时限：10月30日 周五，还有30个工作日" in await year.taps(CHANGZHOU, "各市")
    assert "今天到期" in await year.morning(NANJING, "9-30")
    assert "10月30日到期" in await year.morning(CHANGZHOU, "9-30")


async def no_more_time(year: Year) -> None:
    await year.until("11-16")
    assert "已申请延期" in await year.says(year.liaison, "/extend 2.2.4 2021-01-31 数据尚未报齐")
    await year.taps(LEADER, "说明不批准")
    await year.says(LEADER, "年底前必须完成")
    assert "未批准：2.2.4 运用促进处延期。" in await year.taps(LEADER, "确认不批准")
    for who in (year.liaison, HEAD):
        assert (await year.last_message(who)).startswith("延期未获批准，请按原时限办理：2.2.4")
        assert (await year.last_message(who)).endswith("时限：12月31日 周四，还有33个工作日\n说明：年底前必须完成")
