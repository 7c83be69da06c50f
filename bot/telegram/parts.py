"""Divide a reply into the calls to Telegram that send it. Each call succeeds or fails by itself."""

from dataclasses import dataclass, replace

from bot.telegram.split import split
from plan.reply import DRAWING, File, Reply, Row

CAPTION = 1024


@dataclass(frozen=True)
class Part:
    """One call: a text, a file with a caption, or an album of pictures, which can have no buttons."""

    html: str = ""
    files: tuple[File, ...] = ()
    buttons: tuple[Row, ...] = ()
    silent: bool = False

    @property
    def messages(self) -> int:
        """Return how many messages this is by Telegram's count."""
        return max(len(self.files), 1)


def parts(reply: Reply) -> list[Part]:
    """A short text becomes the caption of the reply's only file; otherwise the text follows the files. A long text is
    split, with the buttons under its last part. Two or more pictures become an album.
    """
    pictures = tuple(file for file in reply.files if file.kind == DRAWING)
    if len(pictures) > 1:
        rest = replace(reply, files=tuple(file for file in reply.files if file.kind != DRAWING))
        return [Part(files=pictures, silent=reply.silent), *parts(rest)]
    if len(reply.files) == 1 and len(split(reply.html, CAPTION)) == 1:
        return [Part(reply.html, reply.files, reply.buttons, reply.silent)]
    *heads, tail = split(reply.html)
    return [
        *(Part(files=(file,), silent=reply.silent) for file in reply.files),
        *(Part(head, silent=reply.silent) for head in heads),
        Part(tail, buttons=reply.buttons, silent=reply.silent),
    ]
