"""The parameters of one call, however they came: as text of a form, or as values of JSON."""

import json
from dataclasses import dataclass, field
from typing import Any, cast

from sandbox.errors import bad
from sandbox.jsons import strict_loads

Json = dict[str, Any]
YES = ("true", "yes", "1", "t")


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
        """What is no number reads as 0, as Telegram does, and is refused for what 0 means there."""
        value = self.values.get(name)
        if value is None:
            return default
        try:
            return int(value)
        except (TypeError, ValueError, OverflowError):
            return 0

    def flag(self, name: str) -> bool:
        value = self.values.get(name)
        return value if isinstance(value, bool) else str(value).lower() in YES

    def structure(self, name: str, complaint: str) -> Any:
        """A value that forms carry as JSON in a text; None where it is absent or empty."""
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
        found = self.structure(name, complaint)
        if found is not None and not isinstance(found, dict):
            raise bad(complaint)
        return cast(Json | None, found)

    def logged(self) -> Json:
        """For the log of calls: uploads by name and size."""
        if not self.files:
            return self.values
        return {**self.values, **{key: {"name": f.name, "size": len(f.content)} for key, f in self.files.items()}}


def _encodable(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
