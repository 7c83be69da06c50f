"""Where a command's word leads without what only its buttons carry: 批准 opens the applications."""

from handlers.registry import REGISTRY, Command
from plan.refusal import Refusal

PAGES = {
    "answer": "/my",
    "approve": "/extensions", "opinion": "/extensions", "refuse": "/extensions",
    "askclerk": "/units", "unit": "/units", "nudgeall": "/units", "nudgeunit": "/units",
    "audience": "/bulletin", "correct": "/bulletins", "period": "/bulletin", "recall": "/bulletin",
    "remarks": "/bulletin", "scrap": "/bulletin", "tosign": "/bulletin", "sendback": "/issue",
    "called": "/phone",
    "deputy": "/roster", "enroll": "/roster", "handover": "/roster", "moveunit": "/roster", "name": "/roster",
    "newcomer": "/roster", "newpost": "/roster", "newunit": "/roster", "post": "/roster", "posts": "/roster",
    "shortname": "/roster", "subunits": "/roster", "unitname": "/roster", "vacate": "/roster",
    "holiday": "/calendar",
    "reply": "/feedback",
    "snooze": "/reminders", "unremind": "/reminders",
    "withdraw": "/my",
}  # fmt: skip
"""By the names of commands, the line of the page on which the buttons stand that lead to them."""
WHOSE = "请写明任务编号或单位名称，例如：2.2.4联系人、常州联系人。"


def page_of(command: Command) -> tuple[Command, str]:
    """Return the command that opens the page. Raises Refusal where the name of a task or unit is all that lacks."""
    if command.name == "who":
        raise Refusal(WHOSE)
    return REGISTRY.by_slash(PAGES[command.name])
