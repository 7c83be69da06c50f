"""Short names are what officials say, at most six characters, and different for all units."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan import builtin
from plan.short_names import LONGEST, candidates, propose
from plan.values import UnitKind

DIVISION, INSTITUTION, CITY = UnitKind.DIVISION, UnitKind.INSTITUTION, UnitKind.CITY
COUNTY, OUTSIDE, BUREAU = UnitKind.COUNTY, UnitKind.OUTSIDE, UnitKind.BUREAU
EXAMPLES = [
    ("省知识产权局", BUREAU, "省局"), ("江苏省知识产权局", BUREAU, "省局"), ("国家知识产权局", BUREAU, "国家局"),
    ("北京市知识产权局", BUREAU, "市局"), ("市监局", BUREAU, "市局"),
    ("运用促进处", DIVISION, "运用处"), ("知识产权保护处", DIVISION, "保护处"), ("规划发展处", DIVISION, "规划处"),
    ("公共服务处", DIVISION, "服务处"), ("人事处(机关党委)", DIVISION, "人事处"), ("办公室", DIVISION, "办公室"),
    ("政策法规处", DIVISION, "法规处"), ("综合协调科", DIVISION, "综合科"), ("专利处", DIVISION, "专利处"),
    ("财务审计处", DIVISION, "财务审计处"), ("条法司", DIVISION, "条法司"), ("离退休干部处", DIVISION, "离退休干部处"),
    ("省专利信息服务中心", INSTITUTION, "信息中心"), ("省知识产权保护中心(筹)", INSTITUTION, "保护中心"),
    ("南京专利代办处", INSTITUTION, "南京代办处"), ("省专利代理师协会", INSTITUTION, "代理师协会"),
    ("省知识产权研究与保护协会", INSTITUTION, "保护协会"),
    ("中国（南京）知识产权保护中心", INSTITUTION, "南京保护中心"),
    ("国家知识产权局专利审查协作江苏中心", INSTITUTION, "审协江苏中心"),
    ("中国（苏州）知识产权快速维权中心", INSTITUTION, "苏州快维中心"), ("商标受理窗口", INSTITUTION, "受理窗口"),
    ("常州市局", CITY, "常州"), ("常州市知识产权局", CITY, "常州"),
    ("江苏省常州市市场监督管理局（知识产权局）", CITY, "常州"),
    ("连云港市局", CITY, "连云港"), ("恩施州市场监管局", CITY, "恩施"), ("兴安盟局", CITY, "兴安盟"),
    ("黔西南布依族苗族自治州知识产权局", CITY, "黔西南"), ("大兴安岭地区知识产权局", CITY, "大兴安岭"),
    ("昆山市局", COUNTY, "昆山"), ("沛县知识产权局", COUNTY, "沛县"), ("鼓楼区局", COUNTY, "鼓楼区"),
    ("南京市鼓楼区市场监管局", COUNTY, "鼓楼区"),
    ("省市场监督管理局", OUTSIDE, "省市场监管局"), ("省发展和改革委员会", OUTSIDE, "省发改委"),
    ("省公安厅", OUTSIDE, "省公安厅"),
    ("省高级人民法院", OUTSIDE, "省高院"), ("江苏大学知识产权学院", OUTSIDE, "江苏大学"),
    ("省人力资源社会保障厅", OUTSIDE, "省人社厅"), ("人民银行云川省分行", OUTSIDE, "人民银行"),
    ("南京海关", OUTSIDE, "南京海关"),
    ("国际知识产权仲裁调解示范中心", INSTITUTION, "国际仲裁中心"), ("甲", OUTSIDE, "甲"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "kind", "short"), EXAMPLES)
def test_what_is_proposed(name: str, kind: UnitKind, short: str) -> None:
    assert propose(name, kind) == short


@pytest.mark.parametrize(
    ("names", "kind", "expected"),
    [
        (["知识产权保护处", "专利保护处"], DIVISION, ["保护处", "专利保护处"]),
        (["运用促进处", "运用管理处"], DIVISION, ["运用处", "运用管理处"]),
        (["南京市鼓楼区局", "徐州市鼓楼区局"], COUNTY, ["鼓楼区", "徐州鼓楼区"]),
        (
            ["省知识产权保护中心", "市知识产权保护中心", "知识产权保护中心"], INSTITUTION,
            ["保护中心", "市保护中心", "保护中心2"],
        ),
        (["保护处", "知识产权保护处"], DIVISION, ["保护处", "保护处2"]),
    ],
)  # fmt: skip
def test_on_a_clash_a_longer_name_is_taken(names: list[str], kind: UnitKind, expected: list[str]) -> None:
    assert proposals([(name, kind) for name in names]) == expected


def proposals(units: list[tuple[str, UnitKind]]) -> list[str]:
    names, taken = {name for name, _ in units}, list[str]()
    for name, kind in units:
        taken.append(propose(name, kind, taken, names))
    return taken


def test_the_built_in_roster() -> None:
    shorts = proposals([(unit.name, unit.kind) for unit in builtin.load().units])
    assert shorts[:8] == ["省局", "办公室", "规划处", "保护处", "运用处", "服务处", "人事处", "信息中心"]
    assert shorts[14:18] == ["南京", "无锡", "徐州", "常州"]


@given(
    st.lists(
        st.tuples(
            st.text("省市县区州知识产权专利保护运用促进中心处局（）与甲乙 a1", min_size=1), st.sampled_from(UnitKind)
        ),
        unique_by=lambda unit: unit[0], max_size=30,
    )
)  # fmt: skip
def test_all_fit_and_differ(units: list[tuple[str, UnitKind]]) -> None:
    shorts = proposals(units)
    assert all(1 <= len(short) <= LONGEST for short in shorts)
    assert len(set(shorts)) == len(units)
    names = {name for name, _ in units}
    assert not [short for short, (name, _) in zip(shorts, units, strict=True) if short in names - {name}]
    assert all(list(candidates(*unit)) for unit in units)
