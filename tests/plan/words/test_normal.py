"""Texts as they are typed and dictated, and the form in which they are understood."""

import pytest

from plan.words.normal import normal

TASKS = {"2.2.4", "2.2.6", "2.2.9", "2.4.1", "1.3.6", "1.3.1", "2.2.10"}

TEXTS = {
    "２．２．９　４５％　已确定5个园区": "2.2.9 45% 已确定5个园区",
    "2。2。6 30% 名单已初审": "2.2.6 30% 名单已初审",
    "2-2-4 60%": "2.2.4 60%",
    "2、2、4：60%": "2.2.4:60%",
    "2,2,4 六成": "2.2.4 60%",
    "二点四点一 完成百分之三十五": "2.4.1 完成35%",
    "一点三点六完成了三成": "1.3.6完成了30%",
    "\u200b2.2.4\u200e 66%": "2.2.4 66%",
    "第2.4.3项进度50%": "2.4.3 进度50%",
    "【2.2.4】80%": "2.2.4 80%",
    "1.4.9 3O% 指标已论证": "1.4.9 30% 指标已论证",
    "2.2.4 七成五": "2.2.4 75%",
    "进度一半": "进度50%",
    "2.2.4七成，2.2.9五成": "2.2.4 70%,2.2.9 50%",
    "2.2.10百分之十五": "2.2.10 15%",
    "百分之百": "100%",
    "2. 2. 10 20%": "2.2.10 20%",
    "1.3.1-50%-第一轮": "1.3.1-50%-第一轮",
    "3-18": "3-18",
    "2020-3-18": "2020-3-18",
    "3、4、5号": "3、4、5号",
    "三点开会": "三点开会",
    "二成立专班": "二成立专班",
    "已形成三成果": "已形成三成果",
    "组成五个小组": "组成五个小组",
    "2.2、2.3进展": "2.2、2.3进展",
    "第2、2、4季度": "第2、2、4季度",
    "共2、2、4项": "共2、2、4项",
    "第一行\n 第二行 ": "第一行\n第二行",
    "OK": "OK",
    "DSJ 100家": "DSJ 100家",
}


WRITTEN = {
    "２．２．９　４５％　已确定5个园区，待批": ("已确定", "已确定5个园区，待批"),
    "二点四点一 完成百分之三十五，“初稿”已有": ("35", "百分之三十五，“初稿”已有"),
    "\u200b2。2。4 进度\u200b一半（附件）": ("(附件)", "（附件）"),
    "第一行，\n  第二行": ("第一行", "第一行，\n  第二行"),
}
"""For each text where its normal form is cut, and what was written behind the cut."""


@pytest.mark.parametrize(("written", "understood"), TEXTS.items())
def test_normal(written: str, understood: str) -> None:
    assert normal(written, TASKS.__contains__).text == understood


@pytest.mark.parametrize("written", TEXTS)
def test_what_is_normal_stays(written: str) -> None:
    once = normal(written, TASKS.__contains__).text
    assert normal(once, TASKS.__contains__).text == once


@pytest.mark.parametrize(("written", "cut"), WRITTEN.items())
def test_what_was_written_is_found_again(written: str, cut: tuple[str, str]) -> None:
    result = normal(written, TASKS.__contains__)
    begins, rest = cut
    assert result.as_written(result.text.index(begins), len(result.text)) == rest
    assert result.as_written(0, len(result.text)).strip() in written
    assert list(result.origins) == sorted(result.origins)
    assert len(result.origins) == len(result.text) + 1
