"""Answer a courtesy such as 谢谢 in one short sentence."""

from handlers.ask import Ask
from handlers.inputs import Word
from handlers.registry import command
from plan.refusal import Refusal
from plan.reply import Button, Reply
from plan.words.intents.courtesies import ANSWERS


@command("courtesy", "问候", "回应一句问候", example="/courtesy thanks")
async def courtesy(_ask: Ask, name: Word) -> Reply:
    if name not in ANSWERS:
        raise Refusal("没有这个命令。发送 /help 查看可以办理的事项。")
    return Reply(ANSWERS[name], ((Button("我的任务", "/my"), Button("帮助", "/help")),) if name == "greeting" else ())
