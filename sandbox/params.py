"""The parameters of one call of the Bot API, from a form (text) or from JSON (values)."""

import json
from dataclasses import dataclass, field
from typing import Any, cast

from sandbox.errors import bad
from sandbox.jsons import strict_loads

Json = dict[str, Any]
TRUE_WORDS = ("true", "yes", "1", "t")


@dataclass(frozen=True, slots=True)
class Upload:
    name: str
    content: bytes
    type: str = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Params:
    values: Json = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        return self.values.get(name) is not None

    def text(self, name: str, default: str = "") -> str:
        value = self.values.get(name)
        if value is None:
            return default
        if not isinstance(value, str):
            return json.dumps(value, ensure_ascii=False)
        if not value.isascii() and not _encodable(value):
            raise bad("strings must be encoded in UTF-8")
        return value

    def integer(self, name: str, default: int = 0) -> int:
        """Return a whole number, and 0 for anything else, as Telegram does; callers refuse 0 where it is invalid."""
        value = self.values.get(name)
        if value is None:
            return default
        try:
            return int(value)
        except (TypeError, ValueError, OverflowError):
            return 0

    def flag(self, name: str) -> bool:
        value = self.values.get(name)
        return value if isinstance(value, bool) else str(value).lower() in TRUE_WORDS

    def structure(self, name: str, complaint: str) -> Any:
        """Return a structured value, which forms carry as JSON text; None if it is absent or empty. Raises Refused."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return strict_loads(value)
        except UnicodeEncodeError:
            raise bad("strings must be encoded in UTF-8") from None
        except ValueError:
            raise bad(complaint) from None

    def mapping(self, name: str, complaint: str) -> Json | None:
        value = self.structure(name, complaint)
        if value is not None and not isinstance(value, dict):
            raise bad(complaint)
        return cast(Json | None, value)

    def logged(self) -> Json:
        """Return the parameters for the log of calls, with name and size of each upload."""
        if not self.files:
            return self.values
        return {**self.values, **{key: {"name": f.name, "size": len(f.content)} for key, f in self.files.items()}}


def _encodable(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
