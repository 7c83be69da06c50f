"""Give up what the bot has asked for (取消), and say what was given up."""

from handlers.ask import Ask
from handlers.open_question import command_of, task_of
from handlers.registry import command
from plan.reply import Reply
from storage import questions

NOTHING_OPEN = "好的。目前没有待回复的事项。如需撤回已办理的操作，请发送“撤销”。"


@command("cancel", "取消", "放弃正在填写的内容", words=("算了", "不用了", "没事了"), writes=True)
async def cancel(ask: Ask) -> Reply:
    question = await questions.open_of(ask.db, ask.me.id, ask.sent_at)
    if not question.line:
        return Reply(NOTHING_OPEN)
    task, (asking, _) = await task_of(ask.db, question), command_of(question)
    return Reply(f"好的，已取消：{f'{task}的' if task else ''}{asking.label}，未作任何登记。")
