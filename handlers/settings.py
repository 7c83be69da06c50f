"""A person's own settings (设置)."""

from typing import Annotated

from handlers.ask import Ask
from handlers.inputs import Input
from handlers.registry import command
from plan.reply import Button, Reply
from storage import leaves
from storage import settings as stored

Switch = Annotated[str, Input("静音或提示音", "静音", "silent|aloud|静音|提示音")]


@command("settings", "设置", "我的岗位、电话和晨报提示音", writes=True, menu=10)
async def settings(ask: Ask, switch: Switch = "") -> Reply:
    if switch:
        await stored.put(ask.db, ask.me.id, "silent", "1" if switch in ("silent", "静音") else "0")
    silent = await stored.get(ask.db, ask.me.id, "silent") == "1"
    away = "".join(f"{one.says(ask.today)}。\n" for one in await leaves.ahead(ask.db, ask.me.id, ask.today))
    posts = "\n".join(f"　{post.title}" for post in ask.me.posts)
    text = (
        f"{ask.me.name}，您的岗位：\n{posts}\n电话：{ask.me.phone or '未登记'}\n{away}\n"
        f"晨报：工作日8:30发送，{'静音接收' if silent else '有提示音'}。没有需要办理的事项时不发送。"
    )
    button = Button("改为有声", "/settings aloud") if silent else Button("改为静音", "/settings silent")
    own = (Button("请假", "/leave"), Button("电话", "/contact"))
    return Reply(text, (own, (button,)), toast="已保存" if switch else "")
