"""What a request of the people's face asks: values of the right kind, or a SimError that names the field."""

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
WHOLE_MOST = 2**52


class Asked:
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

    def maybe_text(self, name: str) -> str | None:
        return None if self.raw.get(name) is None else self.text(name)

    def whole(self, name: str, default: Any = MISSING) -> int:
        """Query and form carry numbers as texts."""
        value = self._value(name, default)
        try:
            number = int(value) if isinstance(value, str) else value
        except ValueError:
            number = None
        if type(number) is not int or abs(number) > WHOLE_MOST:
            raise SimError(f"{name} is a whole number.")
        return number

    def maybe_whole(self, name: str) -> int | None:
        return None if self.raw.get(name) in (None, "") else self.whole(name)

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

    def wholes(self, name: str) -> list[int]:
        values = self._value(name, MISSING)
        if not isinstance(values, list):
            raise SimError(f"{name} is a list of whole numbers.")
        return [Asked({name: value}).whole(name) for value in values]

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


def asked_query(request: Request) -> Asked:
    return Asked(request.query_params)


async def asked_json(request: Request) -> Asked:
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
    return Asked(raw)


async def asked_form(request: Request) -> tuple[Asked, Upload | None]:
    try:
        params = await read_params(request.scope, request.receive)
    except Refused as refused:
        raise SimError("A file has at most 50 MB." if refused is TOO_LARGE else f"{refused.description}.") from None
    return Asked(params.values), params.files.get("file")


class ChatId(Convertor[int]):
    """Ids of groups are below zero, which Starlette's own numbers are not."""

    regex = "-?[0-9]{1,15}"

    def convert(self, value: str) -> int:
        return int(value)

    def to_string(self, value: int) -> str:
        return str(value)


register_url_convertor("chat", ChatId())
