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
    "第二部分逾期的": "/find 2 逾期",
    "第一板块下月到期的": "/due 2020-04-01 2020-04-30 1",
    "2.1下面没报的": "/find 2.1 没报",
    "2.2整体怎么样": "/find 2.2",
    "2.2.4为什么亮红灯": "/task 2.2.4",
    "2.2.4卡在哪了": "/task 2.2.4",
    "2.2.4谁报的": "/task 2.2.4",
    "2.2.4配合的有谁": "/who 2.2.4",
    "快逾期的": "/due 最近",
    "马上要逾期的": "/due 最近",
    "5月10日以后到期的": "/due 2020-05-10 9999-12-31",
    "6月以后到期的": "/due 2020-06-01 9999-12-31",
    "要办结的有哪些，本月": "/due 2020-03-01 2020-03-31",
    "没签收名单导出来": "/help 台账",
    "给我导出": "/help 台账",
    "导出逾期的": "/help 台账",
    "怎么导出": "/help 台账",
    "怎么邀请联络员": "/help 邀请",
    "怎么改时限": "/help 延期",
    "怎么转交": "/help 移交",
    "完成率多少": "/board",
    "一共几项任务": "/board",
    "周末愉快": "/courtesy greeting",
    "大家辛苦了": "/courtesy praise",
    "当我没说": "/cancel",
    "把逾期清单发我": "/find 逾期",
    "没报的报我看看": "/find 没报",
    "没报的有几家": "/find 没报",
    "几家没签": "/find 没签收",
    "统计一下没报的单位数": "/find 没报",
    "各处室谁没签收": "/units 处室 慢",
    "哪些处室逾期了": "/units 处室 慢",
}
NOT_UNDERSTOOD = [
    "进度不到30%的",
    "进度低于50%的任务",
    "完成率超过80%的有哪些",
    "30%以下的",
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
    "昨天报的",
    "这周办结的",
    "今年办结的",
    "逾期三天的",
    "再不报就逾期的",
    "除常州外谁没报",
    "逾期或者滞后的",
    "哪些处室没报",
    "处室下周到期的",
    "第九部分逾期的",
    "南京报了几项",
    "常州催了吗",
    "2.2.4转运用处",
    "移交2.2.4给保护处",
    "把2.2.4删了",
    "2.2.4换人",
    "2.2.4改名",
    "2.2.4先别销号",
    "2.2.4材料不行，退",
    "2.2.4调到下月",
    "完成一半的",
    "已签收的",
]


@pytest.mark.parametrize(("words", "meant"), OF_CLERK.items())
def test_a_clerk_means(words: str, meant: str) -> None:
    assert line(words, CLERK) == meant


@pytest.mark.parametrize("words", ["完成一半的", "已签收的", "30%以下的", "没报的有几家"])
def test_a_list_behind_a_card_changes_nothing(words: str) -> None:
    assert line(words, CLERK, "2.2.4") in ("", "/find 没报")


@pytest.mark.parametrize("words", NOT_UNDERSTOOD)
def test_what_cannot_be_done_whole_is_not_understood(words: str) -> None:
    assert line(words, CLERK) == ""
