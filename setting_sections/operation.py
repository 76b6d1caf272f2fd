"""Settings of what admins see and scale: pages, workers, alerts, logs."""

from typing import Annotated

from pydantic import BaseModel, Field, SecretStr

from setting_sections.bounds import PositiveFloat, PositiveInt


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
