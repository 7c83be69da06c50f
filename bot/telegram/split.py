"""Splitting a long text at 4096 characters: on line borders, with the markup closed and opened again."""

import re
from html import unescape

MOST = 4096
TOKEN = re.compile(r"<(/?)([a-z-]+)[^>]*>|&(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);|[^<&]|.", re.DOTALL)


def units(text: str) -> int:
    """Telegram counts as UTF-16 does: an emoji is two."""
    return len(text.encode("utf-16-le")) // 2


def split(html: str, most: int = MOST) -> list[str]:
    """At least one part; each has at most `most` characters of text and balanced tags of its own."""
    if len(html) * 2 <= most or units(html) <= most:
        return [html]
    parts = [_Part([])]
    for line in re.split(r"(?<=\n)", html):
        if parts[-1].size + units(unescape(re.sub(r"<[^>]*>", "", line))) > most and parts[-1].size:
            parts.append(_Part(parts[-1].open))
        for token in TOKEN.finditer(line):
            size = 0 if token[2] else units(unescape(token[0]))
            if parts[-1].size + size > most:
                parts.append(_Part(parts[-1].open))
            parts[-1].add(token, size)
    return [text for part in parts if (text := part.closed())] or [html]


class _Part:
    def __init__(self, opened: list[tuple[str, str]]) -> None:
        self.open = list(opened)
        self.size = 0
        self._html = [tag for _, tag in opened]
        self._seen = False

    def add(self, token: re.Match[str], size: int) -> None:
        self._html.append(token[0])
        self.size += size
        self._seen = self._seen or bool(size and not token[0].isspace())
        if token[2] and token[1]:
            self.open.pop()
        elif token[2]:
            self.open.append((token[2], token[0]))

    def closed(self) -> str:
        """Empty where nothing is to be seen in it: Telegram refuses such a text."""
        return "".join([*self._html, *(f"</{name}>" for name, _ in reversed(self.open))]) if self._seen else ""
