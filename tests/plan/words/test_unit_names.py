"""Units in what people write: by name, short name and abbreviation."""

import pytest

from plan.words.unit_names import UnitFinder

NAMES = (
    "省知识产权局", "办公室", "规划发展处", "知识产权保护处", "运用促进处", "公共服务处", "人事处(机关党委)",
    "省专利信息服务中心", "省知识产权保护中心(筹)", "南京专利代办处", "省知识产权研究与保护协会", "南京市局",
    "常州市局",
    "连云港市局", "苏州市知识产权局",
)  # fmt: skip
UNITS = [(id, name, "审协" if name == "省知识产权研究与保护协会" else "") for id, name in enumerate(NAMES)]
TEXTS = {
    "运用处现在什么情况": ["运用促进处"],
    "保护处联络员是谁": ["知识产权保护处"],
    "保护中心那个到哪一步了": ["省知识产权保护中心(筹)"],
    "信息中心牵头哪些": ["省专利信息服务中心"],
    "服务处和规划处": ["公共服务处", "规划发展处"],
    "机关党委": ["人事处(机关党委)"],
    "苏州、南京没报的": ["苏州市知识产权局", "南京市局"],
    "常州市知识产权局": ["常州市局"],
    "连云港": ["连云港市局"],
    "审协": ["省知识产权研究与保护协会"],
    "省局口径没定": [],
    "运用得好": [],
    "处": [],
    "": [],
}


@pytest.mark.parametrize(("text", "names"), TEXTS.items())
def test_units_in_a_text(text: str, names: list[str]) -> None:
    assert [NAMES[mention.unit_id] for mention in UnitFinder(UNITS).mentions(text)] == names


def test_a_name_that_two_units_share_is_nobodys() -> None:
    finder = UnitFinder([(1, "专利促进处", ""), (2, "商标促进处", "")])
    assert finder.mentions("促进处") == []
    assert [mention.unit_id for mention in finder.mentions("专利处")] == [1]
