"""The report on oneself: the JSON contract of the command line and the result backend (`docs/report.schema.json`).

Rates are 0..1, `kd` is kills over deaths summed over the window, unknown is null and never 0. Fields only grow. Times
are UTC; hours and weekdays are counted in `habits.timezone`, by the finish of a match.
"""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from analysis.player.report import AfterLoss, HistoryPoint, Lifetime, MapRecord, PlayerForm, Session, Streak, Trend
from analysis.report import Coverage

UserVerdict = Literal["better", "worse", "none"]


class UserPlayer(BaseModel):
    """Who it is, as he stands now, and the lifetime beside the matches looked at."""

    player_id: str
    nickname: str = Field(repr=False)
    level: int | None = None
    elo: int | None = None
    calibrating: bool = False
    lifetime: Lifetime = Field(default_factory=Lifetime)


class UserTotals(BaseModel):
    """Sums over the matches looked at; each counts those matches that carry its figure, null when none does."""

    matches: int = 0
    wins: int = 0
    results: int = 0
    kills: int | None = None
    deaths: int | None = None
    assists: int | None = None
    rounds: int | None = None
    days: int | None = None
    first_at: datetime | None = None
    last_at: datetime | None = None


class UserCount(BaseModel):
    """Matches played, those among them whose result is known, and the wins of these."""

    matches: int = 0
    wins: int = 0
    results: int = 0


class UserPosition(UserCount):
    """The matches that were the `position`-th of their session; the last row holds all later ones, too (`more`)."""

    position: int
    more: bool = False
    kd: float | None = None


class UserSessions(BaseModel):
    """Counts over all sessions; `best` and `worst` by wins minus losses, of sessions with three results or more."""

    count: int = 0
    best: Session | None = None
    worst: Session | None = None
    positions: list[UserPosition] = Field(default_factory=list)


class UserMate(UserCount):
    """Somebody met again and again. `win_rate` as counted, `shrunk` towards the own one with 130 matches' weight.

    `others` are the matches without this person. `verdict`: the own results with (or against) this person are better
    or worse than without at P > .95, `chance` is that P. `nickname` is null when it could not be had.
    """

    player_id: str
    nickname: str | None = Field(default=None, repr=False)
    win_rate: float | None = None
    shrunk: float | None = None
    others: UserCount = Field(default_factory=UserCount)
    chance: float | None = None
    verdict: UserVerdict = "none"


class UserParty(UserCount):
    """A group that stood together, inferred: `players` are the others' ids, `nicknames` where they are known."""

    players: list[str]
    nicknames: list[str | None] = Field(default_factory=list, repr=False)


class UserPartySize(UserCount):
    """Matches by the size of the inferred party; 1 is alone."""

    size: int


class UserCompany(BaseModel):
    """`rooms` of the `matches` looked at have known line-ups; a match of several maps is one.

    `mates` and `rivals` say how many were met often enough, shown or not.
    """

    rooms: int | None = None
    matches: int | None = None
    mates: int = 0
    rivals: int = 0
    parties: list[UserParty] = Field(default_factory=list)
    sizes: list[UserPartySize] = Field(default_factory=list)


class UserHabits(BaseModel):
    """When one plays: by hour (24), by weekday (7, Monday first), and both together (`grid[weekday][hour]`)."""

    hours: list[UserCount]
    weekdays: list[UserCount]
    grid: list[list[UserCount]]
    timezone: str


class UserRecord(BaseModel):
    """One match that stands out, with its figures."""

    at: datetime | None = None
    map: str | None = None
    match_id: str
    won: bool | None = None
    kills: int | None = None
    deaths: int | None = None
    kd: float | None = None
    adr: float | None = None


class UserRun(BaseModel):
    """A run of wins or losses: how long, and when its first and last match ended."""

    matches: int
    started_at: datetime | None = None
    ended_at: datetime | None = None


class UserRecords(BaseModel):
    """The most and the best of the matches looked at; null where no match carries the figure."""

    kills: UserRecord | None = None
    best_kd: UserRecord | None = None
    worst_kd: UserRecord | None = None
    adr: UserRecord | None = None
    win_run: UserRun | None = None
    loss_run: UserRun | None = None
    session: Session | None = None


class UserGoals(BaseModel):
    """The way to `target` Elo (the next level, at level 10 the next 250), `points` away.

    `wins` without a loss at 25 Elo each. At `win_rate` (shrunk, over `results`, give or take `error`) a match brings
    25 x (2p - 1) on average: `expected` matches with `expected_wins` wins among them, `soonest` and `latest` with the
    rate one error higher or lower; null where Elo does not grow at that rate.
    """

    target: int
    level: int | None = None
    points: int
    wins: int
    win_rate: float | None = None
    error: float | None = None
    results: int = 0
    expected: int | None = None
    expected_wins: int | None = None
    soonest: int | None = None
    latest: int | None = None


class UserReport(BaseModel):
    """The report. `matches` of the `depth` asked for were there; `history` the newest of them, oldest first.

    `maps` are over these matches; when they could not be had, over the lifetime (`maps_over`).
    """

    v: Literal[1] = 1
    generated_at: datetime
    kind: Literal["user"] = "user"
    coverage: Coverage
    api_calls: int
    depth: int
    matches: int | None = None
    player: UserPlayer
    totals: UserTotals
    form: dict[str, PlayerForm]
    trend: dict[str, Trend]
    streak: Streak
    after_loss: AfterLoss
    maps: list[MapRecord]
    maps_over: Literal["matches", "lifetime"] = "matches"
    sessions: list[Session]
    session_counts: UserSessions
    teammates: list[UserMate]
    opponents: list[UserMate]
    company: UserCompany
    habits: UserHabits
    records: UserRecords
    goals: UserGoals | None = None
    history: list[HistoryPoint] = Field(default_factory=list)
