"""Natural sentences said by every role: words give nobody more than the buttons do."""

from pathlib import Path

import pytest

from handlers import load
from handlers.messages import STRANGER, USED
from plan.words.intents import INTENTS
from tests.handlers.matrix.building import built
from tests.handlers.matrix.scene import PLAN, WALKERS
from tests.handlers.matrix.walk import Walk
from tests.handlers.test_matrix import leaks, trespass
from tests.town import quick

load()
NUMBERS = ("1.1", "2.1", "6.1")
"""A task of one's own unit, of another unit, and a restricted one (不上机), for 运用促进处."""
SENTENCES = (
    "{n} 60% 已完成初评", "报结{n} 已办完", "签收{n}", "把{n}延到10月底，口径没定", "催一下{n}", "退回{n}，材料不全",
    "{n}审核通过", "{n}免办，已取消", "请{n}抓紧办理", "{n}谁负责", "{n}怎么样了", "{n}的原文", "{n}的办理记录",
    "{n}各市进展怎么样", "刚才{n}报错了，应该是50%", "知识产权保护处{n} 30% 代报", "{n} 30%，2.2 40%", "撤销",
)  # fmt: skip
TOPICS = (
    "密级题目怎么样了", "密级题目谁负责", "密级题目到七成了", "密级原文", "密级题目滞后，没批", "密级题目什么时候办",
    "密级题目要加大力度", "把密级题目延到10月底", "签收密级题目", "催一下密级题目", "那个密级的呢",
)  # fmt: skip
"""Words of a restricted task, which is not found by them."""
EXAMPLES = [intent.examples[0] for intent in INTENTS[::3]]


def sentences() -> list[str]:
    numbered = [sentence.format(n=number) for sentence in SENTENCES for number in NUMBERS]
    return list(dict.fromkeys([*numbered, *TOPICS, *EXAMPLES]))


@pytest.mark.parametrize("name", WALKERS)
async def test_words_give_no_more_than_buttons(tmp_path: Path, name: str) -> None:
    scene, who, wrong = built(), WALKERS[name], []
    async with quick(tmp_path, PLAN) as bureau:
        walk = Walk(bureau, scene, tmp_path, scene.telegram[who])
        async for outcome in walk.everything(sentences(), taps=0):
            wrong += leaks(outcome, who, scene) + trespass(outcome, who, scene)
        walk.close()
    assert not wrong, "\n".join(wrong[:20])


async def test_a_stranger_learns_nothing_by_words(tmp_path: Path) -> None:
    scene = built()
    async with quick(tmp_path, PLAN) as bureau:
        walk = Walk(bureau, scene, tmp_path, 404)
        async for outcome in walk.everything(sentences(), taps=0):
            assert outcome.text.strip() in (STRANGER, USED), outcome.line
            assert (outcome.letters, outcome.changed) == ((), ()), outcome.line
        walk.close()
