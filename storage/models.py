"""The tables. A change here needs a migration that adds first: the release before must still run on it."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    TypeDecorator,
)

metadata = MetaData(
    naming_convention={"pk": "pk_%(table_name)s", "ix": "ix_%(table_name)s_%(column_0_N_name)s"},
)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime, in UTC. SQLite knows no time zones: there it is kept without and given back with one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Raises ValueError for a naive datetime: nobody knows when that is."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a datetime without a time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Always aware."""
        if value is None:
            return None
        found: datetime = value
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


accounts = Table(
    "accounts",
    metadata,
    Column("owner", String, primary_key=True),
    Column("player_id", String, nullable=False),
    Column("nickname", String, nullable=False),
    Column("linked_at", UtcDateTime, nullable=False),
)
"""Whom an owner (`tg:<user id>`) is on FACEIT. Two people may link one player."""

preferences = Table(
    "preferences",
    metadata,
    Column("owner", String, primary_key=True),
    Column("language", String),
    Column("timezone", String),
)

history = Table(
    "history",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("owner", String, nullable=False),
    Column("task", String, nullable=False),
    Column("run", String, nullable=False),
    Column("type", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("match_id", String),
    Column("player_id", String),
    Column("state", String, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index("ix_history_owner_at", "owner", "at"),
    Index("ix_history_task", "task", unique=True),
)

predictions = Table(
    "predictions",
    metadata,
    Column("match_id", String, primary_key=True),
    Column("run", String, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("phase", String, nullable=False),
    Column("faction1", Float),
    Column("source", String),
    Column("model", Float),
    Column("too_close", Boolean, nullable=False),
    Column("inputs", JSON, nullable=False),
    Column("winner", String),
    Column("scored_at", UtcDateTime),
)
"""The last one of a match, for the release before; goes once no release reads it any more."""

predictions_by_phase = Table(
    "predictions_by_phase",
    metadata,
    Column("match_id", String, primary_key=True),
    Column("phase", String, primary_key=True),
    Column("run", String, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("faction1", Float),
    Column("source", String),
    Column("model", Float),
    Column("too_close", Boolean, nullable=False),
    Column("inputs", JSON, nullable=False),
    Column("winner", String),
    Column("scored_at", UtcDateTime),
    Column("asked_at", UtcDateTime),
    Index("ix_predictions_by_phase_scored_at", "scored_at"),
)
"""The last one of each phase before the start. Open while `scored_at` is null; without a winner then, it had none."""

opt_outs = Table(
    "opt_outs",
    metadata,
    Column("player_hash", String, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
)

population_voters = Table(
    "population_voters",
    metadata,
    Column("period", String, primary_key=True),
    Column("voter", String, primary_key=True),
)

population_counts = Table(
    "population_counts",
    metadata,
    Column("period", String, primary_key=True),
    Column("band", Integer, primary_key=True, autoincrement=False),
    Column("metric", String, primary_key=True),
    Column("bucket", Integer, primary_key=True, autoincrement=False),
    Column("count", Integer, nullable=False),
)
