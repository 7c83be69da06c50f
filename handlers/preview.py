"""The preview of words that go to other people: what they will read, who they are, and one button that sends it."""

from dataclasses import dataclass

from handlers.ask import Ask
from plan.checksum import stamp
from plan.reply import Button, Reply

NOT_SHOWN = "（不上机，不在此显示，也不发送）"
NOT_SENT = "情况已有变化，尚未发出，请重新确认。"


def unsent(words: str) -> str:
    """Return the line of a refusal that says what the person wrote and what was not sent; empty without words."""
    return f"\n您的文字未发出：{words}" if words else ""


@dataclass(frozen=True)
class Preview:
    """What would be sent.

    `line` is the command line without a checksum and without the `words`; the person's next words complete it, and so
    replace these words. `facts` are what the preview depends on besides the words: once they have changed, its button
    sends nothing. `confirm` is the label of that button, and `back` the line of the button that leads back.
    `hides_words` is for a restricted task (不上机), of which no message has more than the number and the unit.
    """

    line: str
    words: str
    heading: str
    label: str
    confirm: str
    back: str
    about: str = ""
    receivers: tuple[str, ...] = ()
    facts: tuple[object, ...] = ()
    hides_words: bool = False

    @property
    def stamp(self) -> str:
        return stamp(self.line, *self.facts, self.words)

    def unless(self, ask: Ask, confirmed: str, note: str = "") -> Reply | None:
        """Return the preview as a message, or None if `confirmed` is its checksum.

        `note` says what has changed since the person saw it. Without one, the message says so if the person has
        confirmed another preview.
        """
        if confirmed == self.stamp and not note:
            return None
        return self._reply(ask, note or (NOT_SENT if confirmed else ""))

    def _reply(self, ask: Ask, note: str) -> Reply:
        """Return the message; its button carries the whole command line with the words."""
        text = ask.render(
            "words_preview", note=note, heading=self.heading, about=self.about, label=self.label,
            words=NOT_SHOWN if self.hides_words else self.words, receivers=self.receivers, confirm=self.confirm,
        )  # fmt: skip
        confirm = Button(self.confirm, f"{self.line} {self.stamp} {self.words}")
        return Reply(text, ((Button("返回", self.back), confirm),), question=self.line)
