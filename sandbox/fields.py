"""Read typed values from a request to the people API; a wrong value raises a SimError that names its field."""

import math
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request

from sandbox.errors import Refused, SimError
from sandbox.jsons import strict_loads
from sandbox.params import Upload
from sandbox.reading import TOO_LARGE, read_body, read_params

MISSING: Any = object()
MAX_INTEGER = 2**52


class Fields:
    def __init__(self, raw: Mapping[str, Any]) -> None:
        self.raw = raw

    def text(self, name: str, default: Any = MISSING) -> str:
        value = self._value(name, default)
        if not isinstance(value, str):
            raise SimError(f"{name} is a text.")
        try:
            value.encode()
        except UnicodeEncodeError:
            raise SimError(f"{name} is not a text in Unicode.") from None
        return value

    def optional_text(self, name: str) -> str | None:
        return None if self.raw.get(name) is None else self.text(name)

    def integer(self, name: str, default: Any = MISSING) -> int:
        """Return a whole number; queries and forms carry it as text."""
        value = self._value(name, default)
        try:
            number = int(value) if isinstance(value, str) else value
        except ValueError:
            number = None
        if type(number) is not int or abs(number) > MAX_INTEGER:
            raise SimError(f"{name} is a whole number.")
        return number

    def optional_integer(self, name: str) -> int | None:
        return None if self.raw.get(name) in (None, "") else self.integer(name)

    def number(self, name: str, default: Any = MISSING) -> float:
        value = self._value(name, default)
        try:
            number = float(value)
        except (TypeError, ValueError, OverflowError):
            number = math.nan
        if isinstance(value, bool) or not abs(number) < 10**9:
            raise SimError(f"{name} is a number.")
        return number

    def flag(self, name: str, default: bool) -> bool:
        value = self.raw.get(name)
        if value is None:
            return default
        if not isinstance(value, bool):
            raise SimError(f"{name} is true or false.")
        return value

    def integers(self, name: str) -> list[int]:
        values = self._value(name, MISSING)
        if not isinstance(values, list):
            raise SimError(f"{name} is a list of whole numbers.")
        return [Fields({name: value}).integer(name) for value in values]

    def mapping(self, name: str) -> dict[str, Any] | None:
        value = self.raw.get(name)
        if value is not None and not isinstance(value, dict):
            raise SimError(f"{name} is an object.")
        return value

    def time(self, name: str) -> datetime:
        try:
            moment = datetime.fromisoformat(self.text(name))
        except ValueError:
            raise SimError(f"{name} is a time in ISO 8601.") from None
        if moment.tzinfo is None:
            raise SimError(f"{name} has an offset, such as +08:00.")
        return moment

    def _value(self, name: str, default: Any) -> Any:
        value = self.raw.get(name)
        if value is not None:
            return value
        if default is MISSING:
            raise SimError(f"{name} is missing.")
        return default


def query_fields(request: Request) -> Fields:
    return Fields(request.query_params)


async def json_fields(request: Request) -> Fields:
    if not request.headers.get("content-type", "").lower().startswith("application/json"):
        raise SimError("The request is JSON and says so in its Content-Type.")
    try:
        raw = strict_loads(await read_body(request.receive))
    except Refused:
        raise SimError("The request is too large.") from None
    except ValueError:
        raise SimError("The request is not JSON.") from None
    if not isinstance(raw, dict):
        raise SimError("The request is a JSON object.")
    return Fields(raw)


async def form_fields(request: Request) -> tuple[Fields, list[Upload]]:
    """Return the fields and the files of a form."""
    try:
        params = await read_params(request.scope, request.receive)
    except Refused as refused:
        raise SimError("A file has at most 50 MB." if refused is TOO_LARGE else f"{refused.description}.") from None
    return Fields(params.values), list(params.files.values())


class ChatId(Convertor[int]):
    """A chat's id in a path. Starlette's own converter rejects negative numbers, which the ids of groups are."""

    regex = "-?[0-9]{1,15}"

    def convert(self, value: str) -> int:
        return int(value)

    def to_string(self, value: int) -> str:
        return str(value)


register_url_convertor("chat", ChatId())
