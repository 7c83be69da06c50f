"""Convert between strings and UTF-16 code units, in which Telegram measures entities."""


def length16(text: str) -> int:
    if text.isascii():
        return len(text)
    return len(bytes16(text)) // 2


def bytes16(text: str) -> bytes:
    """Return two bytes per unit, so that an entity is a slice."""
    return text.encode("utf-16-le", "surrogatepass")


def cut16(units: bytes, start: int, end: int) -> str:
    return units[2 * start : 2 * end].decode("utf-16-le", "replace")
