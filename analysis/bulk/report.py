"""The report of a bulk: the JSON contract of the command line and the result backend (`docs/report.schema.json`).

The full report of a match is opened by its task; a hundred of them in one would be megabytes. Rates are 0..1, unknown
is null and never 0. Fields only grow.
"""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from analysis.report import Coverage
from faceit.models import Faction


class BulkLine(BaseModel):
    """Sums of the one player the bulk is about, or the best of a match."""

    player_id: str | None = None
    nickname: str = Field(default="", repr=False)
    kills: int | None = None
    deaths: int | None = None
    kd: float | None = None
    adr: float | None = None
    rounds: int | None = None


class BulkRow(BaseModel):
    """One match. `task` opens its report; `side` and `own` are of the player the bulk is about, if it is about one.

    `predicted` is the chance of faction1 as it was stored before the start or as FACEIT gave it; `predicted_right` is
    null unless one of these is there and the match is decided. `played` are the maps that were played, in order,
    `picks` those chosen; `rounds` all rounds of them.
    """

    match_id: str
    task: str
    status: str
    map: str | None = None
    picks: list[str] = Field(default_factory=list)
    played: list[str] = Field(default_factory=list)
    rounds: int | None = None
    names: dict[Faction, str] = Field(default_factory=dict, repr=False)
    score: dict[Faction, int] = Field(default_factory=dict)
    winner: Faction | None = None
    side: Faction | None = None
    won: bool | None = None
    predicted: float | None = None
    predicted_source: Literal["faceit", "model"] | None = None
    predicted_right: bool | None = None
    best: BulkLine | None = None
    own: BulkLine | None = None
    brief: bool = False


class FailedMatch(BaseModel):
    """A match without a report, and the code of the reason."""

    match_id: str
    error: str


class Share(BaseModel):
    """Hits out of so many, and the 95 % Wilson interval of their rate; nulls when there is nothing to count."""

    hits: int = 0
    of: int = 0
    low: float | None = None
    high: float | None = None


class BulkMap(BaseModel):
    """A map played: how often, and the results of the player the bulk is about.

    `win_rate` and `kd` are drawn towards the player's level in all these matches (40 matches weigh as much);
    `verdict` says strong or weak only from 30 matches on and at P > .9.
    """

    map: str
    matches: int
    wins: int | None = None
    results: int | None = None
    win_rate: float | None = None
    kd: float | None = None
    verdict: Literal["strong", "weak", "none"] = "none"


class BulkSummary(BaseModel):
    """All matches together. `predicted`: predictions made before the start; `open` are neither decided nor called off.

    `results`, `kd`, `adr` and `line_matches` (matches with a line of his) are of the one player.
    """

    decided: int = 0
    open: int = 0
    cancelled: int = 0
    predicted: Share = Field(default_factory=Share)
    rounds: int | None = None
    maps: list[BulkMap] = Field(default_factory=list)
    results: Share | None = None
    kd: float | None = None
    adr: float | None = None
    line_matches: int = 0


class BulkReport(BaseModel):
    """The report of a bulk. `about` is the player whose matches they are; `depth` how deep each was looked at."""

    v: Literal[1] = 1
    generated_at: datetime
    kind: Literal["bulk"] = "bulk"
    coverage: Coverage
    api_calls: int
    total: int
    completed: int
    depth: str
    about: str | None = None
    nickname: str = Field(default="", repr=False)
    failed: list[FailedMatch] = Field(default_factory=list)
    matches: list[BulkRow] = Field(default_factory=list)
    summary: BulkSummary
