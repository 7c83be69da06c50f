"""One paper, from its characters to its tasks."""

import re

from plan.reading import head
from plan.reading.characters import Paragraph
from plan.reading.hints import Calendar
from plan.reading.notes import first_leads
from plan.reading.outline import Node, outline
from plan.reading.overall import overall
from plan.reading.papers import Stretch, chosen, stretches
from plan.reading.paragraphs import paragraphs
from plan.reading.refusals import no_tasks, refuse_missing_table, refuse_other_papers, refuse_unreadable
from plan.reading.sections import Setting, sections
from plan.reading.tables import has_table
from plan.reading.titles import entitle
from plan.reading.values import Document, Section


def read(text: str, *, name: str = "") -> Document:
    """What the paper says; `name` is its file's name, which serves where the paper has no title."""
    refuse_unreadable(text)
    written = paragraphs(text)
    refuse_unreadable("".join(p.view for p in written))
    parts = stretches(written)
    plan = chosen(parts)
    notice = parts[0]
    named = head.printed("。".join(p.view for p in notice.paragraphs[:12]))
    covering, behind = head.opening(notice.paragraphs)
    lines, body = (covering, behind) if plan is notice else head.opening(plan.paragraphs)
    root = _tree(body)
    title = _title(lines, covering, named, name)
    refuse_other_papers(" ".join([_view(covering[:3]), title, name]), root)

    whole = "\n".join(p.view for p in written)
    addressed = head.recipients(behind)
    signed = next((s for s in (plan, *parts) if s.dated), Stretch(()))
    issuer = head.issuer(_source(covering) or title, signed.signed, addressed, whole)
    issued = signed.dated
    year = head.year(title, issued.year if issued else None, whole)
    calendar = Calendar(year, issued)
    found = sections(root, Setting(calendar, issuer, first_leads(whole)))
    if plan is notice and not has_table(written) and not _assigned(found):
        refuse_missing_table(notice, _view(covering), named, sum(len(i.tasks) for s in found for i in s.items))
    if not any(item.tasks for section in found for item in section.items):
        raise no_tasks(notice, named, len(written))
    return Document(title, issuer, year, addressed, overall(root, calendar), found)


def _tree(body: list[Paragraph]) -> Node:
    root = outline(body)
    entitle(root)
    return root


def _view(lines: list[Paragraph]) -> str:
    return "".join(p.view for p in lines)


def _source(lines: list[Paragraph]) -> str:
    return head.heading(lines)


def _title(lines: list[Paragraph], covering: list[Paragraph], named: str, name: str) -> str:
    """The plan's own title; else the name in its covering notice; else the notice's; else the file's."""
    own = head.heading(lines)
    if own and not re.search(r"通知$", own):
        return own
    return named or own or head.heading(covering) or re.sub(r"\.\w{2,5}$", "", name)


def _assigned(found: tuple[Section, ...]) -> bool:
    """Whether most tasks say who does them."""
    tasks = [task for section in found for item in section.items for task in item.tasks]
    return sum(bool(task.units) for task in tasks) * 2 > len(tasks)
