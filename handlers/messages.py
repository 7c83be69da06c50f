"""Sentences, titles and buttons that more than one command answers with."""

from plan.assignment import Assignment
from plan.format import named
from plan.reply import Button, Row
from storage.directives import Directive
from storage.plans import Task
from storage.search_index import Entry

STRANGER = "您好，这里是督办系统，仅供受邀人员使用。如需使用，请联系本单位督办员获取邀请链接。"
USED = "邀请链接已失效或已被使用，请联系督办员重新获取。"
IN_PRIVATE = "请在私聊中办理，点“打开督办”进入。"
NO_PLAN = "尚未导入工作要点，请联系督办员。"
CHANGED = "情况已有变化，您的操作未保存，以下为最新状态。"
UP_TO_DATE = "已是最新状态"
"""The toast when a button of an older version was tapped."""


def code_and_title(item: Assignment | Task | Directive | Entry) -> str:
    """Return `2.2.4 推进专利导航` for a line of a message; the title of a restricted task (不上机) is left out."""
    return f"{item.code} {named(item.title, 40, restricted=item.restricted)}"


def view_task(code: str) -> Button:
    """Return the button that opens a task's card."""
    return Button("查看任务", f"/task {code}")


def keyboard(*rows: Row) -> tuple[Row, ...]:
    """Return the rows of buttons for a reply, without the empty ones."""
    return tuple(row for row in rows if row)
