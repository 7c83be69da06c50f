"""The table of intents: each example is understood as the intent that declares it."""

import pytest

from handlers import REGISTRY, load
from plan.calendar import Calendar
from plan.words.intent import Intent, Speaker
from plan.words.intents import INTENTS
from plan.words.message import read
from tests.plan.words.bureau import CITY, CLERK, LEADER, LIAISON, NOW, Writer, line, meaning, names, unit_ids

EXAMPLES = [(intent, example) for intent in INTENTS for example in intent.examples]


def writer_of(intent: Intent) -> Writer:
    return next(writer for writer in (LIAISON, CLERK, LEADER) if not intent.who or writer[0] in intent.who)


@pytest.mark.parametrize(("intent", "example"), EXAMPLES, ids=[example[:20] for _, example in EXAMPLES])
def test_an_example_means_its_intent(intent: Intent, example: str) -> None:
    duty, unit = writer_of(intent)
    speaker = Speaker(frozenset({duty}), frozenset({unit_ids()[unit]}), NOW, Calendar())
    message = read(example, names(), NOW.date(), Calendar())
    assert next(other.name for other in INTENTS if other.meaning(message, names(), speaker)) == intent.name


@pytest.mark.parametrize(("intent", "example"), EXAMPLES, ids=[example[:20] for _, example in EXAMPLES])
def test_an_example_becomes_a_line_of_a_command(intent: Intent, example: str) -> None:
    load()
    found = meaning(example, writer_of(intent))
    assert found is not None
    command, rest = REGISTRY.by_slash(found.line)
    assert command.takes(rest) or found.lacks_task, found.line


def test_a_city_reports_its_share() -> None:
    assert line("我市2.1.2完成60%，已清理8件", CITY) == "/progress 2.1.2 60% 已清理8件"


LINES = {
    "2.2.4 60% 已完成初稿": "/progress 2.2.4 60% 已完成初稿",
    "2.2.4 60%已完成初稿": "/progress 2.2.4 60% 已完成初稿",
    "2.2.4 -1%": "/progress 2.2.4 -1%",
    "2.2.4 有困难：缺人手\n请协调": "/progress 2.2.4 有困难 缺人手\n请协调",
    "2.2.4 已完成": "/progress 2.2.4 已完成",
    "2.2.4 已完成初稿": "/progress 2.2.4 已完成初稿",
    "2.2.4 专利导航": "/progress 2.2.4 专利导航",
    "进度 60 家企业": "",
    "2.2.4 已催办各市局报数": "/progress 2.2.4 已催办各市局报数",
}


@pytest.mark.parametrize(("words", "meant"), LINES.items())
def test_typed_reports(words: str, meant: str) -> None:
    assert line(words) == meant
