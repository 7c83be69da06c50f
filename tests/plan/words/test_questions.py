"""What a clerk means by questions, searches and courtesies; no filter of a question is silently ignored."""

import pytest

from tests.plan.words.bureau import CLERK, line

OF_CLERK = {
    "查下2.2.4": "/task 2.2.4",
    "2.2.4到啥地步了": "/task 2.2.4",
    "常州那边2.1.2咋样了": "/task 2.1.2",
    "苏州2.1.2报了没": "/task 2.1.2",
    "2.1.2还差哪些市": "/cities 2.1.2",
    "2.1.2哪些市还没报": "/cities 2.1.2",
    "哪些市没报": "/find 没报 各市",
    "谁最近没报": "/find 没报",
    "这周三之前到期的": "/due 2020-03-02 2020-03-04",
    "国庆前要完成的": "/due 2020-03-02 2020-09-30",
    "三季度到期的任务": "/due 2020-07-01 2020-09-30",
    "4月到6月到期的": "/due 2020-04-01 2020-06-30",
    "清明前到期的": "/due 2020-03-02 2020-04-03",
    "五一前要办完哪些": "/due 2020-03-02 2020-04-30",
    "运用处和保护处逾期的": "/find 运用促进处 知识产权保护处 逾期",
    "常州哪些没签": "/find 常州市局 没签收",
    "运用处下周到期的": "/due 2020-03-09 2020-03-15 运用促进处",
    "已经办结的有哪些": "/find 办结",
    "卡住的有哪些": "/find 有困难",
    "保护处联系人电话": "/who 4",
    "常州谁负责": "/who 18",
    "帮我看看质押": "/find 质押",
    "搜园区": "/find 园区",
    "明天要上班不": "/calendar",
    "下午好，辛苦啦": "/courtesy greeting",
    "先不弄了": "/cancel",
    "有没有逾期的": "/find 逾期",
}
NOT_UNDERSTOOD = [
    "进度不到30%的",
    "进度低于50%的任务",
    "完成率超过80%的有哪些",
    "30%以下的",
    "第二部分逾期的",
    "2.1下面没报的",
    "逾期超过十天的",
    "被退回的任务",
    "昨天谁报了",
    "上周办结了几项",
    "除了常州都报了吗",
    "不是运用处的逾期任务",
    "没有逾期的单位",
    "不逾期的任务",
    "没办结的",
    "今天天气怎么样",
]


@pytest.mark.parametrize(("words", "meant"), OF_CLERK.items())
def test_a_clerk_means(words: str, meant: str) -> None:
    assert line(words, CLERK) == meant


@pytest.mark.parametrize("words", NOT_UNDERSTOOD)
def test_what_cannot_be_done_whole_is_not_understood(words: str) -> None:
    assert line(words, CLERK) == ""
