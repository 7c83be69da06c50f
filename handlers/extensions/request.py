"""A unit requests an extension (延期): a date, then a reason; by taps, or typed in one line."""

from datetime import date
from typing import Annotated

from handlers.ask import Ask, View
from handlers.extensions.page import approval_for, decision_buttons, describe, opinion_buttons, request_page
from handlers.inputs import DayOrLength, Input, TaskNo, Version, Words
from handlers.messages import UP_TO_DATE, code_and_title
from handlers.registry import ASSIGNEES, command
from handlers.tasks.card import task_card
from handlers.tasks.conflict import conflict_note
from handlers.tasks.pick import pick_assignment
from plan import extension
from plan.assignment import Assignment
from plan.extension import EXTENDABLE, OTHER, REASONS, Extension, too_late
from plan.format import day, short_day
from plan.letter_kinds import EXTENSION_ADVICE, EXTENSION_ASKED
from plan.permission import Post
from plan.refusal import Refusal
from plan.reply import SLOT, Button, Reply, pairs
from plan.words import dates
from plan.words.open_question import Wants
from storage import events, extensions, plans
from storage.outbox import letters

OwnDate = Annotated[str, Input("自选", "自选", "自选")]
Previewed = Annotated[str, Input("预览", "预览", "预览")]
"""The request was made in words: it is shown before it is recorded."""


def _card_button(view: View) -> str:
    own = view.own
    may_request = (
        own and own.state in EXTENDABLE and own.deadline and not own.restricted and not too_late(own, view.today)
    )
    return f"/extend {view.own_version}" if may_request else ""


@command(
    "extend", "延期", "在时限之前申请延期", who=ASSIGNEES, words=("申请延期",), writes=True, menu=7, card=_card_button,
    example="/extend 2.2.4 9月30日 数据尚未报齐", asks=Wants.DATE,
)  # fmt: skip
async def extend(
    ask: Ask, number: TaskNo, seen: Version | None = None, own: OwnDate = "", previewed: Previewed = "",
    until: DayOrLength = "", reason: Words = "",
) -> Reply:  # fmt: skip
    assignment, post = await pick_assignment(ask, number, lambda assignment: assignment.state in EXTENDABLE)
    request = await extensions.open_of(ask.db, assignment.id)
    if request and assignment.state in EXTENDABLE:
        return await request_page(ask, request, assignment, note="已申请，等待审批。", toast="已申请")
    note = "" if seen in (None, assignment.version) else await conflict_note(ask, assignment)
    if note and not (until and reason and assignment.state in EXTENDABLE):
        return await task_card(ask, await plans.of_share(ask.db, assignment.task_id), note=note, toast=UP_TO_DATE)
    deadline, last = extension.extendable_deadline(assignment, ask.sent_on), await _latest_date(ask)
    line = f"/extend {assignment.id} v{assignment.version}"
    if own or not (until or reason):
        offered = extension.choices(deadline, last, ask.bureau.calendar)
        return _ask_for_date(assignment, line) if own else _date_choice(ask, assignment, offered, line)
    # An answer to the question for a date that cannot be read begins with a word that was meant as one.
    remaining_reason = reason if until or seen is None else reason.partition(" ")[2]
    typed_line = f"{line} {previewed}".rstrip()
    wanted = _requested_date(ask, deadline, last, until, f"{typed_line} {SLOT} {remaining_reason}".rstrip())
    if reason in ("", OTHER):
        question = f"{line} 预览 {wanted}"
        return _reason_choice(ask, assignment, wanted, f"{line} {wanted}", question, typed=reason == OTHER)
    if previewed or note:
        return await _preview(ask, assignment, wanted, reason, note)
    return await _record(ask, assignment, post, wanted, reason)


async def _preview(ask: Ask, assignment: Assignment, wanted: date, reason: str, note: str) -> Reply:
    """Show what would be requested; its button records the request at once. `note` says what has changed."""
    line = f"/extend {assignment.id} v{assignment.version}"
    approval = await approval_for(ask, assignment)
    text = ask.render(
        "extension_preview",
        note=note,
        assignment=assignment,
        wanted=wanted,
        reason=reason,
        approver=approval.duty.label,
    )
    buttons = (Button("返回", f"/task {assignment.code}"), Button("确认申请", f"{line} {wanted} {reason}"))
    return Reply(text, (buttons,), question=f"{line} 预览 {wanted}")


