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
    "第一行\n 第二行 ": "第一行\n第二行",
    "OK": "OK",
    "DSJ 100家": "DSJ 100家",
}


@pytest.mark.parametrize(("written", "understood"), TEXTS.items())
def test_normal(written: str, understood: str) -> None:
    assert normal(written, TASKS.__contains__) == understood


@pytest.mark.parametrize("written", TEXTS)
def test_what_is_normal_stays(written: str) -> None:
    once = normal(written, TASKS.__contains__)
    assert normal(once, TASKS.__contains__) == once
