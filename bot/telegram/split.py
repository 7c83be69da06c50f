"""Split long HTML into messages of at most 4096 characters, at line ends; tags are closed and opened again."""

import re
from html import unescape

MOST = 4096
TOKEN = re.compile(r"<(/?)([a-z-]+)[^>]*>|&(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);|[^<&]|.", re.DOTALL)


def units(text: str) -> int:
    """Return the length as Telegram counts it, in UTF-16 code units: an emoji counts as two."""
    return len(text.encode("utf-16-le")) // 2


def split(html: str, most: int = MOST) -> list[str]:
    """Return at least one part, each with balanced tags and at most `most` characters of text, counted by `units`."""
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
    """A part that is being written. `open` are the names and the opening tags that are open at its end."""

    def __init__(self, open_tags: list[tuple[str, str]]) -> None:
        self.open = list(open_tags)
        self.size = 0
        self._html = [tag for _, tag in open_tags]
        self._is_visible = False

    def add(self, token: re.Match[str], size: int) -> None:
        self._html.append(token[0])
        self.size += size
        self._is_visible = self._is_visible or bool(size and not token[0].isspace())
        if token[2] and token[1]:
            self.open.pop()
        elif token[2]:
            self.open.append((token[2], token[0]))

    def closed(self) -> str:
        """Return the HTML with all tags closed, or "" if it shows nothing: Telegram refuses such a text."""
        return "".join([*self._html, *(f"</{name}>" for name, _ in reversed(self.open))]) if self._is_visible else ""
