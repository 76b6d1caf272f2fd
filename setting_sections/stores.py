"""Settings of where things are kept, for how long, and how people are unrecognisable there."""

from pydantic import BaseModel, Field, SecretStr

from setting_sections.bounds import PositiveFloat, PositiveInt


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
