"""Appoint the deputy of a post (B岗), who acts while its holder is away."""

from handlers.ask import Ask
from handlers.inputs import Id, Page, PersonId, Version, Words
from handlers.people.changes import record_new_deputy
from handlers.people.pick_person import get_person, person_choice
from handlers.people.post import conflict_reply, get_seat, post_page, view_post
from handlers.registry import CLERK, command
from plan.refusal import Refusal
from plan.reply import Button, Reply
from plan.words.open_question import Wants
from storage import posts


@command("deputy", "B岗", "设置请假期间代办的人员", who=CLERK, writes=True, example="/deputy 12", asks=Wants.NAME)
async def deputy(
    ask: Ask, post: Id, seen: Version | None = None, person: PersonId | None = None, page: Page = 0, words: Words = ""
) -> Reply:
    seat = await get_seat(ask, post)
    if person is None:
        no_deputy_row = (Button("不设B岗", f"/deputy {seat.id} v{seat.version} #0"),) if seat.deputy else ()
        return await person_choice(ask, "/deputy", seat, f"请选择{seat.title}的B岗", words, page, no_deputy_row)
    chosen = await get_person(ask, person) if person else None
    done_note = f"已设置：{seat.title}的B岗为{chosen.name}。" if chosen else f"已取消：{seat.title}不设B岗。"
    is_unchanged = (seat.deputy.id if seat.deputy else 0) == person
    if reply := await conflict_reply(ask, seat, seen, done_note if is_unchanged else ""):
        return reply
    if chosen and seat.holder and seat.holder.id == chosen.id:
        raise Refusal("B岗不能是主岗本人，请另选一位。", view_post(seat.id))
    if not is_unchanged:
        await posts.set_deputy(ask.db, seat, chosen.id if chosen else None)
        await record_new_deputy(ask, seat)
    return await post_page(ask, seat.id, note=done_note, toast="已办理")
