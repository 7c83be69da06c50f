"""What this person can do here, derived from the declarations."""

from handlers.ask import Ask
from handlers.registry import REGISTRY, command
from plan.reply import Reply
from plan.texts import render


@command("help", "帮助", "可以办理的事项", menu=20)
async def help_(ask: Ask) -> Reply:
    text = render(
        "help", today=ask.today, calendar=ask.bureau.calendar, name=ask.me.name,
        posts=[post.title for post in ask.me.posts], commands=REGISTRY.menu(ask.me.duties),
    )  # fmt: skip
    return Reply(text)
