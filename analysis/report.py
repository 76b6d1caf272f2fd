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
Verdict = Literal["above", "about", "below"]
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
    """The last matches of a player; `matches` is how many were really there.

    Not every match carries every figure: `kd_matches` and `adr_matches` are those behind `kd` and `adr`.
    """

    matches: int | None = None
    win_rate: float | None = None
    kd: float | None = None
    kr: float | None = None
    adr: float | None = None
    kd_matches: int | None = None
    adr_matches: int | None = None


class PlayerReport(BaseModel):
    """A player of the match. `danger` compares with this match and with the population; null when nothing is known.

    `calibrating`: plays placement matches and has no Elo yet. `hidden`: asked not to be analysed, so there is neither a
    nickname nor a figure.
    """

    player_id: str
    nickname: str = Field(repr=False)
    level: int | None = None
    elo: int | None = None
    calibrating: bool = False
    hidden: bool = False
    danger: Danger | None = None
    reasons: list[Statement] = Field(default_factory=list)
    role: Role | None = None
    form: Form = Field(default_factory=Form)


class TeamReport(BaseModel):
    """A side. `elo` is the mean of the known ones.

    `elo_gain` and `elo_loss` are estimates from the room's own win probability, null without it. `name` is empty when
    it would give away a hidden player: FACEIT calls a team after its captain. `substitutes` are the ids of those who
    stand by for the side and are not in its line-up.
    """

    faction: Faction
    name: str = Field(repr=False)
    elo: float | None = None
    win_probability: float | None = None
    elo_gain: int | None = None
    elo_loss: int | None = None
    players: list[PlayerReport] = Field(default_factory=list)
    substitutes: list[str] = Field(default_factory=list)


class MapSide(BaseModel):
    """A team on a map: matches behind the figures (all players together), win rate and K/D shrunk by sample."""

    matches: int | None = None
    win_rate: float | None = None
    kd: float | None = None


class MapReport(BaseModel):
    """A map of the pool. `edge` is how far its figures alone move the chance from 50 %, + for faction1.

    `win_probability` is the model's chance of faction1 on this map, from everything known; null once it is over.
    """

    map: str
    teams: dict[Faction, MapSide]
    edge: float | None = None
    win_probability: float | None = None


class PredictionReport(BaseModel):
    """Chance of faction1: FACEIT's own when the match has it, else the model's; the model's stands beside it.

    `made_at` is set on one that was stored before the start and is shown with a match decided since.
    """

    faction1: float | None = None
    source: Literal["faceit", "model"] | None = None
    model: float | None = None
    too_close: bool = False
    made_at: datetime | None = None


class PredictionInputs(BaseModel):
    """What the model's chance was made of: faction1 minus faction2, each the mean of a team; null adds nothing."""

    elo_diff: float | None = None
    map_kd_diff: float | None = None
    map_win_rate_diff: float | None = None
    recent_kd_diff: float | None = None


class ReviewPlayer(BaseModel):
    """What a player did over `maps` maps and `rounds` rounds, beside what was to be expected.

    `average_*` are counted over matches before this one (K/D of the lifetime where there are none; null where FACEIT
    gives but a mean of ratios), `usual_*` the same drawn towards the population. `average_matches` are behind the K/D,
    `average_adr_matches` and `usual_rating_matches` behind the others. `usual_entry`, `usual_one_v_one`,
    `usual_one_v_two` (shares won) and `usual_utility` come from the lifetime. Pairs are (won, tried). `utility_damage`
    and `flashes` are a round. `rating` is an estimate of the FACEIT rating, with `rating_error`.

    `verdicts` compare K/D, ADR and rating with the usual by one spread of a match, less over several maps; `verdict` is
    "above" or "below" when one of them is and none says the opposite.
    """

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
    verdict: Verdict | None = None
    hidden: bool = False
    maps: int = 1
    rounds: int | None = None
    first_kills: int | None = None
    entry: tuple[int, int] | None = None
    one_v_one: tuple[int, int] | None = None
    one_v_two: tuple[int, int] | None = None
    utility_damage: float | None = None
    flashes: float | None = None
    enemies_flashed: int | None = None
    rating: float | None = None
    rating_error: float | None = None
    average_adr: float | None = None
    usual_kd: float | None = None
    usual_adr: float | None = None
    usual_rating: float | None = None
    usual_entry: float | None = None
    usual_utility: float | None = None
    average_adr_matches: int | None = None
    usual_rating_matches: int | None = None
    usual_one_v_one: float | None = None
    usual_one_v_two: float | None = None
    verdicts: dict[str, Verdict] = Field(default_factory=dict)


class PlayedMap(BaseModel):
    """One map of a finished match in rounds: the whole, both halves, overtime (empty when there was none).

    `openings` are the opening duels each side won; empty when FACEIT does not tell them of both.
    """

    map: str | None = None
    score: dict[Faction, int] = Field(default_factory=dict)
    winner: Faction | None = None
    first_half: dict[Faction, int] = Field(default_factory=dict)
    second_half: dict[Faction, int] = Field(default_factory=dict)
    overtime: dict[Faction, int] = Field(default_factory=dict)
    openings: dict[Faction, int] = Field(default_factory=dict)


class Review(BaseModel):
    """A finished match. `score` is rounds for one map, maps for several; empty when it is not known.

    `turned` says what turned it, each a fact with its numbers (`analysis.review.turning`).
    """

    winner: Faction | None = None
    score: dict[Faction, int] = Field(default_factory=dict)
    predicted_right: bool | None = None
    maps: list[PlayedMap] = Field(default_factory=list)
    turned: list[Statement] = Field(default_factory=list)
    players: list[ReviewPlayer] = Field(default_factory=list)


class MatchReport(BaseModel):
    """The report of one match. `picks` are the chosen maps in play order, `map` the first of them."""

    v: Literal[1] = 1
    generated_at: datetime
    kind: Literal["match"] = "match"
    coverage: Coverage
    api_calls: int
    match_id: str
    status: str
    map: str | None = None
    picks: list[str] = Field(default_factory=list)
    teams: list[TeamReport]
    maps: list[MapReport]
    prediction: PredictionReport
    advice: list[Statement]
    parties: list[list[str]]
    review: Review | None = None
