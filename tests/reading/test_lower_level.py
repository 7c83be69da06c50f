"""Recognise tasks of a lower level (docs/reading.md, rule 6)."""

import pytest

from plan.reading.lower_level import is_lower_level, lower_level_acts


@pytest.mark.parametrize(
    "text",
    [
        "各地统筹安排，组织好巡河。",
        "各市要制定方案。",
        "各县（市、区）要制定方案。",
        "各设区市水务局要加强培训。",
        "各级市场监管部门要主动作为。",
        "地方各级人民政府要落实责任。",
        "试点地区要备好抗旱物资。",
        "各省、自治区、直辖市人民政府要出台办法。",
        "各乡镇要成立专班。",
        "为确保进度，各街道要每月上报。",
        "各地各有关部门要积极宣传。",
        "有条件的地区可先行探索。",
        "当地政府及有关部门要做好工作。",
        "省局和各市局要密切配合。",
    ],
)
def test_the_actor_is_below(text: str) -> None:
    assert lower_level_acts(text)


@pytest.mark.parametrize(
    "text",
    [
        "支持各地兴建水质监测站。",
        "鼓励有条件的地区建设节水公园。",
        "指导地方编制灌溉计划。",
        "向农业部门和各地通报水情。",
        "对各地巡河情况开展抽查，对进度缓慢的地区要约谈。",
        "会同各市开展检查。",
        "各市场主体要诚信经营。",
        "各区域协调发展要加强。",
        "各地理标志产品要规范使用标志。",
        "各处室要认真落实。",
        "水行政部门要参与验收。",
        "建成省、市、县三级联动的水情平台。",
    ],
)
def test_the_upper_level_acts(text: str) -> None:
    assert not lower_level_acts(text)


def test_the_subject_holds_on_behind_a_semicolon() -> None:
    assert lower_level_acts("认真落实要求，取消资助。", previous=True)
    assert not lower_level_acts("省教育厅要加强指导。", previous=True)


@pytest.mark.parametrize(
    ("unit", "lower"),
    [
        ("各省级人民政府", True),
        ("各县（市、区）政府", True),
        ("各设区市局", True),
        ("地方各级人民政府", True),
        ("东山市人民政府", True),
        ("财政部", False),
        ("各有关部门和单位", False),
        ("省财政厅", False),
    ],
)
def test_units_below(unit: str, lower: bool) -> None:
    assert is_lower_level(unit, "某省人民政府") is lower
