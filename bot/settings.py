"""Read the settings from the environment and `.env`. A wrong one ends the start with a sentence that names it."""

import os
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.cli.checks import reason
from plan.evidence_quota import Quota
from storage.lease import file_of

TELEGRAM = "https://api.telegram.org"


class WrongSetting(Exception):
    """A setting is wrong. The message is the sentence that the administrator reads."""


class Settings(BaseSettings):
    """`bot_api_url` is the root before `/bot<token>/…` and `/file/bot<token>/…`."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore", env_ignore_empty=True)

    bot_token: str = Field(default="", pattern=r"^(\d{3,20}:[\w-]{30,64})?$")
    bot_api_url: str = Field(default=TELEGRAM, pattern=r"^https?://[^\s/?#]+(/[^\s?#]*)?$")
    database_url: str = Field(
        default="sqlite+aiosqlite:///data/duban.db",
        pattern=r"^(sqlite\+aiosqlite:///[^?\s][^?]*|postgresql\+asyncpg://\S+)$",
    )
    evidence_dir: str = ""
    evidence_files_per_report: int = Field(default=20, ge=1)
    evidence_mb_per_person_a_day: float = Field(default=200, gt=0, allow_inf_nan=False)
    evidence_gb_in_all: float = Field(default=20, gt=0, allow_inf_nan=False)
    backup_dir: str = ""
    timezone: str = "Asia/Shanghai"
    proxy_url: str = Field(default="", pattern=r"^(https?://\S+)?$")
    log_level: str = Field(default="INFO", pattern=r"^(DEBUG|INFO|WARNING|ERROR)$")

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        """Look for this one time zone: listing all of them would open six hundred files at every start."""
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError):  # The name is unknown, is no path, or is a folder of time zones.
            raise ValueError("unknown time zone") from None
        return value

    @field_validator("database_url")
    @classmethod
    def _on_disk(cls, value: str) -> str:
        """Refuse databases in memory, which an empty path means too: nothing in them survives the process."""
        path = value.partition(":///")[2]
        if value.startswith("sqlite") and (path.startswith((":memory:", "file:")) or path.endswith("/")):
            raise ValueError("not a file")
        return value

    @field_validator("bot_api_url")
    @classmethod
    def _no_slash(cls, value: str) -> str:
        return value.rstrip("/")

    @property
    def files(self) -> Path:
        """Return the folder of the files that people hand in: by default beside the database."""
        return Path(self.evidence_dir) if self.evidence_dir else self._beside / "evidence"

    @property
    def backups(self) -> Path:
        """Return the folder of backups: by default beside the database."""
        return Path(self.backup_dir) if self.backup_dir else self._beside / "backups"

    @property
    def _beside(self) -> Path:
        return Path(file_of(self.database_url) or "data/duban.db").parent

    @property
    def bot_id(self) -> int:
        """Return the bot's id in Telegram, with which its token begins."""
        return int(self.bot_token.partition(":")[0] or 0)

    @property
    def quota(self) -> Quota:
        return Quota(self.evidence_files_per_report, self.evidence_mb_per_person_a_day, self.evidence_gb_in_all)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


HINTS = {
    "bot_token": "应为 @BotFather 给的令牌，形如 123456789:AA…",
    "bot_api_url": "应为服务器地址，形如 https://api.telegram.org",
    "database_url": "应形如 sqlite+aiosqlite:///data/duban.db，不带参数，不能是内存数据库",
    "evidence_dir": "应为文件夹的路径",
    "evidence_files_per_report": "应为不小于1的整数",
    "evidence_mb_per_person_a_day": "应为大于0的数",
    "evidence_gb_in_all": "应为大于0的数",
    "backup_dir": "应为文件夹的路径",
    "timezone": "应为时区名称，形如 Asia/Shanghai",
    "proxy_url": "应为 HTTP 代理地址，形如 http://127.0.0.1:3128",
    "log_level": "应为 DEBUG、INFO、WARNING 或 ERROR",
}


def load() -> Settings:
    """Return the settings. Raises WrongSetting, never with the value, which may be a secret."""
    _check_readable(Path(".env"))
    try:
        return Settings()
    except ValidationError as error:
        name = str(error.errors()[0]["loc"][0])
        raise WrongSetting(f"设置 {name.upper()} 有误：{HINTS[name]}。") from None


def _check_readable(path: Path) -> None:
    """Raise WrongSetting if the file is there but can't be read: without its token the bot would start as a demo."""
    try:
        if os.path.lexists(path):
            path.read_bytes().decode()
    except OSError as error:
        raise WrongSetting(f"设置文件 .env 无法读取：{reason(error)}。") from None
    except UnicodeDecodeError:
        raise WrongSetting("设置文件 .env 不是 UTF-8 编码，请另存为 UTF-8。") from None
