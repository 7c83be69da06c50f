"""List the commands that a person may use (帮助), from the declarations."""

from handlers.ask import Ask
from handlers.registry import REGISTRY, command
from plan.reply import Reply


@command("help", "帮助", "可以办理的事项", menu=20)
async def help_(ask: Ask) -> Reply:
    commands = [entry for entry in REGISTRY if entry.menu and entry.allows(ask.me.duties)]  # commands for groups too
    text = ask.render(
        "help", name=ask.me.name,
        posts=[post.title for post in ask.me.posts], commands=commands,
        reports="progress" in {entry.name for entry in commands},
    )  # fmt: skip
    return Reply(text)
