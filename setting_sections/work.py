"""Settings of tasks and bulks, of their deadlines, and of the workers that do them."""

from pydantic import BaseModel, Field

from setting_sections.bounds import PositiveFloat, PositiveInt


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
