"""Letters: queued under a key, changed while they wait, claimed, sent, counted."""

from storage.outbox.queue import (
    New,
    Out,
    Sent,
    again,
    any_of,
    batched,
    card_days,
    counts,
    firings,
    first_time,
    get,
    got_today,
    last_id,
    last_to,
    of_person,
    put,
    put_all,
    reminder_keys,
    told,
)  # fmt: skip

__all__ = [
    "New", "Out", "Sent", "again", "any_of", "batched", "card_days", "counts", "firings", "first_time", "get",
    "got_today", "last_id", "last_to", "of_person", "put", "put_all", "reminder_keys", "told",
]  # fmt: skip
