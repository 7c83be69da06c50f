"""Say that words were not understood (未识别), offer the nearest things, and count the words for the clerk."""

from handlers.ask import Ask
from handlers.inputs import Words
from handlers.registry import command
from handlers.tasks.search import search_page
from plan.refusal import Refusal
from plan.reply import Button, Reply
from storage import questions

UNCLEAR = "抱歉，暂时无法识别这句话，未作任何登记。可以发送任务编号（如 2.2.4）、任务或单位名称；发送“帮助”查看用法。"


@command("unclear", "未识别", "说明没有识别的内容", writes=True, example="/unclear 今天")
async def unclear(ask: Ask, words: Words = "") -> Reply:
    question = await questions.open_of(ask.db, ask.me.id, ask.sent_at)
    try:
        near = await search_page(ask, words) if words else None
    except Refusal:
        near = None
    if near is not None:
        return near
    last = (Button("上次任务", f"/task {question.shown}"),) if question.shown else ()
    return Reply(
        UNCLEAR,
        ((*last, Button("我的任务", "/my")), (Button("总览", "/board"), Button("帮助", "/help"))),
        about=question.shown,
    )
