"""The player report: the JSON contract of the command line and the result backend (`docs/report.schema.json`).

Rates are 0..1, `kd` is kills over deaths summed over the window, unknown is null and never 0. Fields only grow.
"""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from analysis.player.percentile import Percentile
from analysis.report import Coverage, Form, Role, Statement
from faceit.models import Ban

Bucket = Literal["below", "about", "above"]


class Rating(BaseModel):
    """An estimate of the FACEIT rating with its standard error, over `matches` that carry every figure it needs."""

    value: float
    error: float
    matches: int


class PlayerForm(Form):
    """The last matches; `wins` of `results` matches whose result is known; headshots as a share of the kills."""

    headshots: float | None = None
    wins: int | None = None
    results: int | None = None
    rating: Rating | None = None


class Lifetime(BaseModel):
    """Everything FACEIT has counted: `kd` and `kr` over `kd_matches` 5v5 ones, `adr` over `extended_matches`.

    `average_kd` is FACEIT's mean of match ratios, given only where sums are not to be had.
    """

    matches: int | None = None
    win_rate: float | None = None
    kd: float | None = None
    kr: float | None = None
    adr: float | None = None
    headshots: float | None = None
    kd_matches: int | None = None
    average_kd: float | None = None
    extended_matches: int | None = None


class Trend(BaseModel):
    """The last 50 against the 50 before; nulls when there are too few matches to tell."""

    change: float | None = None
    z: float | None = None
    verdict: Literal["up", "down", "none"] = "none"
    matches: tuple[int, int] = (0, 0)


class MapRecord(BaseModel):
    """A map: win rate and K/D shrunk by sample towards the player's own level, `raw_*` as counted."""

    map: str
    matches: int
    win_rate: float | None = None
    kd: float | None = None
    raw_win_rate: float | None = None
    raw_kd: float | None = None
    verdict: Literal["strong", "weak", "none"] = "none"


class Style(BaseModel):
    """Extended figures, from totals over `matches` matches; there are none below 50."""

    matches: int
    sniper_share: float | None = None
    entry_rate: float | None = None
    entry: tuple[int, int] | None = None
    one_v_one: tuple[int, int] | None = None
    one_v_two: tuple[int, int] | None = None
    flashes: float | None = None
    utility: float | None = None


class Standing(BaseModel):
    """A figure against the population: `value` as counted, `bucket` after shrinking, at half a spread."""

    value: float
    mean: float
    matches: int
    bucket: Bucket


class Streak(BaseModel):
    """`current`: +4 is four wins in a row, -2 two losses; `longest` winning run, `longest_loss` of the games seen.

    `chance` of such a current run somewhere in `span` matches, by the player's own win rate.
    """

    current: int = 0
    longest: int | None = None
    longest_loss: int | None = None
    span: int | None = None
    chance: float | None = None
    unusual: bool = False


class Session(BaseModel):
    """Matches with no gap of more than 12 hours between them; times are those of the first and last finish."""

    started_at: datetime
    ended_at: datetime
    matches: int
    wins: int
    results: int
    kd: float | None = None


class Tried(BaseModel):
    """Wins out of matches."""

    wins: int = 0
    matches: int = 0


class AfterLoss(BaseModel):
    """Results right after a loss and right after a win; a verdict needs 200 of each and P > .95."""

    after_loss: Tried = Field(default_factory=Tried)
    after_win: Tried = Field(default_factory=Tried)
    verdict: Literal["better", "worse", "none"] = "none"


class WinsNeeded(BaseModel):
    """Wins without a loss in between: at 25 Elo each, and at 30 and 20."""

    about: int
    least: int
    most: int


class HistoryPoint(BaseModel):
    """One match of the history, for pictures."""

    at: datetime | None = None
    map: str | None = None
    won: bool | None = None
    kills: int | None = None
    deaths: int | None = None
    adr: float | None = None


class PlayerReport(BaseModel):
    """The report of one player. `matches` are the recent ones it rests on, `history` these, oldest first.

    `population` names what `standing`, `strengths` and `weaknesses` compare with; `percentiles` compare the shrunk
    figures of the last 50 with the players near the own Elo that the bot has seen, by metric, where they are enough.
    `ban` is the one that holds now.
    """

    v: Literal[1] = 1
    generated_at: datetime
    kind: Literal["player"] = "player"
    coverage: Coverage
    api_calls: int
    player_id: str
    nickname: str = Field(repr=False)
    level: int | None = None
    elo: int | None = None
    calibrating: bool = False
    ban: Ban | None = None
    to_next_level: int | None = None
    next_level: int | None = None
    wins_to_next: WinsNeeded | None = None
    matches: int | None = None
    lifetime: Lifetime
    form: dict[str, PlayerForm]
    trend: dict[str, Trend]
    maps: list[MapRecord]
    role: Role | None = None
    role_reason: Statement | None = None
    style: Style | None = None
    population: str
    standing: dict[str, Standing]
    percentiles: dict[str, Percentile] = Field(default_factory=dict)
    strengths: list[Statement]
    weaknesses: list[Statement]
    streak: Streak
    sessions: list[Session]
    after_loss: AfterLoss
    history: list[HistoryPoint] = Field(default_factory=list)
