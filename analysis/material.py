"""What the fetch steps gather for one match and store between steps."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field, field_serializer

from faceit.models import GameStats, LifetimeStats, Match, MatchStats, Player
from faceit.supply import HOUR_SHORT, KEPT

BRIEF = "brief"
"""The code of players who were not asked for: only the match and its statistics were."""

_UNUSED = {"headshots", "competition_id"}
"""Of a game the analysis does not read these; ten players bring up to a thousand games."""

LIGHT = frozenset({HOUR_SHORT, KEPT})
"""Codes of what is missing or old because the hour's FACEIT calls ran short; one of them makes a report a light one."""


class PlayerMaterial(BaseModel):
    """What is known of one player; None where a call failed. `games` newest first."""

    player: Player | None = None
    lifetime: LifetimeStats | None = None
    games: list[GameStats] | None = None

    @field_serializer("lifetime", "games", mode="wrap")
    def _slim(self, value: Any, handler: Any) -> Any:
        """Stored without nulls and without what nothing reads."""
        return _kept(handler(value))


class MissingData(BaseModel):
    """A part that could not be had: of a player, or of the match when there is no id. `code` is the error's."""

    player_id: str | None = None
    what: str
    code: str


def is_light(report: Mapping[str, Any]) -> bool:
    """Whether a report of any kind, as JSON, is a light one: a fuller one is possible at the next full hour."""
    coverage = report.get("coverage") or {}
    return any(item.get("code") in LIGHT for item in coverage.get("missing") or ())


class MatchMaterial(BaseModel):
    """Everything about one match, taken at `fetched_at`."""

    v: int = 1
    match: Match
    stats: MatchStats | None = None
    players: dict[str, PlayerMaterial] = Field(default_factory=dict)
    missing: list[MissingData] = Field(default_factory=list)
    fetched_at: datetime


def _kept(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _kept(item) for key, item in value.items() if item is not None and key not in _UNUSED}
    return [_kept(item) for item in value] if isinstance(value, list) else value
