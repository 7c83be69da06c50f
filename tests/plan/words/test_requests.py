"""What clerks and leaders mean by requests; a part of a sentence is never silently ignored."""

import pytest

from tests.plan.words.bureau import CLERK, LEADER, line

OF_CLERK = {
    "催运用处2.2.4，周五前报": "/nudge 2.2.4@5 周五前报",
    "把逾期的都催一下": "/nudgeall 逾期",
    "催常州苏州": "/nudgeunit 18 19",
    "2.2.4通过": "/close 2.2.4",
    "2.2.4不通过": "/return 2.2.4",
    "把2.2.4办结了": "/close 2.2.4",
    "退回2.2.4，材料不全": "/return 2.2.4 材料不全",
    "退回常州2.1.2，照片不清楚": "/return 2.1.2@18 照片不清楚",
    "2.1.2常州退回，缺照片": "/return 2.1.2@18 缺照片",
    "催 2.2.4 请于月底前达到60%": "/nudge 2.2.4 请于月底前达到60%",
    "催2.2.4和2.3.1": "/find 2.2.4 2.3.1",
    "催保护处没签收的": "/find 知识产权保护处 没签收",
    "催运用处逾期的": "/find 运用促进处 逾期",
    "催一下这周到期的": "/due 2020-03-02 2020-03-08",
    "今天催一下常州": "/nudgeunit 18",
    "别忘了催2.2.4": "/nudge 2.2.4",
    "2.2.4催一下，周五前报": "/nudge 2.2.4 周五前报",
}
OF_LEADER = {
    "2.2.4抓紧，4月10日前见初稿": "/directive 2.2.4 抓紧，4月10日前见初稿",
    "2.2.4进展不理想": "/directive 2.2.4 进展不理想",
    "催一下运用处": "/nudgeunit 5",
    "请查一下逾期的": "/find 逾期",
    "同意，谢谢": "/review",
    "不同意": "/review",
    "同意2.2.4延期": "/extensions",
    "2.2.4不同意延期": "/extensions",
    "2.2.4的延期不批": "/extensions",
    "2.2.4同意延期到6月底": "/extensions",
    "同意延期申请": "/extensions",
    "2.2.4、2.2.5请抓紧": "/directive ▢ 2.2.4、2.2.5请抓紧",
    "2.2.4和2.2.5务必月底前完成": "/directive ▢ 2.2.4和2.2.5务必月底前完成",
    "请把逾期清单给我": "/find 逾期",
    "2.2.4进度咋这么慢": "/task 2.2.4",
    "让常州说说2.1.2怎么回事": "/directive 2.1.2 让常州说说2.1.2怎么回事",
}
NOT_UNDERSTOOD = [
    "催一下进度不到30%的",
    "别催2.2.4了",
    "2.2.4先不办结",
    "2.2.4还不能办结",
    "2.2.4可以办结吗",
    "2.2.4和2.3.1都办结",
    "2.2.4、2.3.1退回，材料不全",
    "2.2.4没退回吧",
    "2.2.4延期批了没",
    "常州2.1.2不予销号",
    "不要退回2.2.4",
    "2.2.4转给保护处",
    "2.2.4改到6月底",
    "把这个转给运用处",
    "不要催常州",
    "先不要催2.2.4了",
    "除了常州都催一下",
    "常州以外都催一下",
    "每天催一次2.2.4",
    "明天上午催一下常州",
    "下周一催2.2.4",
    "催过三次还不动的",
    "催了没回的",
    "催了常州没有",
    "催下没动的",
    "催催各市",
    "2.1.2催一下常州和无锡",
]
INSTRUCT_NOBODY = [
    "2.2.4看了，不错",
    "2.2.4知道了",
    "2.2.4撤销批示",
    "质押融资要不要加快",
    "请给我一份月报",
    "请大家注意休息",
    "要下雨了",
    "让我想想",
    "要开会了",
    "同意，谢谢",
    "转发给大家",
    "抓紧时间休息",
]


@pytest.mark.parametrize(("words", "meant"), OF_CLERK.items())
def test_a_clerk_means(words: str, meant: str) -> None:
    assert line(words, CLERK) == meant


@pytest.mark.parametrize(("words", "meant"), OF_LEADER.items())
def test_a_leader_means(words: str, meant: str) -> None:
    assert line(words, LEADER) == meant


@pytest.mark.parametrize("words", NOT_UNDERSTOOD)
def test_what_cannot_be_done_whole_is_not_understood(words: str) -> None:
    assert line(words, CLERK) == ""


@pytest.mark.parametrize("shown", ["", "2.2.4"])
@pytest.mark.parametrize("words", INSTRUCT_NOBODY)
def test_words_that_instruct_nobody_are_no_directive(words: str, shown: str) -> None:
    assert not line(words, LEADER, shown).startswith("/directive")
