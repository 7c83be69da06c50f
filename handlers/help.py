"""What this person can do here, derived from the declarations."""

from handlers.ask import Ask
from handlers.registry import REGISTRY, command
from plan.reply import Reply
from plan.texts import render


@command("help", "帮助", "可以办理的事项", menu=20)
async def help_(ask: Ask) -> Reply:
    mine = [one for one in REGISTRY if one.menu and one.allows(ask.me.duties)]  # those for groups too
    text = render(
        "help", today=ask.today, calendar=ask.bureau.calendar, name=ask.me.name,
        posts=[post.title for post in ask.me.posts], commands=mine,
        reports="progress" in {one.name for one in mine},
    )  # fmt: skip
    return Reply(text)
