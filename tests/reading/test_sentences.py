"""Splitting text into tasks: sentences, brackets, lists of nouns (docs/reading.md, rule 1), no task (rule 3)."""

import pytest

from plan.reading.is_task import is_task, only_sets_date
from plan.reading.sentences import sentences


def cut(text: str) -> list[str]:
    return [text[s.start : s.end] for s in sentences(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("推进甲。落实乙。", ["推进甲。", "落实乙。"]),
        ("推进甲；落实乙。", ["推进甲；", "落实乙。"]),
        ("推进甲", ["推进甲"]),
        ("拓展应用.推动共享.", ["拓展应用.", "推动共享."]),
        ("提升至3.5倍。", ["提升至3.5倍。"]),
        ("印发《甲。乙》办法。", ["印发《甲。乙》办法。"]),
        ("推行“先办；后补”机制。", ["推行“先办；后补”机制。"]),
        ("设立窗口（含甲；乙）。", ["设立窗口（含甲；乙）。"]),
        (
            "提供支撑：雨量查询、水位查询；险情上报、物资登记；等等。",
            ["提供支撑：雨量查询、水位查询；险情上报、物资登记；等等。"],
        ),
        ("完善“一张网功能。加强运维。", ["完善“一张网功能。", "加强运维。"]),
        ("完善（一张网功能。加强运维。", ["完善（一张网功能。", "加强运维。"]),
        ("各镇要落实巡查；每月通报一次。", ["各镇要落实巡查；", "每月通报一次。"]),
        ("一是完善制度；二是加强培训。", ["一是完善制度；", "二是加强培训。"]),
        ("", []),
    ],
)
def test_cuts(text: str, parts: list[str]) -> None:
    assert cut(text) == parts


@pytest.mark.parametrize(
    "text",
    [
        "加强队伍建设。",
        "要缩短流程，合并表单。",
        "水利部门要安排专人值守。",
        "对受灾的农户，给予种子补助。",
        "将范围扩大至全部园区。",
        "坚决落实重大决策部署，确保政令畅通。",
        "灌区没有量水设施的，要按照规范予以补装。",
        "在隐患消除之前，不得蓄水。",
        "把经费纳入财政预算。",
        "对于需要新建的，原则上于12月底前完成。",
    ],
)
def test_tasks(text: str) -> None:
    assert is_task(text)


@pytest.mark.parametrize(
    "text",
    [
        "重点做好以下工作：",
        "所需经费由水资源费列支。",
        "农户安装滴灌设备的，可申请补贴。",
        "奖励每户每年只享受一次，且不可重复领取。",
        "本办法所称平台，是指政务平台。",
        "指挥部办公室设在水务局。",
        "近年来，全市工作取得明显成效。",
        "水利是农业的命脉，是粮食安全的重要基础。",
        "本通知自印发之日起施行，有效期三年。",
        "特此通知。",
        "联系人：张三，电话见附件。",
        "各单位名单。",
    ],
)
def test_no_tasks(text: str) -> None:
    assert not is_task(text)


def test_a_sentence_that_only_dates() -> None:
    assert only_sets_date("该项工作于完成。")
    assert only_sets_date("以上工作原则上应完成。")
    assert not only_sets_date("对于需要新建的，原则上于完成；")
