"""Check and complete URLs as Telegram does: http, https, tg and mailto."""

import re

HOST = re.compile(r"^(?:[^\s/?#@]+@)?(?:[\w-]+(?:\.[\w-]+)*|\[[0-9a-fA-F:.]+\])(?::\d{1,5})?$")
TG_USER = re.compile(r"^tg://user\?id=(\d+)$", re.IGNORECASE)


def checked_link(address: str) -> str | None:
    """Return the URL in the form in which Telegram returns it, or None if Telegram rejects it."""
    address = address.strip()
    if not address or any(char.isspace() for char in address):
        return None
    scheme, separator, rest = address.partition("://")
    if not separator:
        scheme, rest = "http", address
        if address.lower().startswith("mailto:"):
            return address
    if scheme.lower() == "tg":
        return f"tg://{rest}" if rest else None
    if scheme.lower() not in ("http", "https"):
        return None
    host = re.split(r"[/?#]", rest, maxsplit=1)[0]
    if not HOST.match(host) or (not separator and "." not in host):
        return None
    tail = rest[len(host) :]
    return f"{scheme.lower()}://{host.lower()}{tail if tail.startswith('/') else '/' + tail}"


def mentioned_user(address: str) -> int | None:
    hit = TG_USER.match(address)
    return int(hit.group(1)) if hit else None
