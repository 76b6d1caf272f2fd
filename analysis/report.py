"""The match report: the JSON contract of the command line and the result backend (`docs/report.schema.json`).

Rates are 0..1, `kd` is kills over deaths summed over the window, unknown is null and never 0. Fields only grow.
"""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from analysis.material import MissingData
from faceit.models import Faction

Danger = Literal[1, 2, 3, 4, 5]
Role = Literal["awp", "awp-mixed", "entry", "support"]
Value = str | int | float


class Statement(BaseModel):
    """Something said in words: a code, its figures, and its text once a language is chosen."""

    code: str
    args: dict[str, Value] = Field(default_factory=dict)
    text: str | None = None


class Coverage(BaseModel):
    """Players with statistics out of all, what is missing, and the age of the data in seconds."""

    players: tuple[int, int]
    missing: list[MissingData] = Field(default_factory=list)
    age_s: int


class Form(BaseModel):
    """The last matches of a player; `matches` is how many were really there."""

    matches: int | None = None
    win_rate: float | None = None
    kd: float | None = None
    kr: float | None = None
    adr: float | None = None


class PlayerReport(BaseModel):
    """A player of the match. `danger` compares with this match and with the population; null when nothing is known.

    `calibrating`: plays placement matches and has no Elo yet.
    """

    player_id: str
    nickname: str = Field(repr=False)
    level: int | None = None
    elo: int | None = None
    calibrating: bool = False
    danger: Danger | None = None
    reasons: list[Statement] = Field(default_factory=list)
    role: Role | None = None
    form: Form = Field(default_factory=Form)


class TeamReport(BaseModel):
    """A side. `elo` is the mean of the known ones; `elo_gain` and `elo_loss` need the room's own win probability."""

    faction: Faction
    name: str = Field(repr=False)
    elo: float | None = None
    win_probability: float | None = None
    elo_gain: int | None = None
    elo_loss: int | None = None
    players: list[PlayerReport] = Field(default_factory=list)


class MapSide(BaseModel):
    """A team on a map: matches behind the figures (all players together), win rate and K/D shrunk by sample."""

    matches: int | None = None
    win_rate: float | None = None
    kd: float | None = None


class MapReport(BaseModel):
    """A map of the pool. `edge` is how far its figures alone move the chance from 50 %, + for faction1."""

    map: str
    teams: dict[Faction, MapSide]
    edge: float | None = None


class PredictionReport(BaseModel):
    """Chance of faction1: FACEIT's own when the match has it, else the model's; the model's stands beside it."""

    faction1: float | None = None
    source: Literal["faceit", "model"] | None = None
    model: float | None = None
    too_close: bool = False


class ReviewPlayer(BaseModel):
    """What a player did, beside the own average before the match (`average_matches` behind it)."""

    player_id: str
    nickname: str = Field(repr=False)
    faction: Faction
    kills: int | None = None
    deaths: int | None = None
    assists: int | None = None
    kd: float | None = None
    adr: float | None = None
    average_kd: float | None = None
    average_matches: int | None = None
    verdict: Literal["above", "about", "below"] | None = None


class PlayedMap(BaseModel):
    """Rounds of one map of a finished match."""

    map: str | None = None
    score: dict[Faction, int] = Field(default_factory=dict)


class Review(BaseModel):
    """A finished match. `score` is rounds for one map, maps for several; empty when it is not known."""

    winner: Faction | None = None
    score: dict[Faction, int] = Field(default_factory=dict)
    predicted_right: bool | None = None
    maps: list[PlayedMap] = Field(default_factory=list)
    players: list[ReviewPlayer] = Field(default_factory=list)


class MatchReport(BaseModel):
    """The report of one match."""

    v: Literal[1] = 1
    generated_at: datetime
    kind: Literal["match"] = "match"
    coverage: Coverage
    api_calls: int
    match_id: str
    status: str
    map: str | None = None
    teams: list[TeamReport]
    maps: list[MapReport]
    prediction: PredictionReport
    advice: list[Statement]
    parties: list[list[str]]
    review: Review | None = None
