"""Ask which task is meant (选择任务), keeping everything else that a person wrote."""

from handlers.ask import Ask
from handlers.inputs import Words
from handlers.messages import code_and_title
from handlers.registry import command
from plan.permission import UNIT_DUTIES
from plan.refusal import Refusal
from plan.reply import SLOT, Button, Reply, pairs
from plan.values import OVER
from storage import assignments

MOST = 4


@command("which", "选择任务", "说明要办理哪一项任务", writes=True, example="/which /sign")
async def which(ask: Ask, line: Words) -> Reply:
    """`line` is a command line with a SLOT for the task's number, or without one if the number comes last."""
    if not line.startswith("/"):
        raise Refusal("请发送任务编号，例如：2.2.4", Button("我的任务", "/my"))
    line = line if SLOT in line else f"{line} {SLOT}"
    units = [post.unit_id for post in ask.me.posts if post.duty in UNIT_DUTIES]
    own = [share for share in await assignments.of_units(ask.db, units) if share.state not in OVER]
    nearest = sorted(own, key=lambda share: (share.reported_at is None, str(share.deadline or "9")))[:MOST]
    rows = "\n".join(code_and_title(share) for share in nearest)
    buttons = pairs(Button(share.code, line.replace(SLOT, share.code)) for share in nearest)
    text = f"请问是哪一项任务？请回复编号{'，或选择' if nearest else '，例如：2.2.4'}。其余内容已保留。"
    return Reply(f"{text}\n{rows}".rstrip(), buttons, question=line)
