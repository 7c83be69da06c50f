"""What reports, corrections and requests mean, by kind; only the stated progress of the task is a percent."""

import pytest

from tests.plan.words.bureau import CITY, line, unit_ids

NO_PERCENT = {
    "negation": ("没有完成60%", "还没到60%", "未达到60%", "离80%还差一点", "不能算60%", "没到百分之六十"),
    "plan": (
        "下周能到80%", "争取月底前完成80%", "力争到90%", "计划6月完成100%", "预计月底到70%", "明天可达65%",
    ),
    "comparison": ("比上月提高10%", "比上月提高10个百分点", "同比增长20%", "快了10%"),
    "target": ("目标是100%", "完成率要求100%", "目标值80%", "任务书要求90%"),
    "another quantity": (
        "合格率98%", "覆盖率60%", "60%的企业已走访", "已走访60%的企业", "100%覆盖", "经费只到位40%",
        "合同额完成120%",
        "资金到位40%，正在走流程", "企业满意度95%，名单已报",
    ),
    "former percent": ("上月60%，本月没动", "上次报的60%不对"),
    "question in disguise": ("是不是60%", "能报60%吗", "谁报的60%", "60%了吧？", "能不能报60%"),
    "two percents": ("进度60%，力争月底80%", "60%左右，下周能到80%", "60%，不对，70%", "原来60%，现在75%"),
    "not done": (
        "差一点就完成", "不能按期完成", "尚未完成", "完成不了", "还不能报结", "不可以销号", "暂不申请办结",
        "第一阶段已完成",
        "没有滞后", "担心滞后", "没有卡住", "正常不了",
    ),
    "words of other commands": (
        "被催了三次，还在等财政厅批复", "会议延期，专家论证还没开", "王处请假，这周没推进", "提醒企业补材料，已回20家",
        "取消了原定的现场会", "不办培训班了，改线上", "企业申请延期到6月底", "已延期到6月底", "还没签收", "合同已签收",
    ),
}  # fmt: skip


@pytest.mark.parametrize("words", [words for kind in NO_PERCENT.values() for words in kind])
def test_words_without_a_status_or_percent_stay_words(words: str) -> None:
    assert line(f"2.2.4 {words}") == f"/progress 2.2.4 {words}"


STATED = {
    "2.2.4 已完成60%": "60%",
    "2.2.4 60%以上": "60%",
    "2.2.4 目前大概到七成五了": "75%",
    "2.2.4 60% 滞后": "60% 滞后",
    "2.2.4 已走访12家，进度55%": "55% 已走访12家",
    "2.2.4 截至3月2日完成60%": "60% 截至3月2日",
    "2.2.4 由50%降到40%": "40% 由50%降到40%",
    "2.2.4 变化不大，还是60%": "60% 变化不大，还",
    "2.2.4 已经完成了，请审核": "已完成 请审核",
    "2.2.4 100% 名单已公布": "已完成 100% 名单已公布",
}


@pytest.mark.parametrize(("words", "inputs"), STATED.items())
def test_the_stated_progress_of_the_task(words: str, inputs: str) -> None:
    assert line(words) == f"/progress 2.2.4 {inputs}"


NOTHING = (
    "专利导航目前没到60%", "专利导航不到六成", "专利导航覆盖率60%", "专利导航目标100%", "不对，不是70%",
    "不对，还没到70%",
    "更正：合格率98%", "不对，80%的企业", "报结2.2.4吗", "提交审核2.2.4了吗", "别提醒我2.2.4", "谁提醒我2.2.4",
    "不用提醒我了", "王处长3月9日请假", "我下周不请假", "我们处小李明天请假", "别签收2.2.4",
)  # fmt: skip


@pytest.mark.parametrize("words", NOTHING)
def test_what_nobody_asked_for_changes_nothing(words: str) -> None:
    assert line(words).partition(" ")[0] in ("", "/find")


@pytest.mark.parametrize("words", ["还没到60%", "下周能到80%", "合格率98%", "不到六成", "60%的企业已走访"])
def test_after_a_card_another_percent_is_not_progress(words: str) -> None:
    assert line(words, shown="2.2.9") in ("", f"/progress 2.2.9 {words}")


SUZHOU = f"@{unit_ids()['苏州市局']}"
OF_OTHER_UNITS = {
    "苏州2.1.2 60%": f"/progress 2.1.2{SUZHOU} 60%",
    "代苏州汇报2.1.2 60%": f"/progress 2.1.2{SUZHOU} 60%",
    "苏州市局的2.1.2已完成": f"/progress 2.1.2{SUZHOU} 已完成",
    "苏州完成60% 2.1.2": "",
    "苏州2.1.2 60%，2.1.3 30%": f"/reports 2.1.2{SUZHOU} 60%\n2.1.3 30%",
    "2.1.3 30%\n苏州的2.1.2 60%": f"/reports 2.1.3 30%\n2.1.2{SUZHOU} 60%",
    "常州2.1.2 60%": "/progress 2.1.2 60%",
    "2.1.2 60% 已走访苏州": "/progress 2.1.2 60% 已走访苏州",
    "苏州、无锡2.1.2 60%": "",
    "2.1.2@苏州 60%": "",
}


@pytest.mark.parametrize(("words", "command"), OF_OTHER_UNITS.items())
def test_a_report_is_for_the_unit_with_which_it_begins(words: str, command: str) -> None:
    """The command refuses what the writer may not report; their own unit's record must not get it."""
    assert line(words, CITY) == command
