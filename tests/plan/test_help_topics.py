"""Which topic of the help people mean."""

import pytest

from handlers import REGISTRY, load
from plan.help_topics import TOPICS, topic_of
from plan.values import Duty

load()
ALLOWED = {duty: {command.name for command in REGISTRY if command.allows(frozenset({duty}))} for duty in Duty}


@pytest.mark.parametrize(
    ("duty", "words", "command"),
    [
        (Duty.LIAISON, "汇报", "progress"),
        (Duty.LIAISON, "怎么报进展", "progress"),
        (Duty.LIAISON, "怎么申请延期", "extend"),
        (Duty.LIAISON, "延期怎么报", "extend"),
        (Duty.LIAISON, "材料往哪儿传", "attach"),
        (Duty.LIAISON, "如何签收任务", "sign"),
        (Duty.LIAISON, "任务完成了怎么报", "submit"),
        (Duty.LIAISON, "汇报写错了怎么改", "undo"),
        (Duty.LIAISON, "怎么撤回汇报", "undo"),
        (Duty.LIAISON, "怎么请假", "leave"),
        (Duty.LIAISON, "怎么设提醒", "remind"),
        (Duty.LIAISON, "消息太多怎么办", "settings"),
        (Duty.LIAISON, "怎么催办", "nudge"),
        (Duty.LIAISON, "怎么提意见", "feedback"),
        (Duty.CLERK, "怎么催办", "nudge"),
        (Duty.CLERK, "怎么退回", "review"),
        (Duty.CLERK, "督办通知怎么发", "nudge"),
        (Duty.CLERK, "怎么换人", "handover"),
        (Duty.CLERK, "通报怎么起草", "bulletin"),
        (Duty.LEADER, "怎么签发通报", "issue"),
        (Duty.LEADER, "批示怎么写", "directive"),
        (Duty.LIAISON, "这个怎么用", None),
        (Duty.LIAISON, "", None),
    ],
)
def test_the_topic(duty: Duty, words: str, command: str | None) -> None:
    topic = topic_of(words, ALLOWED[duty])
    assert (topic and topic.command) == command


def test_every_topic_has_its_command_and_fits_a_button() -> None:
    for topic in TOPICS:
        assert topic.command in REGISTRY.commands
        assert REGISTRY.by_slash(topic.button.line), topic
        assert max(len(topic.label), len(topic.button.label)) <= 6
        assert topic_of(topic.label, ()) is topic
    assert len({topic.command for topic in TOPICS}) == len(TOPICS)
