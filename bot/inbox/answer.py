"""An answer as a value: a reply with its address."""

import json
from dataclasses import dataclass
from datetime import datetime

from bot.telegram.updates import Incoming
from plan.reply import Reply


@dataclass(frozen=True)
class Answer:
    """`message_id` is the message that the answer replaces, `tap_id` the tap that it answers, `asked_at` the
    moment, aware, at which the update arrived. `refuses` is whether it says why nothing was done."""

    chat_id: int
    reply: Reply
    asked_at: datetime
    thread_id: int | None = None
    message_id: int | None = None
    tap_id: str = ""
    refuses: bool = False

    def dump(self) -> str:
        values = vars(self) | {"reply": self.reply.dump(), "asked_at": self.asked_at.isoformat()}
        return json.dumps(values, ensure_ascii=False)

    @classmethod
    def load(cls, dumped: str, received_at: datetime) -> "Answer":
        """Answers of an earlier version are lists without `asked_at`; they get `received_at`, that of their update."""
        values = json.loads(dumped)
        if isinstance(values, list):
            chat_id, reply, *rest = values
            return cls(chat_id, Reply.load(reply), received_at, *rest)
        reply, asked_at = Reply.load(values.pop("reply")), datetime.fromisoformat(values.pop("asked_at"))
        return cls(reply=reply, asked_at=asked_at, **values)


def answer_to(update: Incoming, reply: Reply) -> Answer:
    """Address `reply` to the chat of `update`: in place of the message under whose button somebody tapped, unless the
    reply has files or asks for a message of its own."""
    replaced = None if reply.fresh or reply.files else update.message_id
    return Answer(update.chat.id, reply, update.arrived_at, update.chat.thread_id, replaced, update.tap_id)
