"""A reply as the calls to Telegram that bring it: each part arrives, or does not, by itself."""

from dataclasses import dataclass, replace

from bot.telegram.split import split
from plan.reply import DRAWING, File, Reply, Row

CAPTION = 1024


@dataclass(frozen=True)
class Part:
    """One call: a text, a file with the text under it, or several pictures as an album, which can have no buttons."""

    html: str = ""
    files: tuple[File, ...] = ()
    buttons: tuple[Row, ...] = ()
    silent: bool = False

    @property
    def messages(self) -> int:
        """How many messages Telegram counts."""
        return max(len(self.files), 1)


def parts(reply: Reply) -> list[Part]:
    """A long text is split, with the buttons under its end. A short text stands under its one file; a longer one, or
    that of several files, follows them. Several pictures are an album."""
    drawn = tuple(file for file in reply.files if file.kind == DRAWING)
    if len(drawn) > 1:
        rest = replace(reply, files=tuple(file for file in reply.files if file.kind != DRAWING))
        return [Part(files=drawn, silent=reply.silent), *parts(rest)]
    if len(reply.files) == 1 and len(split(reply.html, CAPTION)) == 1:
        return [Part(reply.html, reply.files, reply.buttons, reply.silent)]
    *heads, tail = split(reply.html)
    return [
        *(Part(files=(file,), silent=reply.silent) for file in reply.files),
        *(Part(head, silent=reply.silent) for head in heads),
        Part(tail, buttons=reply.buttons, silent=reply.silent),
    ]
