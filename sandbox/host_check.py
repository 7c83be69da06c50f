"""Refuse requests for other host names, and requests from pages of other sites."""

from starlette.responses import JSONResponse
from starlette.types import Receive, Scope, Send

LOOPBACK_HOSTS = frozenset(("localhost", "127.0.0.1", "[::1]"))


class HostCheck:
    """Checks the Host and Origin headers, since any web page can make a browser send requests to this machine."""

    def __init__(self, hosts: frozenset[str] | None) -> None:
        self._hosts = hosts

    def refuses(self, scope: Scope) -> bool:
        host = origin = b""
        for name, value in scope["headers"]:
            if name == b"host":
                host = value
            elif name == b"origin":
                origin = value
        if self._hosts is not None and _name(host.decode("latin-1")) not in self._hosts:
            return True
        return bool(origin) and origin.partition(b"://")[2] != host

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = JSONResponse({"error": "The sandbox speaks with this machine only."}, 403)
        await refusal(scope, receive, send)


def _name(host: str) -> str:
    """Return the host without its port."""
    head, colon, port = host.rpartition(":")
    return head if colon and port.isdigit() else host
