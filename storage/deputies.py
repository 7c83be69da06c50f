"""Who acts from a post and who receives what is meant for it while its holder is away (B岗): said here alone."""

from typing import Any

import sqlalchemy as sa

from storage.schema import leaves, people, posts

TODAY = sa.bindparam("today", type_=sa.Date)
deputies = people.alias("deputies")


def _on_leave(person_id: sa.ColumnElement[Any], of: sa.FromClause) -> sa.Exists:
    """Looked up for each one: leaves of years stay in the table."""
    return (
        sa.exists()
        .where(leaves.c.person_id == person_id, leaves.c.first <= TODAY, leaves.c.last >= TODAY)
        .correlate(of)
    )


AWAY = sa.or_(posts.c.person_id.is_(None), _on_leave(posts.c.person_id, posts))
"""Nobody is at the post today: its holder is on leave, or there is none."""

ACTS = sa.or_(posts.c.person_id == people.c.id, sa.and_(posts.c.deputy_id == people.c.id, AWAY))
"""The holder always, for he may act while he is away; his deputy meanwhile."""

DEPUTY_IS_THERE = (
    sa.exists()
    .where(deputies.c.id == posts.c.deputy_id, deputies.c.reachable, ~_on_leave(deputies.c.id, deputies))
    .correlate(posts)
)
RECEIVER = sa.case((sa.and_(AWAY, DEPUTY_IS_THERE), posts.c.deputy_id), else_=posts.c.person_id)
"""The id of one person: where no deputy can take it, still the holder, so that nobody is forgotten."""
