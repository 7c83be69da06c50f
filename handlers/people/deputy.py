"""Who stands in (B岗) while the holder of a post is away."""

from handlers.ask import Ask
from handlers.inputs import Id, Page, PersonId, Version, Words
from handlers.people.changes import stands_in
from handlers.people.pick_person import choice, member
from handlers.people.post import seat_of, sheet, stale
from handlers.registry import CLERK, command
from plan.refusal import Refusal
from plan.reply import Button, Reply
from storage import posts


@command("deputy", "B岗", "设置请假期间代办的人员", who=CLERK, writes=True, example="/deputy 12")
async def deputy(
    ask: Ask, post: Id, seen: Version | None = None, person: PersonId | None = None, page: Page = 0, words: Words = ""
) -> Reply:
    seat = await seat_of(ask, post)
    if person is None:
        none = (Button("不设B岗", f"/deputy {seat.id} v{seat.version} #0"),) if seat.deputy else ()
        return await choice(ask, "/deputy", seat, f"请选择{seat.title}的B岗", words, page, *([none] if none else []))
    to = await member(ask, person) if person else None
    done = f"已设置：{seat.title}的B岗为{to.name}。" if to else f"已取消：{seat.title}不设B岗。"
    same = (seat.deputy.id if seat.deputy else 0) == person
    if reply := await stale(ask, seat, seen, done if same else ""):
        return reply
    if to and seat.holder and seat.holder.id == to.id:
        raise Refusal("B岗不能是主岗本人，请另选一位。", Button("查看岗位", f"/post {seat.id}"))
    if not same:
        await posts.set_deputy(ask.db, seat, to.id if to else None)
        await stands_in(ask, seat)
    return await sheet(ask, seat.id, note=done, toast="已办理")
