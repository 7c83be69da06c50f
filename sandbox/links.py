"""Addresses as Telegram accepts them: http, https, tg and mailto, completed where a scheme is missing."""

import re

HOST = re.compile(r"^(?:[^\s/?#@]+@)?(?:[\w-]+(?:\.[\w-]+)*|\[[0-9a-fA-F:.]+\])(?::\d{1,5})?$")
TG_USER = re.compile(r"^tg://user\?id=(\d+)$", re.IGNORECASE)


def checked_link(address: str) -> str | None:
    """The address as Telegram shows it again, or None for what it takes for no address."""
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
