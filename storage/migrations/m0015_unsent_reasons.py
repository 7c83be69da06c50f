"""Letters keep the bot's own reason for not having arrived, instead of Telegram's description of an error."""

import sqlalchemy as sa

REASONS = (
    ("never_bound", ("never bound",)),
    ("not_in_group", ("not a member", "kicked", "chat was deleted", "chat was deactivated")),
    ("no_rights", ("rights", "write_forbidden", "topic_", "thread not found")),
    ("blocked", ("blocked", "deactivated", "chat not found", "can't initiate")),
    ("too_many", ("too many requests",)),
    ("bad_token", ("telegram does not know the token", "unauthorized")),
    ("group_moved", ("the group is now",)),
    ("refused", ("bad request",)),
)
"""What earlier versions looked for in a stored description; the first match counted."""


def upgrade(db: sa.Connection) -> None:
    outbox = sa.table("outbox", sa.column("state", sa.Text), sa.column("error", sa.Text))
    description = sa.func.lower(outbox.c.error)
    cases = [
        (sa.or_(*(description.contains(text, autoescape=True) for text in texts)), reason) for reason, texts in REASONS
    ]
    reason = sa.case(
        (outbox.c.state == "unclear", "unconfirmed"),
        (sa.and_(outbox.c.state == "dropped", outbox.c.error == "restored"), "restored"),
        *cases,
        (outbox.c.state == "failed", "broken"),
        else_="unreachable",
    )
    db.execute(outbox.update().where(outbox.c.error == "").values(error=None))
    db.execute(outbox.update().where(outbox.c.error.is_not(None)).values(error=reason))
