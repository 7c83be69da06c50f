"""My unit's assignments, the most urgent first."""

from handlers.ask import Ask
from handlers.inputs import Page
from handlers.registry import command
from plan.permission import DOES
from plan.reply import Button, Reply, paged, pairs
from plan.texts import render
from storage import assignments


@command("my", "我的任务", "本单位承办的任务，紧急的在前", words=("任务清单",), menu=1)
async def my(ask: Ask, page: Page = 0) -> Reply:
    units = [post.unit_id for post in ask.me.posts if post.duty in DOES]
    if not units:
        return Reply(
            "您的岗位没有承办任务。查看全局请点“总览”。", ((Button("总览", "/board"), Button("计划", "/plan")),)
        )
    calendar, limits = ask.bureau.calendar, ask.bureau.limits
    shares = [one for one in await assignments.of_units(ask.db, units) if one.open]
    rows = sorted(
        ((one, one.light(ask.today, calendar, limits)) for one in shares),
        key=lambda row: (-row[1].rank, row[0].deadline or ask.today.max),
    )
    shown, turn, pages = paged(rows, page, "/my")
    text = render(
        "mine", today=ask.today, calendar=calendar, shares=shown, total=len(rows), pages=pages, title="我的任务",
        many=len(set(units)) > 1, empty="目前没有需要办理的任务。",
    )  # fmt: skip
    codes = dict.fromkeys(one.code for one, _ in shown)
    return Reply(text, (*pairs(Button(code, f"/task {code}") for code in codes), *([turn] if turn else [])))
