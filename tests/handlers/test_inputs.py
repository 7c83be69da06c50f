"""Every command with missing or wrong inputs: one sentence in answer, and nothing changes."""

import pytest

from bot.inbox.update_handler import BROKEN
from handlers import REGISTRY, load
from handlers.inputs import read
from handlers.registry import Command
from plan.refusal import Refusal
from tests.handlers.scene import remembered
from tests.strides import STRIDES
from tests.town import CLERK, LEADER, LIAISON, Town

load()
OUT_OF_RANGE = "百分比请填0到100之间的整数，例如 60%。如是数量，请带上单位，例如 650家。"
WRONG = (
    "",
    "@@@",
    "9.9.9",
    "2.2.4 101%",
    "2.2.4 -1%",
    "2.2.4 已完成 50%",
    "0",
    "-1",
    "999999999999999999",
    "9" * 30,
    "1 v1 p1 x",
)


def refused(command: Command, rest: str) -> str:
    try:
        read(command.params, rest, command.usage, command.name if command.writes else "")
    except Refusal as refusal:
        return refusal.sentence
    return ""


@STRIDES
async def test_wrong_inputs(bureau: Town, stride: int) -> None:
    people = {post[1]: await bureau.person(post) for post in (LIAISON, CLERK, LEADER)}
    group = bureau.world.add_group("工作群", list(people.values())).id
    before = await remembered(bureau)
    for turn, command in enumerate(REGISTRY):
        person = next(person for duty, person in people.items() if not command.who or duty in command.who)
        for rest in WRONG[turn % stride :: stride]:
            answer = await bureau.say(
                person, f"/{command.name} {rest}", chat=group if command.where == "group" else None
            )
            after = await remembered(bureau)
            context = f"/{command.name} {rest}: {answer}"
            assert answer, context
            assert BROKEN not in answer, context
            if sentence := refused(command, rest):
                assert answer == sentence, context
                assert after == before, context
            before = after


@pytest.mark.parametrize("command", tuple(REGISTRY), ids=lambda one: str(one.name))
def test_the_usage_shows_what_is_taken(command: Command) -> None:
    example = command.usage.rpartition("：")[2]
    assert example.startswith(f"/{command.name}")
    assert refused(command, example.partition(" ")[2]) == ""


@pytest.mark.parametrize(
    ("name", "rest", "values"),
    [
        ("progress", "2.2.4 60% 已完成初稿", {"percent": 60, "words": "已完成初稿"}),
        ("progress", "2.2.4 60%已完成初稿", {"percent": 60, "words": "已完成初稿"}),
        ("progress", "2.2.4 60 %，已完成初稿", {"percent": 60, "words": "已完成初稿"}),
        ("progress", "2.2.4 60％", {"percent": 60}),
        ("progress", "2.2.4 60", {"percent": 60}),
        ("progress", "2.2.4 12 家企业已贯标", {"percent": None, "words": "12 家企业已贯标"}),
        ("progress", "12 v3 按序时", {"number": "12", "seen": 3, "status": "pace"}),
        ("progress", "12 v3 滞后，数据未报齐", {"status": "behind", "words": "数据未报齐"}),
        ("progress", "12 v3 已完成初稿", {"status": None, "words": "已完成初稿"}),  # no status: it becomes a draft
        ("progress", "12 v3 有困难 40% 缺\n人手", {"status": "stuck", "percent": 40, "words": "缺\n人手"}),
        ("board", "待签收 p2", {"view": "pending", "page": 2}),
        ("plan", "p1", {"section": None, "page": 1}),
        ("invite", "常州市局 联络员 张三", {"unit": "常州市局", "duty": "liaison", "name": "张三"}),
        ("find", "p1 专利 导航", {"page": 1, "words": "专利 导航"}),
    ],
)
def test_reading_what_was_typed(name: str, rest: str, values: dict[str, object]) -> None:
    command = REGISTRY.commands[name]
    parsed = read(command.params, rest, command.usage, command.name if command.writes else "")
    assert {key: parsed[key] for key in values} == values


@pytest.mark.parametrize(
    ("rest", "sentence"),
    [
        ("2.2.4 101%", OUT_OF_RANGE),
        ("2.2.4 -1%", OUT_OF_RANGE),
        ("2.2.4 60.5%", OUT_OF_RANGE),
        ("2.2.4 60% " + "字" * 4097, "文字请控制在4096字以内。"),
    ],
)
def test_what_is_out_of_range_says_so(rest: str, sentence: str) -> None:
    assert refused(REGISTRY.commands["progress"], rest) == sentence


async def test_what_stands_around_a_wrong_value_is_kept(bureau: Town) -> None:
    answer = await bureau.say(LIAISON, "2.2.3 101% 已完成中期评审")
    assert answer == f"{OUT_OF_RANGE}其余内容已保留，只需重新回复百分比。"
    assert "60%：已完成中期评审" in await bureau.say(LIAISON, "60%")
