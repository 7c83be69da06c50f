"""JSON as strict as the wire: no NaN, no infinity, no halves of characters."""

import json
import math
from typing import Any


def strict_loads(raw: str | bytes) -> Any:
    """Raises ValueError for all that is wrong with it."""
    text = raw if isinstance(raw, str) else raw.decode()
    try:
        found = json.loads(text, parse_constant=_refuse, parse_float=_finite)
    except RecursionError:
        raise ValueError("nested too deep") from None
    if "\\ud" in text or "\\uD" in text:
        json.dumps(found, ensure_ascii=False).encode()  # a lone surrogate has no bytes
    return found


def _refuse(name: str) -> float:
    raise ValueError(f"{name} is no JSON")


def _finite(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise ValueError(f"{digits} is too large")
    return number
