"""List the commands that a person may use (帮助), from the declarations; or explain how something is done."""

from handlers.ask import Ask
from handlers.inputs import Words
from handlers.registry import REGISTRY, command
from plan.help_topics import TOPICS, HelpTopic, topic_of
from plan.reply import PAGE, Button, Reply, pairs


@command("help", "帮助", "可以办理的事项，怎样办理", menu=20, example="/help 延期")
async def help_(ask: Ask, words: Words = "") -> Reply:
    allowed = {entry.name: entry for entry in REGISTRY if entry.allows(ask.me.duties)}
    if topic := topic_of(words, allowed):
        return _how_to(ask, topic)
    commands = [entry for entry in allowed.values() if entry.menu]  # commands for groups too
    text = ask.render(
        "help", name=ask.me.name,
        posts=[post.title for post in ask.me.posts], commands=commands,
        reports="progress" in {entry.name for entry in commands},
    )  # fmt: skip
    topics = [topic for topic in TOPICS if topic.command in allowed]
    return Reply(text, pairs(Button(topic.label, f"/help {topic.command}") for topic in topics[:PAGE]))


def _how_to(ask: Ask, topic: HelpTopic) -> Reply:
    """Return how something is done, and who does it where this person may not."""
    command = REGISTRY.commands[topic.command]
    is_allowed = command.allows(ask.me.duties)
    others = "" if is_allowed else "、".join(sorted(duty.label for duty in command.who))
    begins = (topic.button,) if is_allowed else ()
    return Reply(ask.render("help_topic", topic=topic, others=others), ((*begins, Button("返回", "/help")),))
