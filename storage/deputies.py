"""SQL conditions: who acts from a post and who receives its letters while its holder is away (B岗)."""

from typing import Any

import sqlalchemy as sa

from storage.schema import leaves, people, posts

TODAY = sa.bindparam("today", type_=sa.Date)
deputies = people.alias("deputies")


def _on_leave(person_id: sa.ColumnElement[Any], of: sa.FromClause) -> sa.Exists:
    """Return the condition that the person is on leave today, correlated because old leaves are never deleted."""
    return (
        sa.exists()
        .where(leaves.c.person_id == person_id, leaves.c.first <= TODAY, leaves.c.last >= TODAY)
        .correlate(of)
    )


AWAY = sa.or_(posts.c.person_id.is_(None), _on_leave(posts.c.person_id, posts))
"""True if the holder of the post is on leave today, or there is no holder."""

ACTS = sa.or_(posts.c.person_id == people.c.id, sa.and_(posts.c.deputy_id == people.c.id, AWAY))
"""True for the holder, who may act also while away, and for the deputy while the holder is away."""

DEPUTY_IS_AVAILABLE = (
    sa.exists()
    .where(deputies.c.id == posts.c.deputy_id, deputies.c.reachable, ~_on_leave(deputies.c.id, deputies))
    .correlate(posts)
)
RECEIVER = sa.case((sa.and_(AWAY, DEPUTY_IS_AVAILABLE), posts.c.deputy_id), else_=posts.c.person_id)
"""The id of the person who receives: the deputy while the holder is away and the deputy available, else the holder."""
