"""The nudges, answers and phone calls about a task in order of time (催办记录), and the line about them on the card."""

from handlers.ask import Ask, View
from handlers.inputs import Page, TaskNo
from handlers.messages import keyboard, view_task
from handlers.registry import command
from handlers.tasks.card import on_card
from handlers.tasks.pick import find_task
from plan.format import short_day
from plan.nudge_chain import timeline
from plan.permission import may_read_directives
from plan.refusal import Refusal
from plan.reply import Button, Reply, paged
from storage import assignments, calls, nudges

PAGE_SIZE = 20


@command("chain", "催办记录", "一项任务的催办、回复和通话记录", words=("催办链",))
async def chain(ask: Ask, number: TaskNo, page: Page = 0) -> Reply:
    task = await find_task(ask, number)
    readable = [
        assignment
        for assignment in await assignments.of_task(ask.db, task.id)
        if may_read_directives(ask.me.posts, assignment.path)
    ]
    if "." not in number:
        readable = [assignment for assignment in readable if assignment.id == int(number)]
    if not readable:
        raise Refusal(f"{task.code} 由其他单位承办，您不能查看催办记录。", view_task(task.code))
    papers = await nudges.of_shares(ask.db, [assignment.id for assignment in readable], ask.zone)
    entries = timeline(readable, papers, await calls.of_shares(ask.db, readable, ask.zone))
    page_items, page_row, page_label = paged(entries, page, f"/chain {number}", PAGE_SIZE)
    text = ask.render(
        "nudge_chain", task=task, entries=page_items, total=len(entries),
        pages=page_label, many=len(readable) > 1, unit=readable[0].unit,
    )  # fmt: skip
    return Reply(text, keyboard(page_row, (Button("返回", f"/task {task.code}"),)))


@on_card
async def card_line(ask: Ask, view: View) -> list[str]:
    """Return a line such as `已催办 2 件（最近：催〔2020〕12号，6月3日，未回复）`."""
    readable = [assignment.id for assignment in view.readable if may_read_directives(view.me.posts, assignment.path)]
    chain = await nudges.of_shares(ask.db, readable, ask.zone) if view.papers.nudges else []
    if not chain:
        return []
    latest, units = chain[-1], len({sent.assignment_id for sent in chain})
    answer = "已回复" if latest.answered_at else "未回复"
    unit_count = f"，涉及{units}个单位" if units > 1 else ""
    day = short_day(latest.at.date(), ask.today)
    return [f"已催办 {len(chain)} 件{unit_count}（最近：{latest.paper}，{day}，{answer}）"]
