"""Read one paper, from its characters to its tasks."""

import re

from plan.reading import front_matter
from plan.reading.characters import Paragraph
from plan.reading.document import Document, Section
from plan.reading.file_parts import FilePart, choose_plan, split_parts
from plan.reading.outline import outline
from plan.reading.paragraphs import paragraphs
from plan.reading.plan_goals import plan_goals
from plan.reading.refusals import no_tasks, refuse_missing_table, refuse_other_papers, refuse_unreadable
from plan.reading.sections import PaperContext, sections
from plan.reading.tables import has_table
from plan.reading.time_hints import DateContext
from plan.reading.titles import set_titles
from plan.reading.unit_notes import says_first_leads


def read(text: str, *, name: str = "") -> Document:
    """Return the work plan that the text holds. Raise NotAPlan with the reason where it holds none.

    `name` is the name of the file: it becomes the title of a paper that has none.
    """
    all_paragraphs = _readable_paragraphs(text)
    parts = split_parts(all_paragraphs)
    plan = choose_plan(parts)
    notice = parts[0]
    enclosed_title = front_matter.enclosed_title("。".join(p.view for p in notice.paragraphs[:12]))
    notice_title, notice_body = front_matter.split_front(notice.paragraphs)
    plan_title, body = (notice_title, notice_body) if plan is notice else front_matter.split_front(plan.paragraphs)
    root = outline(body)
    set_titles(root)
    title = _title(plan_title, notice_title, enclosed_title, name)
    refuse_other_papers(" ".join([_view(notice_title[:3]), title, name]), root)

    whole = "\n".join(p.view for p in all_paragraphs)
    recipients = front_matter.recipients(notice_body)
    signature = next((part for part in (plan, *parts) if part.signed_on), FilePart(()))
    issuer = front_matter.issuer(front_matter.join_title(notice_title) or title, signature.signer, recipients, whole)
    year = front_matter.year(title, signature.signed_on.year if signature.signed_on else None, whole)
    dates = DateContext(year, signature.signed_on)
    plan_sections = sections(root, PaperContext(dates, issuer, says_first_leads(whole)))
    task_count = sum(len(item.tasks) for section in plan_sections for item in section.items)
    if plan is notice and not has_table(all_paragraphs) and not _most_are_assigned(plan_sections):
        refuse_missing_table(notice, _view(notice_title), enclosed_title, task_count)
    if not task_count:
        raise no_tasks(notice, enclosed_title, len(all_paragraphs))
    return Document(title, issuer, year, recipients, plan_goals(root, dates), plan_sections)


def _readable_paragraphs(text: str) -> list[Paragraph]:
    """Return the paragraphs; page numbers and other lines that are left out do not make a text readable."""
    refuse_unreadable(text)
    readable = paragraphs(text)
    refuse_unreadable("".join(p.view for p in readable))
    return readable


def _view(lines: list[Paragraph]) -> str:
    return "".join(p.view for p in lines)


def _title(plan_title: list[Paragraph], notice_title: list[Paragraph], enclosed_title: str, file_name: str) -> str:
    """Return the plan's own title, else the one in its covering notice, else the notice's, else the file's name."""
    own = front_matter.join_title(plan_title)
    if own and not re.search(r"通知$", own):
        return own
    return enclosed_title or own or front_matter.join_title(notice_title) or re.sub(r"\.\w{2,5}$", "", file_name)


def _most_are_assigned(plan_sections: tuple[Section, ...]) -> bool:
    """Whether more than half of the tasks name their units."""
    tasks = [task for section in plan_sections for item in section.items for task in item.tasks]
    return sum(bool(task.units) for task in tasks) * 2 > len(tasks)
