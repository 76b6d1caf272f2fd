"""Effective settings: settings.toml, then the environment. `python -m settings` prints them, secrets masked."""

import sys
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

ROOT = Path(__file__).parent
TOML = ROOT / "settings.toml"

PositiveInt = Field(gt=0)
PositiveFloat = Field(gt=0)


class RedisSettings(BaseModel, extra="forbid"):
    """Where Redis is when REDIS_URL is not set, and which databases are used in any case."""

    host: str
    port: int = Field(gt=0, lt=65536)
    db_tasks: int = Field(ge=0)
    db_cache: int = Field(ge=0)
    password: SecretStr
    cache_max_mb: int = PositiveInt
    max_connections: int = Field(ge=2)
    answer_seconds: float = PositiveFloat


class TaskSettings(BaseModel, extra="forbid"):
    """Limits and retention of tasks; names say the unit."""

    max_concurrent_per_user: int = PositiveInt
    progress_update_interval: float = PositiveFloat
    progress_min_interval: float = PositiveFloat
    progress_min_interval_group: float = PositiveFloat
    cleanup_hours: float = PositiveFloat
    failure_days: float = PositiveFloat
    work_hours: float = PositiveFloat
    report_reuse_seconds: float = PositiveFloat
    refresh_seconds: float = PositiveFloat
    max_retries: int = Field(ge=0)
    max_deliveries: int = PositiveInt
    calls_per_day: int = PositiveInt
    queue_timeout_minutes: float = PositiveFloat
    queue_timeout_low_minutes: float = PositiveFloat


class BulkSettings(BaseModel, extra="forbid"):
    """Limits of a bulk, and how it shares the queue."""

    max_matches: int = Field(gt=0, le=100)
    max_file_kb: int = PositiveInt
    window: int = PositiveInt
    extended_hours: float = PositiveFloat
    offer_minutes: float = PositiveFloat


class DeadlineSettings(BaseModel, extra="forbid"):
    """Seconds a run of each type may take from its first step's start."""

    match_analysis: float = PositiveFloat
    player_performance: float = PositiveFloat
    bulk_analysis: float = PositiveFloat
    user_analytics: float = PositiveFloat
    team_analysis: float = PositiveFloat


class WorkerSettings(BaseModel, extra="forbid"):
    """How worker processes poll, beat and stop."""

    heartbeat_timeout_ms: int = PositiveInt
    maintenance_chance: int = Field(gt=0, le=1_000_000)
    poll_ms: int = PositiveInt
    shutdown_timeout_ms: int = PositiveInt
    reconcile_seconds: float = PositiveFloat
    executor_threads: int = PositiveInt


class FaceitSettings(BaseModel, extra="forbid"):
    """The Data API: timeouts and TTLs in seconds, limits of one key."""

    timeout_connect: float = PositiveFloat
    timeout_read: float = PositiveFloat
    rate_per_second: float = PositiveFloat
    calls_per_hour: int = PositiveInt
    hour_short: float = Field(gt=0, le=1)
    hour_last: float = Field(gt=0, le=1)
    keep_stale_hours: float = Field(ge=0, le=24)
    max_concurrent: int = PositiveInt
    max_wait: float = PositiveFloat
    recent_matches: int = Field(gt=0, le=100)
    ttl_match: float = PositiveFloat
    ttl_match_finished: float = PositiveFloat
    ttl_player: float = PositiveFloat
    ttl_lifetime: float = PositiveFloat
    ttl_games: float = PositiveFloat
    ttl_search: float = PositiveFloat
    ttl_match_stats: float = PositiveFloat
    map_pool: list[str] = Field(min_length=1)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.hour_short > self.hour_last:
            raise ValueError("hour_short must not be above hour_last")
        return self


class TelegramSettings(BaseModel, extra="forbid"):
    """Telegram's limits as this bot keeps them."""

    overall_per_second: float = PositiveFloat
    chat_per_second: float = PositiveFloat
    chat_burst: int = PositiveInt
    group_per_minute: float = PositiveFloat
    poll_timeout: int = PositiveInt
    send_timeout: float = PositiveFloat
    updates_flood: int = PositiveInt
    lease_seconds: float = PositiveFloat


class FallbackSettings(BaseModel, extra="forbid"):
    """What the bot does alone while Redis is away."""

    max_runs: int = PositiveInt
    max_waiting: int = PositiveInt
    rate_share: float = Field(gt=0, le=1)


class StorageSettings(BaseModel, extra="forbid"):
    """The database: the file when DATABASE_URL is not set, seconds to wait for it, days things are kept."""

    sqlite_path: str = Field(min_length=1)
    connect_timeout: float = PositiveFloat
    statement_timeout: float = PositiveFloat
    history_days: float = PositiveFloat
    prediction_days: float = PositiveFloat


class PictureSettings(BaseModel, extra="forbid"):
    """How long to wait for pictures and to keep them."""

    wait_seconds: float = PositiveFloat
    keep_minutes: float = PositiveFloat
    cache_max_mb: int = PositiveInt


class PrivacySettings(BaseModel, extra="forbid"):
    """How people are made unrecognisable in what is kept of them, and who answers for it."""

    contact: str
    hash_key: SecretStr


class WebSettings(BaseModel, extra="forbid"):
    """The admins' pages: where they listen, whom they believe, what they refuse."""

    host: str = Field(min_length=1)
    trusted_proxies: int = Field(ge=0, le=10)
    attempts: int = PositiveInt
    attempts_minutes: float = PositiveFloat
    max_body_kb: int = PositiveInt
    live_seconds: float = PositiveFloat
    metrics_token: SecretStr


class AutoscaleSettings(BaseModel, extra="forbid"):
    """How many workers each process of the Procfile should have, and how fast that may change."""

    every_seconds: float = PositiveFloat
    utilisation: float = Field(gt=0, lt=1)
    drain_seconds: float = PositiveFloat
    assume_seconds: float = PositiveFloat
    threads: int = PositiveInt
    up_looks: int = PositiveInt
    hold_seconds: float = PositiveFloat
    settle_seconds: float = PositiveFloat
    step_up: int = PositiveInt
    step_down: int = PositiveInt
    faceit_full: float = Field(gt=0, le=1)
    min: dict[str, Annotated[int, Field(ge=0)]]
    max: dict[str, Annotated[int, Field(ge=0)]]
    command: str


class MonitoringSettings(BaseModel, extra="forbid"):
    """From where on admins are told that something is worth a look or bad."""

    worker_silent_seconds: float = PositiveFloat
    age_critical_seconds: float = PositiveFloat
    age_high_seconds: float = PositiveFloat
    age_default_seconds: float = PositiveFloat
    age_low_seconds: float = PositiveFloat
    queue_deep: int = PositiveInt
    memory_high: float = Field(gt=0, le=1)
    memory_full: float = Field(gt=0, le=1)
    failure_share: float = Field(gt=0, le=1)
    failure_count: int = PositiveInt
    failure_minutes: float = PositiveFloat
    untold_seconds: float = PositiveFloat
    scheduler_silent_seconds: float = PositiveFloat
    key_rejected_seconds: float = PositiveFloat
    look_seconds: float = PositiveFloat
    gone_seconds: float = PositiveFloat


class LogSettings(BaseModel, extra="forbid"):
    """Shape of the log lines."""

    json_lines: bool = Field(alias="json")


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
