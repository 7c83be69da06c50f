"""Who acts from a post and who receives what is meant for it while its holder is away (B岗): said here alone."""

import sqlalchemy as sa

from storage.schema import leaves, people, posts

TODAY = sa.bindparam("today", type_=sa.Date)
ON_LEAVE = sa.select(leaves.c.person_id).where(leaves.c.first <= TODAY, leaves.c.last >= TODAY)
AWAY = sa.or_(posts.c.person_id.is_(None), posts.c.person_id.in_(ON_LEAVE))
"""Nobody is at the post today: its holder is on leave, or there is none."""

ACTS = sa.or_(posts.c.person_id == people.c.id, sa.and_(posts.c.deputy_id == people.c.id, AWAY))
"""The holder always, for he may act while he is away; his deputy meanwhile."""

deputies = people.alias("deputies")
DEPUTY_IS_THERE = (
    sa.exists()
    .where(deputies.c.id == posts.c.deputy_id, deputies.c.reachable, deputies.c.id.not_in(ON_LEAVE))
    .correlate(posts)
)
RECEIVER = sa.case((sa.and_(AWAY, DEPUTY_IS_THERE), posts.c.deputy_id), else_=posts.c.person_id)
"""The id of one person: where no deputy can take it, still the holder, so that nobody is forgotten."""
