"""The page of one request for an extension, and who decides about it (延期审批)."""

from dataclasses import dataclass

from markupsafe import Markup

from handlers.ask import Ask
from plan import extension
from plan.assignment import Assignment
from plan.extension import Extension, ExtensionStage
from plan.permission import UNIT_DUTIES, Post, approving_post, doing_post
from plan.person import Person, deciders
from plan.refusal import Refusal
from plan.reply import Button, Reply, Row
from plan.values import Duty
from storage import assignments, extensions, people, settings
from storage.mornings import APPROVER


@dataclass(frozen=True)
class Approval:
    """The `deciders`, who hold `duty`, decide about a request; the `advisers` are clerks who may give an opinion."""

    duty: Duty
    deciders: list[Person]
    advisers: list[Person]

    def post(self, ask: Ask, assignment: Assignment) -> Post:
        """Return the post from which the person decides. Raises Refusal if they may not."""
        return approving_post(ask.me.posts, assignment.unit_id, assignment.path, self.duty)


async def approval_for(ask: Ask, assignment: Assignment) -> Approval:
    """Return who decides about this assignment's extensions, by the bureau's setting and by who is in office."""
    doers = await people.holders(ask.db, UNIT_DUTIES, ask.today, assignment.unit_id)
    leaders = await people.in_charge(ask.db, assignment.path, ask.today) if await by_leader(ask) else []
    clerks = await people.holders(ask.db, (Duty.CLERK,), ask.today)
    duty, receivers = deciders(leaders, clerks, doers)
    return Approval(duty, receivers, deciders((), clerks, doers)[1] if duty is Duty.LEADER else [])


async def by_leader(ask: Ask) -> bool:
    """Return whether leaders decide about extensions; otherwise clerks do."""
    return await settings.get(ask.db, settings.BUREAU, APPROVER, Duty.LEADER) == Duty.LEADER


async def request_page(
    ask: Ask, request: Extension, assignment: Assignment, *, note: str = "", toast: str = "", undo: bool = False
) -> Reply:
    """Return the request with the buttons of the person who looks at it."""
    is_own = doing_post(ask.me.posts, assignment.unit_id)
    back = Button("返回", f"/task {assignment.code}" if is_own else "/extensions")
    foot = (back, Button("撤销", f"/undo {assignment.id} v{assignment.version}")) if undo else (back,)
    return Reply(
        await describe(ask, request, assignment, note), (*await _buttons(ask, request, assignment), foot), toast
    )


async def request_of(ask: Ask, id: int) -> tuple[Extension, Assignment]:
    """Return the request and its assignment. Raises Refusal if there is none, or if its task has left the plan."""
    request = await extensions.get(ask.db, id)
    assignment = await assignments.get(ask.db, request.assignment_id) if request else None
    if request is None or assignment is None:
        raise Refusal("没有这项延期申请。")
    return request, assignment


async def describe(ask: Ask, request: Extension, assignment: Assignment, note: str) -> Markup:
    """Return the text of the request, as the page and the letters show it."""
    titles = await people.titles(ask.db, (request.post_id, request.decided_by))
    earlier = [other for other in await extensions.of_shares(ask.db, [assignment.id]) if other.id < request.id]
    return ask.render(
        "extension_page",
        note=note,
        request=request,
        assignment=assignment,
        zone=ask.zone,
        titles=titles,
        granted=extension.granted_text(earlier, ask.today),
    )


async def _buttons(ask: Ask, request: Extension, assignment: Assignment) -> tuple[Row, ...]:
    if request.stage is not ExtensionStage.OPEN:
        return ()
    if doing_post(ask.me.posts, assignment.unit_id):
        return ((Button("撤回", f"/withdraw {request.id}"),),)
    approval = await approval_for(ask, assignment)
    opinion_rows = opinion_buttons(request) if any(ask.me.id == clerk.id for clerk in approval.advisers) else ()
    try:
        approval.post(ask, assignment)
    except Refusal:
        return opinion_rows
    return (*decision_buttons(request), *opinion_rows)


def decision_buttons(request: Extension) -> tuple[Row, ...]:
    approve, refuse = Button("批准", f"/approve {request.id}"), Button("不批准", f"/refuse {request.id}")
    return ((approve, refuse), (Button("说明不批准", f"/refuse {request.id} 附言"),))


def opinion_buttons(request: Extension) -> tuple[Row, ...]:
    line = f"/opinion {request.id}"
    return ((Button("同意", f"{line} 同意"), Button("不同意", f"{line} 不同意")), (Button("写意见", line),))
