"""A page of shares, the most urgent first: what several commands show of different ones."""

from handlers.ask import Ask
from handlers.inputs import Page
from handlers.registry import command
from plan.permission import readable
from plan.reply import Button, Reply, pairs, window
from plan.texts import render
from storage import progress_counts
from storage.progress_counts import Selection


async def shares_page(
    ask: Ask, name: str, title: str, whose: Selection, page: int, line: str, *, back: str = "/board",
    empty: str = "目前没有此类任务。",
) -> Reply:  # fmt: skip
    """`name` is a kind that storage.board.which knows; `line` + page number shows another page."""
    total, shares = await progress_counts.shares(ask.db, ask.today, name, whose, page)
    _, turn, pages = window(total, page, line)
    lit = [(assignment, assignment.light(ask.today, ask.bureau.calendar, ask.bureau.limits)) for assignment in shares]
    text = render(
        "mine", today=ask.today, calendar=ask.bureau.calendar, title=title, total=total, pages=pages, shares=lit,
        many=len({assignment.unit_id for assignment in shares}) > 1, empty=empty,
    )  # fmt: skip
    codes = dict.fromkeys(assignment.code for assignment in shares)
    foot = (*([turn] if turn else []), *([(Button("返回", back),)] if back else []))
    return Reply(text, (*pairs(Button(code, f"/task {code}") for code in codes), *foot))


@command("overdue", "逾期", "已过时限、尚未办结的承办任务", words=("逾期任务",), menu=8)
async def overdue(ask: Ask, page: Page = 0) -> Reply:
    return await shares_page(
        ask, "overdue", "逾期任务", progress_counts.below(readable(ask.me.posts)), page, "/overdue"
    )


@command("missing", "未反馈", "尚未汇报过进展的承办任务", words=("没报", "没反馈"), menu=8)
async def missing(ask: Ask, page: Page = 0) -> Reply:
    return await shares_page(
        ask, "missing", "未反馈任务", progress_counts.below(readable(ask.me.posts)), page, "/missing"
    )
