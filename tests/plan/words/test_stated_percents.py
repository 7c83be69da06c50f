"""What reports mean: only a percent that is stated as the task's progress is recorded as its progress."""

import pytest

from plan.words.intent import Meaning, Sort
from tests.plan.words.bureau import CITY, CLERK, Writer, line, meaning

STATED = {
    "2.2.4 60%左右": "60%",
    "2.2.4 差不多6成": "60%",
    "2.2.4 大概60%吧": "60%",
    "2.2.4 60%咯": "60%",
    "2.2.4 到60%啦，辛苦": "60% 辛苦",
    "２．２．４ ６０％": "60%",
    "二点二点四搞到六成": "60%",
    "2.2.4进度已达60%": "60%",
    "2.2.4 整体推进到60%": "60%",
    "2.2.4 只完成了三成": "30%",
    "2.2.4 已完成一半": "50%",
    "2.2.4 从30%到50%": "50% 从30%到50%",
    "2.2.4 由20%升到45%，已开评审会": "45% 由20%升到45%，已开评审会",
    "2.2.4 进度六成，预计下月完成": "60% 预计下月完成",
    "2.2.4 延期的批复还没到，进度40%": "40% 延期的批复还没到",
    "2.2.4 请假的同事回来了，进度六成": "60% 请假的同事回来了",
    "2.2.4 不开现场会了，改线上，进度35%": "35% 不开现场会了，改线上",
    "2.2.4 催办函已发，进度45%": "45% 催办函已发",
    "2.2.4 60%，已催了三次还没回": "60% 已催了三次还没回",
    "2.2.4 进度60%，哪些企业入选下周公示": "60% 哪些企业入选下周公示",
    "2.2.4 截至3月1日完成60%": "60%",
    "2.2.4 已100%完成": "已完成 100%",
}
KEPT_AS_WORDS = {
    "of something else": (
        "合格率98%", "合格率 98%", "覆盖率60%", "60%的企业已完成备案",
        "30%的材料还没收上来", "满意度95%", "同比增长12%", "占全省30%",
        "走访了八成产地", "资金到位率50%，其余下月到", "有三成单位没报",
        "已完成60%的贯标企业辅导", "预算执行率46%", "补贴标准为费用的50%",
        "转化率提高到35%", "抽查比例不低于5%", "系统开发完成60%",
        "完成100%的调研", "100%的企业都填了", "合格率100%", "达标率100%",
        "60 家企业", "退回率0%",
    ),
    "denied": (
        "没有完成60%", "还没到60%", "不到 60%", "不到六成", "尚未达到50%",
        "还不到一半", "低于40%", "达不到90%", "离80%还差一点", "还差20%",
        "还剩30%没做", "没到七成呢", "不足50%", "进度不是70%",
    ),
    "planned, wanted or possible": (
        "下周能到80%", "预计年底达到100%", "力争6月底完成70%", "计划本月完成50%",
        "可能到不了60%", "将完成80%", "要求完成90%", "目标是100%",
        "任务书要求达到60%", "若完成80%就能验收", "如果资金到位，可以到80%", "3月底到60%", "完成后报80%",
    ),
    "compared or not exact": (
        "比上月提高10个百分点", "较上月提高10%", "进度提高了5%", "40%-60%",
        "60% 70%", "在50%到60%之间", "五到六成",
        "百分之6十", "百分之一百二", "6成5",
    ),
    "not completed": (
        "争取月底前完成", "差一点就完成", "不能按期完成", "没能按期完成",
        "差不多完成了", "快完成了", "大部分已完成", "完成了，还差盖章",
        "不能报结", "下周申请销号", "先不销号", "初稿完成了", "不滞后", "没有困难",
    ),
    "with two percents": (
        "上次60%，这次75%", "目标值80%，目前50%", "进度60%，合格率98%", "完成55%，其中三成已验收",
    ),
    "only containing a command's word": (
        "收到催办，正在办理", "专家提醒我们注意口径", "已提醒各市报材料",
        "取消了一场培训，改线上", "小王请假，暂停一周", "评审会延到4月10日",
        "审核通过了", "撤销了一个项目", "签收单已寄出", "材料被退回",
    ),
    "beginning with a syllable of another word": (
        "下一步开评审会", "一审已结束", "报告已写好", "地市已全部反馈",
        "地理标志已受理3件", "了解情况中", "的确忙不过来", "一半",
    ),
}  # fmt: skip
NO_CHANGE = (
    "合格率98% 2.2.4", "谁报的2.2.4是60%", "2.2.4 60%？",
    "2.2.4 是60%吗", "2.2.4 能报60%吗", "2.2.4 现在是不是60%了", "2.2.4 报60%行不行",
    "2.2.4 到60%了没有", "专利导航项目没到七成", "专利导航覆盖率60%",
    "60%的企业已反馈", "应该是下周到80%", "错了，不是80%", "不对，应为合格率98%",
    "参照2.2.4，2.2.3完成30%", "2.2.4配合2.2.3完成了60%",
    "2.2.3的80%是2.2.4做的", "报结2.2.4？", "报结2.2.4 还差一份材料",
)  # fmt: skip
SEVERAL = {
    "2.2.4 60%；2.2.3还没到50%": "2.2.4 60%\n2.2.3 还没到50%",
    "2.2.4七成 2.2.3合格率90%": "2.2.4 70%\n2.2.3 合格率90%",
    "2.2.4 50%\n2.2.3 目标100%": "2.2.4 50%\n2.2.3 目标100%",
    "2.2.4和2.2.3都60%了": "2.2.4 60%\n2.2.3 60%",
    "1) 2.2.4 40% 2) 2.2.3 55%": "2.2.4 40%\n2.2.3 55%",
}
ON_BEHALF = {
    ("2.1.2 常州60%", CITY): "/progress 2.1.2 60% 常州",
    ("2.1.2 南京60%，我们没报", CITY): "/progress 2.1.2 南京60%，我们没报",
    ("2.1.2 全省完成60%", CITY): "/progress 2.1.2 全省完成60%",
    ("2.1.2 我市合格率97%", CITY): "/progress 2.1.2 我市合格率97%",
    ("代常州报2.1.2 60%", CLERK): "/progress 2.1.2@18 60%",
}


