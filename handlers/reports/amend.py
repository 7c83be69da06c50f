"""Correct one's own last report (更正): within ten minutes, the report with the correction replaces it."""

from dataclasses import replace

from handlers.ask import Ask
from handlers.evidence import pending_files
from handlers.inputs import StatusWord, Sure, TaskNo, Version, Words
from handlers.messages import UP_TO_DATE, view_task
from handlers.open_question import task_of
from handlers.registry import ASSIGNEES, command
from handlers.reports import form
from handlers.reports.inputs import ReportPercent
from handlers.reports.record import recorded
from handlers.reports.write import measured, preview, write
from handlers.reverse import UNDO_PERIOD, post_of_change, reverse
from handlers.tasks.card import task_card
from handlers.tasks.conflict import conflict_note
from handlers.tasks.pick import pick_assignment
from plan.amendment import amended, is_same
from plan.assignment import Assignment
from plan.refusal import Refusal
from plan.reply import Button, Reply, pairs
from plan.report_input import ReportInput
from plan.undo import AMEND, Change, undone
from plan.values import Status
from plan.words.open_question import Wants
from storage import assignments, events, evidence, plans, questions, reports

COMMAND = "/amend"


@command(
    "amend", "更正", "十分钟内更正自己刚才的汇报", who=ASSIGNEES, words=("更正汇报",), writes=True, files=True,
    example="/amend 2.2.4 70%", asks=Wants.REPORT,
)  # fmt: skip
async def amend(
    ask: Ask, number: TaskNo = "", seen: Version | None = None, sure: Sure = "", status: StatusWord | None = None,
    percent: ReportPercent | None = None, words: Words = "",
) -> Reply:  # fmt: skip
    """Replace the last report, of the assignment or of any. With `sure`, 已完成 is recorded without asking."""
    correction = ReportInput(status=status, percent=percent, words=words.strip())
    change, last = await _last_report(ask, number)
    file_count = await pending_files.add(ask, last)
    if seen not in (None, last.version):
        is_repeated = last.version == change.version == (seen or 0) + 2 and is_same(last, correction)
        note = f"已更正：{last.code}。" if is_repeated else await conflict_note(ask, last)
        return await task_card(ask, await plans.of_share(ask.db, last.task_id), note=note, toast=UP_TO_DATE)
    _check(ask, change, last, correction)
    if not correction:
        return _choice(last)
    if not number:
        await _check_is_meant(ask, last, correction)
    return await _replace(ask, change, last, correction, file_count, asks=not sure)


async def _last_report(ask: Ask, number: str) -> tuple[Change, Assignment]:
    """Return the person's last report, and the assignment as it is now. Raises Refusal for none."""
    id = (await pick_assignment(ask, number))[0].id if number else None
    change = await events.last_change(ask.db, ask.me.id, None, id, ("report",))
    assignment = await assignments.get(ask.db, change.assignment_id) if change else None
    if change is None or assignment is None:
        which = f" {number}" if "." in number else ""
        raise Refusal(f"您还没有汇报过{which}，没有可以更正的内容，未作改动。如需汇报，请发送例如：2.2.4 70%")
    return change, assignment


async def _check_is_meant(ask: Ask, last: Assignment, correction: ReportInput) -> None:
    """Raise Refusal, with buttons for both, where the bot's last question, card or letter was about another task."""
    question = await questions.open_of(ask.db, ask.me.id, ask.sent_at)
    shown = await questions.shown_last(ask.db, ask.me.id, question, ask.sent_at)
    asked = await task_of(ask.db, question) if question.line else ""
    other = next((task for task in (asked, shown) if task not in ("", last.code)), "")
    if not other:
        return
    content = "" if last.restricted else f"：{correction.typed}"
    buttons = (
        Button(f"更正{last.code}", f"{COMMAND} {last.code} {correction.line}"),
        Button(f"汇报{other}", f"/progress {other} {correction.line}"),
    )
    raise Refusal(f"您最近汇报的是 {last.code}，请问要更正它吗{content}？尚未改动。", *buttons)


def _check(ask: Ask, change: Change, last: Assignment, correction: ReportInput) -> None:
    """Raise Refusal where the last report can't be replaced, with the new report that the correction would be."""
    reasons = {
        "您的汇报已撤销，或之后已有新的变化": last.version != change.version,
        "您的汇报已超过十分钟": change.at < ask.sent_at - UNDO_PERIOD,
    }
    reason = next((reason for reason, holds in reasons.items() if holds), None)
    if reason is None:
        return
    if not correction:
        raise Refusal(f"{reason}，不能更正，未作改动。", view_task(last.code))
    line = f"/progress {last.id} v{last.version} {correction.line}"
    content = "" if last.restricted else f"：{correction.typed}"
    text = f"{last.code} {reason}，不能更正，未作改动。可以记为新的汇报{content}"
    raise Refusal(text, Button("记为新汇报", line), view_task(last.code))


def _choice(last: Assignment) -> Reply:
    """Return the choice of another status; a percent or a text can be typed."""
    line = f"{COMMAND} {last.id} v{last.version}"
    buttons = [Button(each.label, f"{line} {each.value}") for each in form.FOR_WORDS if each is not last.status]
    text = f"请选择 {last.code} 的状态，进度和文字不变。"
    return Reply(text, (*pairs(buttons), (Button("返回", f"/task {last.code}"),)))


async def _replace(
    ask: Ask, change: Change, last: Assignment, correction: ReportInput, file_count: int, *, asks: bool
) -> Reply:
    """Reverse the last report and write the one that replaces it, with the same files."""
    post, before = post_of_change(ask, change), undone(last, change)
    target = (await measured(ask, before, correction)).target
    entered = amended(last, correction, target, follows=bool(change.basis))
    report = await measured(ask, before, entered)
    preview(ask, report)  # Raises Refusal before anything is reversed.
    if entered.says_done and last.status is not Status.DONE and asks and not last.restricted:
        return await form.evidence_form(ask, report, COMMAND)
    old = await reports.last(ask.db, last.id, ask.zone)
    restored, _ = await reverse(ask, last, change, post, AMEND)
    report = replace(report, before=restored)
    saved, shares = await write(ask, post, report, file_count, message_id=old.message_id if old else None)
    new = await reports.last(ask.db, saved.id, ask.zone)
    if old and new:
        await evidence.move(ask.db, old.id, new.id)
        file_count = await evidence.in_report(ask.db, new.id)
    return await recorded(ask, saved, shares, report, file_count, "已更正")
