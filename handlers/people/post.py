"""One post on one page: its holder, who stands in for him, and what the clerk may change."""

from handlers.ask import Ask
from handlers.inputs import Id
from handlers.messages import CHANGED
from handlers.registry import CLERK, command
from plan.refusal import Refusal
from plan.reply import Button, Reply, pairs
from plan.seat import Seat
from plan.texts import render
from storage import post_holders


@command("post", "查看岗位", "一个岗位的人员、B岗和请假", who=CLERK)
async def post(ask: Ask, id: Id) -> Reply:
    return await sheet(ask, id)


async def seat_of(ask: Ask, id: int) -> Seat:
    seat = await post_holders.get(ask.db, id, ask.now)
    if seat is None:
        raise Refusal("没有这个岗位，请重新选择。", Button("岗位", "/roster"))
    return seat


async def stale(ask: Ask, seat: Seat, seen: int | None, done: str) -> Reply | None:
    """The post as it is where it is not as he saw it; `done` is said where his own tap has been done already."""
    if seen is None or seen == seat.version:
        return None
    return await sheet(ask, seat.id, note=done if done and seat.version == seen + 1 else CHANGED, toast="已是最新状态")


async def sheet(ask: Ask, id: int, *, note: str = "", toast: str = "") -> Reply:
    seat = await seat_of(ask, id)
    text = render("post", today=ask.today, calendar=ask.bureau.calendar, seat=seat, note=note)
    back = Button("返回", f"/posts {seat.unit_id}")
    return Reply(text, (*pairs(_changes(seat)), (back,)), toast=toast)


def _changes(seat: Seat) -> list[Button]:
    line, who = f"{seat.id} v{seat.version}", seat.holder
    if who is None:
        return [
            Button("选人", f"/handover {line}"), Button("邀请", f"/newcomer {line}"),
            Button("登记", f"/enroll {line}"), Button("B岗", f"/deputy {line}"),
        ]  # fmt: skip
    person = f"#{who.id} v{who.version}"
    return [
        *([Button("邀请", f"/newcomer {line}")] if who.telegram_id is None else []),
        Button("移交", f"/handover {line}"), Button("B岗", f"/deputy {line}"),
        Button("请假", f"/leave {person}"), Button("电话", f"/contact {person}"),
        Button("改名", f"/name {person}"), Button("免职", f"/vacate {line}"),
    ]  # fmt: skip
