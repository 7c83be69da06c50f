"""People forward to the bot what others have written in a group."""

from sandbox import Message
from tests.town import Place, Town


async def forward(town: Town, who: Place, text: str, *, hidden: bool = False) -> str:
    """Forward a colleague's text, and return what the bot answers."""
    group, colleague = await _group(town, who)
    return await passed_on(town, who, town.world.say(colleague, text, chat=group), hidden=hidden)


async def forward_file(town: Town, who: Place, name: str, content: bytes, caption: str = "") -> str:
    group, colleague = await _group(town, who)
    message = town.world.upload(colleague, name, content, caption=caption, chat=group)
    return await passed_on(town, who, message)


async def passed_on(town: Town, who: Place, message: Message, *, hidden: bool = False) -> str:
    """Forward a message to the private chat with the bot, and return what the bot answers."""
    person = await town.person(who)
    before = len(town.world.transcript(person))
    town.world.forward(person, message.chat, message.id, hidden=hidden)
    await town.settle()
    return "\n".join(message.text for message in town.world.transcript(person)[before:] if message.out)


async def _group(town: Town, who: Place) -> tuple[int, int]:
    """Return a group of the person and a colleague, and the colleague. The bot sees nothing of what is said there."""
    colleague = town.stranger("演示同事")
    group = town.world.add_group("演示群", [colleague, await town.person(who)])
    await town.settle()
    return group.id, colleague
