"""Effective settings: settings.toml, then the environment. `python -m settings` prints them, secrets masked."""

import sys
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from setting_sections.bounds import PositiveFloat, PositiveInt
from setting_sections.operation import AutoscaleSettings, LogSettings, MonitoringSettings, WebSettings
from setting_sections.services import FaceitSettings, FallbackSettings, TelegramSettings
from setting_sections.stores import PictureSettings, PrivacySettings, RedisSettings, StorageSettings
from setting_sections.work import BulkSettings, DeadlineSettings, TaskSettings, WorkerSettings

__all__ = [
    "ROOT", "TOML", "Settings", "load", "main", "problems",
    "PositiveFloat", "PositiveInt",
    "AutoscaleSettings", "BulkSettings", "DeadlineSettings", "FaceitSettings", "FallbackSettings", "LogSettings",
    "MonitoringSettings", "PictureSettings", "PrivacySettings", "RedisSettings", "StorageSettings", "TaskSettings",
    "TelegramSettings", "WebSettings", "WorkerSettings",
]  # fmt: skip

ROOT = Path(__file__).parent
TOML = ROOT / "settings.toml"


class Settings(BaseSettings):
    """Everything the processes need to know. Raises pydantic's ValidationError when a value is wrong."""

    model_config = SettingsConfigDict(
        toml_file=TOML, env_nested_delimiter="__", extra="ignore", hide_input_in_errors=True
    )

    bot_token: SecretStr = SecretStr("")
    faceit_api_key: SecretStr = SecretStr("")
    redis_url: SecretStr = SecretStr("")
    database_url: SecretStr = SecretStr("")
    admin_ids: str = ""
    port: int = Field(default=8080, gt=0, lt=65536)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    telegram_api_url: str = "https://api.telegram.org"
    telegram_webhook_url: str = ""
    faceit_base_url: str = "https://open.faceit.com/data/v4"
    dashboard_user: str = "admin"
    dashboard_password: SecretStr = SecretStr("")

    redis: RedisSettings
    tasks: TaskSettings
    bulk: BulkSettings
    deadlines: DeadlineSettings
    workers: WorkerSettings
    faceit: FaceitSettings
    telegram: TelegramSettings
    fallback: FallbackSettings
    storage: StorageSettings
    pictures: PictureSettings
    privacy: PrivacySettings
    web: WebSettings
    autoscale: AutoscaleSettings
    monitoring: MonitoringSettings
    logs: LogSettings

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value

    @field_validator("admin_ids")
    @classmethod
    def _numbers(cls, value: str) -> str:
        if any(not part.strip().lstrip("-").isdigit() for part in value.split(",") if part.strip()):
            raise ValueError("must be Telegram ids separated by commas")
        return value

    @property
    def admins(self) -> frozenset[int]:
        """Telegram ids of the admins."""
        return frozenset(int(part) for part in self.admin_ids.split(",") if part.strip())

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment wins over settings.toml."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


@lru_cache(maxsize=1)
def load() -> Settings:
    """The settings of this process, read once. Raises pydantic.ValidationError."""
    return Settings()


def problems(settings: Settings) -> list[str]:
    """What keeps the processes from serving people, one readable line each."""
    missing = [
        f"{name} is not set: {why}"
        for name, value, why in (
            ("BOT_TOKEN", settings.bot_token, "the bot can't sign in to Telegram"),
            ("FACEIT_API_KEY", settings.faceit_api_key, "FACEIT answers nothing without a key"),
        )
        if not value.get_secret_value()
    ]
    if not settings.admin_ids:
        missing.append("ADMIN_IDS is not set: nobody gets alerts or admin commands")
    if settings.redis.db_tasks == settings.redis.db_cache:
        missing.append("redis.db_tasks and redis.db_cache are the same: a full cache would stop the broker")
    return missing


def main() -> int:
    """Print the effective settings, then a line for each problem; exit code 1 if a value is wrong."""
    try:
        settings = load()
    except ValidationError as error:
        for item in error.errors():
            print(f"wrong: {'.'.join(str(part) for part in item['loc'])}: {item['msg']}")
        return 1
    for name, value in settings.model_dump(by_alias=True).items():
        if isinstance(value, dict):
            print(f"[{name}]")
            for key, inner in value.items():
                print(f"  {key} = {inner}")
        else:
            print(f"{name.upper()} = {value}")
    for line in problems(settings):
        print(f"note: {line}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