def changes_nothing(found: Meaning | None, words: str) -> bool:
    """Return whether nothing is recorded before a tap: /progress asks for the status of words without a percent."""
    asks_status = found is not None and found.line.partition(" ")[2][6:] == words.removeprefix("2.2.4 ")
    return found is None or asks_status or found.lacks_task or found.sort in (Sort.QUESTION, Sort.SEARCH)


@pytest.mark.parametrize(("words", "inputs"), STATED.items())
def test_a_stated_percent_is_progress(words: str, inputs: str) -> None:
    assert line(words).startswith(f"/progress 2.2.4 {inputs}")


@pytest.mark.parametrize("words", [words for kind in KEPT_AS_WORDS.values() for words in kind])
def test_other_statements_are_kept_as_they_are(words: str) -> None:
    assert line(f"2.2.4 {words}") == f"/progress 2.2.4 {words}"


@pytest.mark.parametrize("words", NO_CHANGE)
def test_questions_and_what_is_unclear_change_nothing(words: str) -> None:
    assert changes_nothing(meaning(words), words)


@pytest.mark.parametrize("words", ["合格率98%", "不到五成", "下周能到80%", "60%的企业已反馈", "到六成了吗", "争取100%"])
def test_after_a_card_an_unstated_percent_changes_nothing(words: str) -> None:
    assert changes_nothing(meaning(words, shown="2.2.4"), words)


@pytest.mark.parametrize(("words", "lines"), SEVERAL.items())
def test_several(words: str, lines: str) -> None:
    assert line(words) == f"/reports {lines}"


@pytest.mark.parametrize(("said", "meant"), ON_BEHALF.items())
def test_of_a_unit(said: tuple[str, Writer], meant: str) -> None:
    assert line(*said) == meant


@pytest.mark.parametrize("words", ["请运用处把2.2.4报到60%", "运用处说2.2.4到60%了", "谁报的2.2.4是60%"])
def test_what_others_said_or_should_do_is_no_report_of_a_clerk(words: str) -> None:
    assert not line(words, CLERK).startswith("/progress")
