"""Store photos and documents in memory, by file_id and by path."""

import hashlib
import mimetypes
import re
from dataclasses import dataclass
from typing import Any

from sandbox.errors import bad
from sandbox.images import dimensions

Json = dict[str, Any]

MAX_UPLOAD, MAX_PHOTO, MAX_DOWNLOAD = 50 << 20, 10 << 20, 20 << 20
EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,8}$")


@dataclass(frozen=True, slots=True)
class Stored:
    file_id: str
    unique_id: str
    kind: str  # photo or document
    name: str
    path: str
    content: bytes

    @property
    def size(self) -> int:
        return len(self.content)

    def message_field(self) -> Json:
        """Return the field `photo` or `document` of a Message."""
        ids: Json = {"file_id": self.file_id, "file_unique_id": self.unique_id}
        if self.kind == "photo":
            width, height = dimensions(self.content) or (0, 0)
            return {"photo": [{**ids, "width": width, "height": height, "file_size": self.size}]}
        mime = mimetypes.guess_type(self.name)[0] or "application/octet-stream"
        return {"document": {"file_name": self.name, "mime_type": mime, **ids, "file_size": self.size}}


class Files:
    def __init__(self) -> None:
        self._by_id: dict[str, Stored] = {}
        self._by_path: dict[str, Stored] = {}

    def store(self, kind: str, name: str, content: bytes) -> Stored:
        """Store a file of the kind `photo` or `document`. Raises Refused for files that Telegram does not accept."""
        if not content:
            raise bad("file must be non-empty")
        if len(content) > MAX_UPLOAD:
            raise bad("file is too big")
        if kind == "photo":
            _check_photo(content)
        number = len(self._by_id) + 1
        unique = hashlib.sha256(content).hexdigest()[:16]
        mark = "AgAC" if kind == "photo" else "BQAC"
        ending = EXTENSION.search(name)
        suffix = ".jpg" if kind == "photo" else ending.group().lower() if ending else ""
        path = f"{kind}s/file_{number}{suffix}"
        stored = Stored(f"{mark}{number:08d}{unique}", unique, kind, _clean(name), path, content)
        self._by_id[stored.file_id] = self._by_path[path] = stored
        return stored

    def by_id(self, file_id: str) -> Stored | None:
        return self._by_id.get(file_id)

    def forget(self, file_id: str) -> None:
        """Delete a file, as Telegram does with old ones."""
        del self._by_path[self._by_id.pop(file_id).path]

    def by_path(self, path: str) -> Stored | None:
        return self._by_path.get(path)


def _clean(name: str) -> str:
    """Return the file name without folders and unprintable characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(char for char in last if char.isprintable()).strip()[:255] or "file"


def _check_photo(content: bytes) -> None:
    if len(content) > MAX_PHOTO:
        raise bad(f"file of size {len(content)} bytes is too big for a photo; the maximum size is {MAX_PHOTO} bytes")
    size = dimensions(content)
    if size is None or 0 in size:
        raise bad("IMAGE_PROCESS_FAILED")
    if sum(size) > 10_000 or max(size) > 20 * min(size):
        raise bad("PHOTO_INVALID_DIMENSIONS")
