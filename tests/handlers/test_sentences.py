"""Natural sentences said by every role: words give nobody more than the buttons do."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from bot.inbox.button_lines import PREFIX
from handlers import REGISTRY, load
from handlers.messages import STRANGER, USED
from plan.words.intents import INTENTS
from tests.handlers.matrix.building import built
from tests.handlers.matrix.scene import FORMER, PLAN, WALKERS, Scene
from tests.handlers.matrix.walk import Outcome, Walk
from tests.handlers.test_matrix import leaks, misdeclared, trespass
from tests.strides import STRIDES
from tests.town import Place, quick

load()
SAID = {
    "clerk": {"report"}, "leader": {"directive"}, "head": {"report", "sign"}, "liaison": {"report", "sign"},
    "below": {"sign"}, "city": {"report"},
}  # fmt: skip
"""By role, what the sentences do besides everybody's own affairs."""
PREVIEWS = {"button_lines"}
"""The table that is written to when a preview is shown."""
NUMBERS = ("1.1", "2.1", "6.1")
"""A task of one's own unit, of another unit, and a restricted one (不上机), for 运用促进处."""
SENTENCES = (
    "{n} 60% 已完成初评", "报结{n} 已办完", "签收{n}", "把{n}延到10月底，口径没定", "催一下{n}", "退回{n}，材料不全",
    "{n}审核通过", "{n}免办，已取消", "请{n}抓紧办理", "{n}谁负责", "{n}怎么样了", "{n}的原文", "{n}的办理记录",
    "{n}各市进展怎么样", "刚才{n}报错了，应该是50%", "知识产权保护处{n} 30% 代报", "{n} 30%，2.2 40%", "撤销",
    "请假 11月20日 11月21日", "明天9点提醒我{n}交材料", "建议增加导出功能", "今天天气不错啊", "全部签收",
)  # fmt: skip
TOPICS = (
    "密级题目怎么样了", "密级题目谁负责", "密级题目到七成了", "密级原文", "密级题目滞后，没批", "密级题目什么时候办",
    "密级题目要加大力度", "把密级题目延到10月底", "签收密级题目", "催一下密级题目", "那个密级的呢",
)  # fmt: skip
"""Words of a restricted task, which is not found by them."""
IN_REPLY = (
    "60% 已完成初评", "已完成", "签收", "申请延期到10月底，口径没定", "催一下", "退回，材料不全", "同意", "请抓紧办理",
    "谁负责", "怎么样了", "明天9点提醒我", "不对，是70%", "取消", "办结",
)  # fmt: skip
"""What people write in reply to the bot's message about one task."""
NUMBER = re.compile(r"(?<![\d.])\d(?:[.。]\d){2}(?![\d.])")
FORWARDED = {"forward_origin": {"type": "hidden_user", "sender_user_name": "演示·某人", "date": 1583110800}}


def sentences(turn: int) -> list[str]:
    """Return what people write; in each `turn` other two thirds of the intents' examples, about other tasks."""
    numbered = [sentence.format(n=number) for sentence in SENTENCES for number in NUMBERS]
    examples = [example for intent in INTENTS for example in intent.examples]
    moved = [
        NUMBER.sub(NUMBERS[(place + turn) % len(NUMBERS)], example)
        for place, example in enumerate(examples)
        if (place // len(NUMBERS) + turn) % 3
    ]
    return list(dict.fromkeys([*numbered, *TOPICS, *moved]))


def reply_to(number: str) -> dict[str, Any]:
    """Return the field of a message that replies to the bot's card of a task."""
    bot, chat = {"id": 1, "is_bot": True, "first_name": "督办"}, {"id": 1, "type": "private"}
    card = {"message_id": 1, "date": 1583110800, "chat": chat, "from": bot, "text": f"{number} 事项\n时限：9月9日"}
    return {"reply_to_message": card}


@STRIDES
@pytest.mark.parametrize("name", WALKERS)
async def test_words_give_no_more_than_buttons(tmp_path: Path, name: str, stride: int) -> None:
    """Neither by sentences, nor by replies, nor by what is forwarded, nor by the buttons of the answers."""
    scene, who, wrong, done = built(), WALKERS[name], [], set[str]()
    turn = [*WALKERS].index(name)
    said = sentences(turn)[turn % stride :: stride]
    offered: dict[str, None] = {}
    async with quick(tmp_path, PLAN) as bureau:
        walk = Walk(bureau, scene, tmp_path, scene.telegram[who])
        for lines, walk.circumstances in (
            (said, {}), *((IN_REPLY, reply_to(number)) for number in NUMBERS), (said[:: len(NUMBERS) + 1], FORWARDED),
        ):  # fmt: skip
            async for outcome in walk.everything(lines, taps=0):
                wrong += wrongs(outcome, who, scene)
                if walk.circumstances == FORWARDED and outcome.acts - PREVIEWS:
                    wrong.append(f"{outcome.line} is forwarded and changes {outcome.changed}")
                offered |= dict.fromkeys((*outcome.next, *_stored(outcome)))
                done |= outcome.acts
        walk.circumstances = {}
        async for outcome in walk.everything(_changing(offered), taps=0):
            wrong += wrongs(outcome, who, scene)
            done |= outcome.acts
        walk.close()
    assert not wrong, "\n".join(wrong[:20])
    assert stride > 1 or done >= SAID.get(name, set()) | {"leave", "reminders", "feedback", "misunderstood"}


def wrongs(outcome: Outcome, who: Place, scene: Scene) -> list[str]:
    return leaks(outcome, who, scene) + trespass(outcome, who, scene) + misdeclared(outcome)


def _changing(lines: Iterable[str]) -> list[str]:
    """Return the lines of commands that change something, each once apart from its numbers; `test_matrix` says what
    the others show, and what they do with other numbers."""
    changing = (line for line in lines if not line.startswith(PREFIX) and REGISTRY.by_slash(line)[0].writes)
    return [*{re.sub(r"\d+", "0", line): line for line in changing}.values()]


def _stored(outcome: Outcome) -> list[str]:
    """Return the lines that are too long for their buttons."""
    return [row["line"] for table, row in outcome.changed if table == "button_lines"]


@pytest.mark.parametrize("is_former", [False, True], ids=["stranger", "former"])
async def test_a_stranger_learns_nothing_by_words(tmp_path: Path, is_former: bool) -> None:
    scene = built()
    async with quick(tmp_path, PLAN) as bureau:
        walk = Walk(bureau, scene, tmp_path, scene.telegram[FORMER] if is_former else 404)
        async for outcome in walk.everything(sentences(0)[:: len(NUMBERS)], taps=0):
            assert outcome.text.strip() in (STRANGER, USED), outcome.line
            assert (outcome.letters, outcome.changed) == ((), ()), outcome.line
        walk.close()
