"""An answer as a value: a reply with its address."""

import json
from dataclasses import dataclass
from datetime import datetime

from plan.reply import Reply


@dataclass(frozen=True)
class Answer:
    """`message_id` is the message that it replaces, `tap_id` the tap that it answers, `asked_at` when what it answers
    came in, aware."""

    chat_id: int
    reply: Reply
    asked_at: datetime
    thread_id: int | None = None
    message_id: int | None = None
    tap_id: str = ""

    def dump(self) -> str:
        values = vars(self) | {"reply": self.reply.dump(), "asked_at": self.asked_at.isoformat()}
        return json.dumps(values, ensure_ascii=False)

    @classmethod
    def load(cls, dumped: str, received_at: datetime) -> "Answer":
        """An earlier version did not note when it was asked: that was when the update came."""
        values = json.loads(dumped)
        if isinstance(values, list):
            chat_id, reply, *more = values
            return cls(chat_id, Reply.load(reply), received_at, *more)
        reply, asked_at = Reply.load(values.pop("reply")), datetime.fromisoformat(values.pop("asked_at"))
        return cls(reply=reply, asked_at=asked_at, **values)