async def _latest_date(ask: Ask) -> date:
    """Return the latest date that may be requested: the end of the year after the plan's."""
    plan = await plans.current(ask.db)
    return date((plan.year if plan else ask.today.year) + 1, 12, 31)


def _date_choice(ask: Ask, assignment: Assignment, offered: dict[str, date], line: str) -> Reply:
    rows = "\n".join(f"{words}：{day(date_, ask.today)}" for words, date_ in offered.items())
    current = f"现时限{day(assignment.deadline, ask.today)}。" if assignment.deadline else ""
    buttons = [Button(words, f"{line} {words}") for words in (*offered, "自选")]
    text = f"请选择新的时限：{code_and_title(assignment)}\n{current}\n{rows}"
    return Reply(text, (*pairs(buttons), (Button("返回", f"/task {assignment.code}"),)), question=line)


def _ask_for_date(assignment: Assignment, line: str) -> Reply:
    return Reply(
        f"请回复 {assignment.code} 新的时限，例如 9月30日 或 2020-09-30，后面可以写理由。",
        ((Button("返回", line),),),
        question=line,
    )


def _requested_date(ask: Ask, deadline: date, last: date, until: str, question: str) -> date:
    """Return the requested date. Raises Refusal if it is not possible; `question` then keeps the reason."""
    try:
        if not until:
            raise Refusal(dates.UNCLEAR)
        return extension.new_deadline(deadline, until, ask.sent_on, last, ask.bureau.calendar)
    except Refusal as wrong:
        note = "" if question.endswith(SLOT) else "理由已保留，"
        raise Refusal(f"{wrong.sentence}{note}请重新回复日期。", question=question) from None


def _reason_choice(
    ask: Ask, assignment: Assignment, wanted: date, line: str, question: str, *, typed: bool
) -> Reply:  # fmt: skip
    """Ask for the reason: a button's is recorded with `line`, and a typed one completes `question`."""
    back = (Button("返回", f"/extend {assignment.id} v{assignment.version}"),)
    if typed:
        text = f"请回复 {assignment.code} 延期的理由。\n延至{day(wanted, ask.today)}"
        return Reply(text, (back,), question=question)
    buttons = [Button(reason, f"{line} {reason}") for reason in (*REASONS, OTHER)]
    text = f"请选择延期的理由，或直接回复理由。\n{assignment.code} 延至{day(wanted, ask.today)}"
    return Reply(text, (*pairs(buttons), back), question=question)


async def _record(ask: Ask, assignment: Assignment, post: Post, wanted: date, reason: str) -> Reply:
    request = await extensions.ask(ask.db, assignment, wanted, reason, ask.me, post, ask.sent_at)
    event_text = f"{reason}（申请延至{short_day(wanted, ask.today)}）"
    await events.changed(ask.db, "ask_extension", ask.me, post, ask.now, assignment, assignment, reason=event_text)
    duty = await _tell_deciders(ask, request, assignment)
    return await request_page(ask, request, assignment, note=f"已申请延期，等待{duty}审批。", toast="已申请")


async def _tell_deciders(ask: Ask, request: Extension, assignment: Assignment) -> str:
    """Queue letters to those who decide and to the clerks who advise; return the label of the duty that decides."""
    approval = await approval_for(ask, assignment)
    for kind, people, note, buttons in (
        (EXTENSION_ASKED, approval.deciders, "请审批延期申请。", decision_buttons(request)),
        (EXTENSION_ADVICE, approval.advisers, "请对延期申请提出意见。", opinion_buttons(request)),
    ):
        letter = Reply(await describe(ask, request, assignment, note), buttons)
        others = [person for person in people if person.id != ask.me.id]
        await letters.tell(ask.db, kind, request.about, letter, others, ask.now)
    return approval.duty.label
