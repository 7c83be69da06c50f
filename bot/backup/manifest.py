"""What a backup holds: its members with their digests, and what the copy of the database counts."""

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
"""Of a manifest: a million files have one of this size."""


class Member(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    size: int = Field(ge=0)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


class Manifest(BaseModel):
    """`missing` are the digests of evidence that the database names and that was not on disk; `damaged` of evidence
    whose bytes were no longer those that came in: kept as they were."""

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
    """Raises Fault."""
    try:
        return Manifest.model_validate_json(content)
    except ValidationError:
        raise Fault("备份文件的清单无法识别。") from None
