"""Who decides about an extension (延期审批), and one request as its reader may act on it."""

from dataclasses import dataclass

from markupsafe import Markup

from handlers.ask import Ask
from plan import extension
from plan.assignment import Assignment
from plan.extension import Extension, Stage
from plan.permission import DOES, Post, approving_post, doing_post
from plan.person import Person, deciders
from plan.refusal import Refusal
from plan.reply import Button, Reply, Row
from plan.texts import render
from plan.values import Duty
from storage import assignments, extensions, people, settings
from storage.mornings import APPROVER

BY = APPROVER


@dataclass(frozen=True)
class Approving:
    """`duty` decides, and it waits for `deciders`; `advisers` are the clerks whom a leader hears first, if he likes."""

    duty: Duty
    deciders: list[Person]
    advisers: list[Person]

    def post(self, ask: Ask, assignment: Assignment) -> Post:
        return approving_post(ask.me.posts, assignment.unit_id, assignment.path, self.duty)


async def approving(ask: Ask, assignment: Assignment) -> Approving:
    """As the bureau has set it."""
    doers = await people.holders(ask.db, DOES, ask.today, assignment.unit_id)
    leaders = await people.in_charge(ask.db, assignment.path, ask.today) if await by_leader(ask) else []
    clerks = await people.holders(ask.db, (Duty.CLERK,), ask.today)
    duty, found = deciders(leaders, clerks, doers)
    return Approving(duty, found, deciders((), clerks, doers)[1] if duty is Duty.LEADER else [])


async def by_leader(ask: Ask) -> bool:
    return await settings.get(ask.db, settings.BUREAU, BY, Duty.LEADER) == Duty.LEADER


async def sheet(
    ask: Ask, request: Extension, one: Assignment, *, note: str = "", toast: str = "", undo: bool = False
) -> Reply:
    """With the buttons of this reader."""
    own = doing_post(ask.me.posts, one.unit_id)
    back = Button("返回", f"/task {one.code}" if own else "/extensions")
    foot = (back, Button("撤销", f"/undo {one.id} v{one.version}")) if undo else (back,)
    return Reply(await describe(ask, request, one, note), (*await _choices(ask, request, one), foot), toast)


async def request_of(ask: Ask, id: int) -> tuple[Extension, Assignment]:
    """Raises Refusal where there is none, or its task is no longer in the plan."""
    request = await extensions.get(ask.db, id)
    assignment = await assignments.get(ask.db, request.assignment_id) if request else None
    if request is None or assignment is None:
        raise Refusal("没有这项延期申请。")
    return request, assignment


async def describe(ask: Ask, request: Extension, assignment: Assignment, note: str) -> Markup:
    titles = await people.titles(ask.db, (request.post_id, request.decided_by))
    before = [other for other in await extensions.of_shares(ask.db, [assignment.id]) if other.id < request.id]
    return render(
        "extension",
        today=ask.today,
        calendar=ask.bureau.calendar,
        note=note,
        request=request,
        one=assignment,
        zone=ask.zone,
        titles=titles,
        granted=extension.granted(before, ask.today),
    )


async def _choices(ask: Ask, request: Extension, assignment: Assignment) -> tuple[Row, ...]:
    if request.stage is not Stage.OPEN:
        return ()
    if doing_post(ask.me.posts, assignment.unit_id):
        return ((Button("撤回", f"/withdraw {request.id}"),),)
    who = await approving(ask, assignment)
    advice = advising(request) if any(ask.me.id == clerk.id for clerk in who.advisers) else ()
    try:
        who.post(ask, assignment)
    except Refusal:
        return advice
    return (*deciding(request), *advice)


def deciding(request: Extension) -> tuple[Row, ...]:
    approve, refuse = Button("批准", f"/approve {request.id}"), Button("不批准", f"/refuse {request.id}")
    return ((approve, refuse), (Button("说明不批准", f"/refuse {request.id} 附言"),))


def advising(request: Extension) -> tuple[Row, ...]:
    line = f"/opinion {request.id}"
    return ((Button("同意", f"{line} 同意"), Button("不同意", f"{line} 不同意")), (Button("写意见", line),))
