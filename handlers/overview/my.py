"""The assignments of one's own units (我的任务), the most urgent first."""

from handlers.ask import Ask
from handlers.inputs import Page
from handlers.overview.lists import assignments_page
from handlers.registry import command
from plan.permission import UNIT_DUTIES
from plan.reply import Button, Reply
from storage import progress_counts


@command("my", "我的任务", "本单位承办的任务，紧急的在前", words=("任务清单",), menu=1)
async def my(ask: Ask, page: Page = 0) -> Reply:
    units = [post.unit_id for post in ask.me.posts if post.duty in UNIT_DUTIES]
    if not units:
        return Reply(
            "您的岗位没有承办任务。查看全局请点“总览”。", ((Button("总览", "/board"), Button("计划", "/plan")),)
        )
    empty = "目前没有需要办理的任务。"
    return await assignments_page(
        ask, "open", "我的任务", progress_counts.of_units(units), page, "/my", back="", empty=empty,
        if_unsigned=(Button("全部签收", "/signall"),),
    )  # fmt: skip
