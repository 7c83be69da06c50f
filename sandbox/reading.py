"""Read the parameters of an HTTP request from its query and its body (JSON, form or multipart)."""

from typing import Any

from starlette.datastructures import Headers
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.types import Receive, Scope

from sandbox.errors import Refused, bad
from sandbox.forms import MAX_FIELDS, read_form
from sandbox.jsons import strict_loads
from sandbox.params import Params, Upload

MAX_BODY = (50 << 20) + (1 << 20)  # a file of 50 MB and other fields
TOO_LARGE = Refused(413, "Request Entity Too Large")
MAX_FIELD_BYTES = 4 << 20


async def read_params(scope: Scope, receive: Receive) -> Params:
    """Return the parameters of a request. Raises Refused."""
    query = scope["query_string"]
    values: dict[str, Any] = {**read_form(query)} if query else {}
    headers = dict(scope["headers"])
    if int(headers.get(b"content-length") or 0) > MAX_BODY:
        raise TOO_LARGE
    kind = headers.get(b"content-type", b"").lower()
    if kind.startswith(b"multipart/form-data"):
        return await _multipart(scope, receive, values)
    body = await read_body(receive)
    if not body:
        return Params(values)
    if kind.startswith(b"application/json"):
        return Params({**values, **_json(body)})
    return Params({**values, **read_form(body)})


async def read_body(receive: Receive) -> bytes:
    event = await receive()
    if not event.get("more_body"):
        return bytes(event.get("body", b""))
    pieces, size = [event["body"]], len(event["body"])
    while event.get("more_body"):
        event = await receive()
        pieces.append(event.get("body", b""))
        size += len(pieces[-1])
        if size > MAX_BODY:
            raise TOO_LARGE
    return b"".join(pieces)


def _json(body: bytes) -> dict[str, Any]:
    try:
        values = strict_loads(body)
    except UnicodeError:
        raise bad("strings must be encoded in UTF-8") from None
    except ValueError:
        raise bad("can't parse JSON object of the request") from None
    if not isinstance(values, dict):
        raise bad("expected a JSON object as the request")
    return values


class InMemory(MultiPartParser):
    spool_max_size = MAX_BODY  # keeps files in memory, without a thread for reading them from disk


async def _multipart(scope: Scope, receive: Receive, values: dict[str, Any]) -> Params:
    parser = InMemory(Headers(scope=scope), _stream(receive), max_fields=MAX_FIELDS, max_part_size=MAX_FIELD_BYTES)
    try:
        form = await parser.parse()
    except (MultiPartException, KeyError, UnicodeDecodeError):
        raise bad("can't parse the multipart form") from None
    files: dict[str, Upload] = {}
    try:
        for name, value in form.multi_items():
            if isinstance(value, str):
                values[name] = value
            else:
                content_type = value.content_type or "application/octet-stream"
                # Several files may have one name, as those of an album do.
                key = f"{name}[{len(files)}]" if name in files else name
                files[key] = Upload(value.filename or name, await value.read(), content_type)
    finally:
        await form.close()
    return Params(values, files)


async def _stream(receive: Receive) -> Any:
    size, more = 0, True
    while more:
        event = await receive()
        piece = event.get("body", b"")
        size += len(piece)
        if size > MAX_BODY:
            raise TOO_LARGE
        more = event.get("more_body", False)
        yield piece
