"""What the steps hand on between analysing and assembling: stored as JSON, `v` on each whole."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from analysis.material import MissingData
from analysis.report import (
    MapReport,
    PlayedMap,
    PlayerReport,
    PredictionInputs,
    PredictionReport,
    ReviewPlayer,
    Statement,
)
from faceit.models import Faction, Match


class TeamAnalysis(BaseModel):
    """A side with its players and the means the prediction needs; None where fewer than half are known."""

    faction: Faction
    name: str = Field(repr=False)
    elo: float | None = None
    recent_kd: float | None = None
    win_probability: float | None = None
    players: list[PlayerReport] = Field(default_factory=list)
    substitutes: list[str] = Field(default_factory=list)


class MapAnalysis(MapReport):
    """A map row with the K/D gap (faction1 minus faction2), its standard error and the win-rate gap."""

    kd_gap: float | None = None
    kd_error: float | None = None
    win_rate_gap: float | None = None


class Outcome(BaseModel):
    """What happened in a finished match."""

    winner: Faction | None = None
    score: dict[Faction, int] = Field(default_factory=dict)
    maps: list[PlayedMap] = Field(default_factory=list)
    turned: list[Statement] = Field(default_factory=list)
    players: list[ReviewPlayer] = Field(default_factory=list)


class MatchAnalysis(BaseModel):
    """The result of `analysis.match.analyse`."""

    v: int = 1
    match: Match
    teams: list[TeamAnalysis]
    maps: list[MapAnalysis]
    parties: list[list[str]]
    outcome: Outcome | None = None
    players_known: int
    players_total: int
    missing: list[MissingData] = Field(default_factory=list)
    fetched_at: datetime


class Stakes(BaseModel):
    """Elo at stake for a side."""

    gain: int
    loss: int


class Prediction(BaseModel):
    """The result of `analysis.predict.predict_and_advise`; `before_start` tells whether it may be scored.

    `inputs` are what the model's chance was made of, `maps` its chances of faction1 by map.
    """

    v: int = 1
    prediction: PredictionReport
    inputs: PredictionInputs = Field(default_factory=PredictionInputs)
    maps: dict[str, float] = Field(default_factory=dict)
    stakes: dict[Faction, Stakes] = Field(default_factory=dict)
    advice: list[Statement] = Field(default_factory=list)
    side: Faction | None = None
    before_start: bool = False
    source_phase: Literal["before_veto", "veto_done", "live", "finished", "cancelled"]
