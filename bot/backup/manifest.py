"""The manifest of a backup: its members with their digests, and counts of what the database holds."""

import re
from datetime import UTC, datetime
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from bot.cli.fault import Fault

NAME = "manifest.json"
DATABASE = "duban.db"
FILES = "evidence/"
MEMBER = re.compile(r"duban\.db|evidence/[0-9a-f]{64}")
ARCHIVE = re.compile(r"duban-(\d{8}-\d{6})\.tar")
STAMP = "%Y%m%d-%H%M%S"
MOST_BYTES = 64 * 1024 * 1024
"""Size limit of a manifest; that of a million files is this large."""


class Member(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    size: int = Field(ge=0)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


class Manifest(BaseModel):
    """`missing` are digests of evidence that the database names and that was not on disk. `damaged` are digests of
    evidence whose content has changed since; it is in the backup as it was found."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: Literal[1] = 1
    version: str
    schema_number: int = Field(ge=0)
    made_at: AwareDatetime = Field(gt=datetime(2000, 1, 1, tzinfo=UTC), lt=datetime(2200, 1, 1, tzinfo=UTC))
    counts: dict[str, int]
    members: dict[str, Member]
    missing: list[str] = []
    damaged: list[str] = []


def read(content: bytes) -> Manifest:
    """Parse a manifest. Raises Fault."""
    try:
        return Manifest.model_validate_json(content)
    except ValidationError:
        raise Fault("备份文件的清单无法识别。") from None
