"""Targets: numbers, ranks and coverage (docs/reading.md, rule 4)."""

import pytest

from plan.reading.characters import make_paragraph
from plan.reading.stated_targets import find_targets


def targets(text: str) -> list[tuple[float | None, str, str]]:
    return [(t.value, t.op, t.unit) for _, _, t in find_targets(make_paragraph(text).view)]


@pytest.mark.parametrize(
    ("text", "value", "op", "unit"),
    [
        ("新建示范中心10个左右。", 10, "≈", "个"),
        ("培训约500人。", 500, "≈", "人"),
        ("推动1200家以上企业节水。", 1200, ">=", "家"),
        ("抽查比例不低于5%。", 5, ">=", "%"),
        ("每周巡查不少于2次。", 2, ">=", "次"),
        ("普及率达到96.5％。", 96.5, ">=", "%"),
        ("覆盖率提高至85%。", 85, ">=", "%"),
        ("新增超过30家。", 30, ">=", "家"),
        ("能耗控制在0.5吨以内。", 0.5, "<=", "吨"),
        ("投诉不超过10件。", 10, "<=", "件"),
        ("审批时限压缩至3个工作日以内。", 3, "<=", "个工作日"),
        ("完成投资3.2亿元。", 320000000, "=", "元"),
        ("参观人数突破1.5万人次。", 15000, ">=", "人次"),
        ("清理文件1,200件。", 1200, "=", "件"),
        ("新增学位3000个。", 3000, "=", "个"),
        ("研发投入增长百分之八十。", 80, "=", "%"),
        ("组织演练不少于两次。", 2, ">=", "次"),
        ("举办活动十场以上。", 10, ">=", "场"),
        ("建成公厕１２座。", 12, "=", "座"),
        ("新建10-15家。", 10, ">=", "家"),
        ("发放资金800余万元。", 8000000, ">=", "元"),
        ("新增减负超过2.5万亿元。", 2500000000000, ">=", "元"),
        ("为3万名老人免费体检。", 30000, "=", "名"),
    ],
)
def test_numbers(text: str, value: float, op: str, unit: str) -> None:
    assert targets(text) == [(value, op, unit)]


@pytest.mark.parametrize(
    "text", ["用水效率位居全国前列。", "综合实力保持全省领先。", "排名进入全国前10名。", "力争走在全国前列。"]
)
def test_ranks_have_no_value(text: str) -> None:
    assert targets(text) == [(None, ">=", "名次")]


def test_coverage() -> None:
    assert targets("实现水库巡查全覆盖。") == [(100, "=", "%")]
    assert targets("孵化基地覆盖所有县（市、区）。") == [(None, "=", "县（市、区）")]
    assert targets("建成覆盖各设区市的水情网络。") == [(None, "=", "设区市")]


def test_more_than_one_in_a_sentence() -> None:
    assert targets("培训护理员1000名、院长50名。") == [(1000, "=", "名"), (50, "=", "名")]
    assert targets("新建幼儿园8所，改扩建中小学12所、新增班级60个。") == [
        (8, "=", "所"),
        (12, "=", "所"),
        (60, "=", "个"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "围绕我省9个大型灌区开展分析。",
        "做好第二十二届评选和第3批申报工作。",
        "培育一批优势企业，推出若干举措。",
        "全面推行公示制度，压减办理周期。",
        "落实“1+5+N”体系和《二十条措施（2018年第3号）》。",
        "可申请最高不超过15万元的贷款。",
        "将范围扩展至18—22岁学员。",
        "按每人每月500元的标准发放。",
        "支持IPv6改造，推广5G应用。",
        "构建三个体系，实现三个提升。",
        "在江苏等10个省作为试点的基础上推广。",
        "2020年6月30日前完成。",
        "支持年收入2000万元以上企业上市。",
    ],
)
def test_no_targets(text: str) -> None:
    assert targets(text) == []


def test_the_quote_says_what_is_counted() -> None:
    view = "深入实施行动，遴选60家左右企业，培训200人。"
    assert [view[start:end] for start, end, _ in find_targets(view)] == ["遴选60家左右企业", "培训200人"]
