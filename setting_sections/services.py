"""Settings of the services outside, FACEIT and Telegram, and of the bot that serves alone."""

from typing import Self

from pydantic import BaseModel, Field, model_validator

from setting_sections.bounds import PositiveFloat, PositiveInt


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
