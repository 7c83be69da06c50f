"""A report, from what was said to what is written down: or a question back, where something is missing."""

from dataclasses import dataclass

from handlers.ask import Ask
from handlers.evidence import pending_files
from handlers.evidence.supplement import supplement
from handlers.reports import form
from handlers.reports.confirmation import answer, recorded, recorded_before, tell_clerks
from handlers.tasks.card import card
from handlers.tasks.conflict import changed
from handlers.tasks.pick import share
from plan import alike, reported_value
from plan.assignment import Assignment
from plan.permission import Post
from plan.refusal import Refusal
from plan.reply import Reply
from plan.values import Draft, State, Status
from storage import assignments, events, evidence, nudges, plans, reports


@dataclass(frozen=True)
class Said:
    """What a report was told. `sure` where 已完成 needs no question about what shows it."""

    draft: Draft | None
    status: Status | None
    percent: int | None
    words: str
    sure: bool = False

    def __bool__(self) -> bool:
        return bool(self.draft or self.status or self.words) or self.percent is not None

    @property
    def bare(self) -> bool:
        """A status, and nothing else."""
        return not (self.draft or self.words or self.sure) and self.percent is None


async def report(ask: Ask, number: str, seen: int | None, said: Said, line: str) -> Reply:
    before, post = await share(ask, number, line)
    if ask.files and not said and before.state is State.SUBMITTED:
        return await supplement(ask, before, post)
    files = await pending_files.keep(ask, before)
    if seen not in (None, before.version) and (said or not ask.files):
        again = await _again(ask, before, seen, said)
        note = await recorded_before(ask, before) if again else await changed(ask, before)
        return await card(ask, await plans.of_share(ask.db, before.task_id), note=note, toast="已是最新状态")
    before.reportable()
    if not said:
        return await form.form(ask, before)
    if said.bare and said.status in (Status.BEHIND, Status.STUCK):
        return await form.details(ask, before, said.status)
    if said.bare and said.status is Status.DONE and seen is not None and not before.restricted:
        return await form.materials(ask, before)
    return await _record(ask, post, before, said, files)


async def _again(ask: Ask, before: Assignment, seen: int | None, said: Said) -> bool:
    """The same tap has reported this already."""
    last = await reports.last(ask.db, before.id, ask.zone)
    if last is None or seen is None or before.version != seen + 1:
        return False
    if said.draft:
        return last.unchanged if said.draft is Draft.UNCHANGED else last.repeated
    return (before.status, before.words) == (said.status, said.words)


async def _record(ask: Ask, post: Post, before: Assignment, said: Said, files: int) -> Reply:
    target = reported_value.measure(await plans.targets_of(ask.db, before.task_id))
    value = None if said.draft else reported_value.value(said.words, target)
    after = _after(ask, before, said, value)
    repeated = alike.repeats(after.words, await reports.last_words(ask.db, before.id))
    saved, shares = await assignments.save(ask.db, after)
    await events.changed(ask.db, "report", ask.me, post, ask.now, before, saved, files=files)
    id = await reports.add(
        ask.db, ask.me, post, ask.now, saved, value=value, unchanged=said.draft is Draft.UNCHANGED,
        repeated=repeated or said.draft is Draft.AGAIN,
    )  # fmt: skip
    await nudges.answered(ask.db, saved.id, answer(saved), post, ask.now)
    if files:
        await evidence.hand_in(ask.db, ask.me.id, saved.id, id)
    if saved.state is State.SUBMITTED:
        await tell_clerks(ask, saved, files)
    task = await plans.of_share(ask.db, saved.task_id)
    note = await recorded(ask, saved, value, files)
    return await card(ask, task, shares, note=note, toast="已记录", undo=True)


def _after(ask: Ask, before: Assignment, said: Said, value: float | None) -> Assignment:
    """What can't be recorded as it was said is asked again."""
    limits = ask.bureau.limits
    try:
        if said.draft:
            return before.repeat(said.draft, ask.now, limits)
        return before.report(said.status, said.percent, said.words, ask.now, limits, value)
    except Refusal as refusal:
        raise Refusal(refusal.sentence, question=f"/progress {before.id} v{before.version}") from None
