"""Pages of assignments, the most urgent first; the lists of overdue (逾期) and unreported (未反馈) ones."""

from handlers.ask import Ask
from handlers.inputs import Page
from handlers.messages import keyboard
from handlers.registry import command
from plan.permission import readable_paths
from plan.reply import Button, Reply, Row, pairs, window
from storage import progress_counts
from storage.progress_counts import Selection

MIXED = ("open", "all")
"""Lists in which some assignments may be signed and others not, so that it is said how many are not."""


async def assignments_page(
    ask: Ask, name: str, title: str, scope: Selection, page: int, line: str, *, back: str = "/board",
    empty: str = "目前没有此类任务。", if_unsigned: Row = (),
) -> Reply:  # fmt: skip
    """Return a page of the assignments in `scope` that `name` selects, as `progress_counts.shares` defines it.

    `line` with a page number opens another page; `back` is the command of the button 返回, if there is one.
    The buttons `if_unsigned` are shown where some of the assignments are not signed yet.
    """
    total, pending, listed = await progress_counts.shares(ask.db, ask.today, name, scope, page)
    _, page_row, page_label = window(total, page, line)
    lit = [(assignment, assignment.light(ask.today, ask.bureau.calendar, ask.bureau.limits)) for assignment in listed]
    text = ask.render(
        "assignment_list", title=title, total=total, pages=page_label, shares=lit,
        pending=pending if name in MIXED else 0,
        many=len({assignment.unit_id for assignment in listed}) > 1, empty=empty,
    )  # fmt: skip
    codes = dict.fromkeys(assignment.code for assignment in listed)
    foot = keyboard(page_row, (Button("返回", back),) if back else (), if_unsigned if pending else ())
    return Reply(text, (*pairs(Button(code, f"/task {code}") for code in codes), *foot))


@command("overdue", "逾期", "已过时限、尚未办结的承办任务", words=("逾期任务",), menu=8)
async def overdue(ask: Ask, page: Page = 0) -> Reply:
    return await assignments_page(
        ask, "overdue", "逾期任务", progress_counts.below(readable_paths(ask.me.posts)), page, "/overdue"
    )


@command("missing", "未反馈", "尚未汇报过进展的承办任务", words=("没报", "没反馈"), menu=8)
async def missing(ask: Ask, page: Page = 0) -> Reply:
    return await assignments_page(
        ask, "missing", "未反馈任务", progress_counts.below(readable_paths(ask.me.posts)), page, "/missing"
    )
