"""The report of a line-up: the JSON contract of the command line and the result backend (`docs/report.schema.json`).

Rates are 0..1, `kd` is kills over deaths summed over the window, unknown is null and never 0. Fields only grow.
"""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from analysis.player.report import Style
from analysis.report import Coverage, Form, Role, Statement


class LineupPlayer(BaseModel):
    """A player of the line-up: standing, the last 20 matches, role with its number.

    `statistics`: "none" when FACEIT shows none (hidden, or never played), "failed" when they could not be had. `style`
    holds the figures behind "no clear role"; null below 50 matches with detailed statistics.
    """

    player_id: str
    nickname: str = Field(repr=False)
    level: int | None = None
    elo: int | None = None
    calibrating: bool = False
    statistics: Literal["known", "none", "failed"] = "known"
    form: Form = Field(default_factory=Form)
    role: Role | None = None
    role_reason: Statement | None = None
    style: Style | None = None


class LineupMapPlayer(BaseModel):
    """A player on a map: win rate and K/D shrunk by sample towards the player's own level (k = 40)."""

    player_id: str
    matches: int
    win_rate: float | None = None
    kd: float | None = None
    verdict: Literal["strong", "weak", "none"] = "none"


class LineupMap(BaseModel):
    """A map of the pool: means of the players' shrunk figures, `matches` of all of them together.

    `kd_gap` is how far the K/D lies from the median of the pool, `kd_error` its standard error; `ready` players have 30
    matches or more on the map.
    """

    map: str
    matches: int | None = None
    win_rate: float | None = None
    kd: float | None = None
    kd_gap: float | None = None
    kd_error: float | None = None
    ready: int = 0
    verdict: Literal["home", "ban", "none"] = "none"
    players: list[LineupMapPlayer] = Field(default_factory=list)


class LineupResult(BaseModel):
    """Matches on one side, and those of them won; `smoothed` is the win rate drawn towards one half (k = 130)."""

    matches: int = 0
    wins: int = 0
    win_rate: float | None = None
    smoothed: float | None = None


class LineupPair(LineupResult):
    """Two of the line-up on one side."""

    player_ids: tuple[str, str]


class LineupTogether(BaseModel):
    """The whole line-up on one side, and its pairs, most matches first.

    `seen`: different matches looked at; null when no match list could be had.
    """

    everybody: LineupResult = Field(default_factory=LineupResult)
    pairs: list[LineupPair] = Field(default_factory=list)
    seen: int | None = None


class LineupRoles(BaseModel):
    """Who plays what, by id; `unclear` have enough detailed statistics and no clear role, `unknown` too few of them."""

    awp: list[str] = Field(default_factory=list)
    awp_mixed: list[str] = Field(default_factory=list)
    entry: list[str] = Field(default_factory=list)
    support: list[str] = Field(default_factory=list)
    unclear: list[str] = Field(default_factory=list)
    unknown: list[str] = Field(default_factory=list)


class TeamLineupReport(BaseModel):
    """The report of two to five players as one line-up.

    `hidden` counts members who asked not to be analysed: there is nothing else of them here. `elo` is the mean of the
    known ones. `maps` best K/D first, hardly played ones last.
    """

    v: Literal[1] = 1
    generated_at: datetime
    kind: Literal["team"] = "team"
    coverage: Coverage
    api_calls: int
    players: list[LineupPlayer]
    hidden: int = 0
    elo: float | None = None
    maps: list[LineupMap]
    pairs: list[LineupPair]
    together: LineupResult
    matches_seen: int | None = None
    roles: LineupRoles
    advice: list[Statement]
