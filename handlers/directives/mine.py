"""The directives that wait for an acknowledgement (我的批示): those one has written, and those to one's units."""

from handlers.ask import Ask
from handlers.inputs import Page
from handlers.messages import keyboard
from handlers.registry import command
from plan.permission import UNIT_DUTIES
from plan.reply import Button, Reply, Row, paged
from plan.values import Duty
from storage import directives
from storage.directives import Directive, Receipt

WaitingRow = tuple[Directive, Receipt | None]


@command(
    "directives", "我的批示", "尚待确认收到的领导批示", who=UNIT_DUTIES | {Duty.LEADER}, words=("批示清单",), menu=7
)
async def directives_(ask: Ask, page: Page = 0) -> Reply:
    return await waiting_page(ask, page)


async def waiting_page(ask: Ask, page: int = 0) -> Reply:
    written = [post.id for post in ask.me.posts if post.duty is Duty.LEADER]
    units = [post.unit_id for post in ask.me.posts if post.duty in UNIT_DUTIES]
    rows: list[WaitingRow] = [(directive, None) for directive in await directives.unanswered(ask.db, written)]
    for directive in await directives.awaiting(ask.db, units):
        rows += [(directive, receipt) for receipt in directive.waiting if receipt.unit_id in units]
    page_items, page_row, page_label = paged(rows, page, "/directives")
    text = ask.render(
        "directives", rows=page_items, total=len(rows), pages=page_label,
        leads=bool(written), zone=ask.zone,
    )  # fmt: skip
    return Reply(text, keyboard(*(_row(*row) for row in page_items), page_row))


def _row(directive: Directive, receipt: Receipt | None) -> Row:
    task = Button(directive.code, f"/task {directive.code}")
    return (task, Button("收到", f"/ack {receipt.id}")) if receipt else (task,)
