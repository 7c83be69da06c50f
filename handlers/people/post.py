"""The page of a post: its holder and deputy, and what the clerk may change (查看岗位)."""

from handlers.ask import Ask
from handlers.inputs import Id
from handlers.messages import CHANGED, UP_TO_DATE
from handlers.registry import CLERK, command
from plan.refusal import Refusal
from plan.reply import Button, Reply, pairs
from plan.seat import Seat
from storage import post_holders


@command("post", "查看岗位", "一个岗位的人员、B岗和请假", who=CLERK)
async def post(ask: Ask, id: Id) -> Reply:
    return await post_page(ask, id)


async def get_seat(ask: Ask, id: int) -> Seat:
    """Return the post with its people. Raises Refusal if there is none."""
    seat = await post_holders.get(ask.db, id, ask.now)
    if seat is None:
        raise Refusal("没有这个岗位，请重新选择。", Button("岗位", "/roster"))
    return seat


def view_post(id: int) -> Button:
    """Return the button that opens a post's page."""
    return Button("查看岗位", f"/post {id}")


async def conflict_reply(ask: Ask, seat: Seat, seen: int | None, done_note: str) -> Reply | None:
    """Return the post's page if it is no longer in the version `seen`, else None.

    `done_note` is shown if an earlier tap on the same button made the change; it is empty if the post contradicts.
    """
    if seen is None or seen == seat.version:
        return None
    note = done_note if done_note and seat.version == seen + 1 else CHANGED
    return await post_page(ask, seat.id, note=note, toast=UP_TO_DATE)


async def post_page(ask: Ask, id: int, *, note: str = "", toast: str = "") -> Reply:
    seat = await get_seat(ask, id)
    text = ask.render("post_page", seat=seat, note=note)
    back = Button("返回", f"/posts {seat.unit_id}")
    return Reply(text, (*pairs(_change_buttons(seat)), (back,)), toast=toast)


def _change_buttons(seat: Seat) -> list[Button]:
    line, holder = f"{seat.id} v{seat.version}", seat.holder
    if holder is None:
        return [
            Button("选人", f"/handover {line}"), Button("邀请", f"/newcomer {line}"),
            Button("登记", f"/enroll {line}"), Button("B岗", f"/deputy {line}"),
        ]  # fmt: skip
    person = f"#{holder.id} v{holder.version}"
    return [
        *([Button("邀请", f"/newcomer {line}")] if holder.telegram_id is None else []),
        Button("移交", f"/handover {line}"), Button("B岗", f"/deputy {line}"),
        Button("请假", f"/leave {person}"), Button("电话", f"/contact {person}"),
        Button("改名", f"/name {person}"), Button("免职", f"/vacate {line}"),
    ]  # fmt: skip
