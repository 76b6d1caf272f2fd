"""A match, its two factions and the maps played in it."""

from dataclasses import dataclass, field, fields

from sandbox.faceit.maps import ACTIVE_POOL, GameMap
from sandbox.faceit.players import Player


@dataclass(frozen=True, slots=True)
class Competition:
    """What a match belongs to."""

    competition_id: str
    name: str
    kind: str
    organizer_id: str


QUEUE = Competition("2674bea6-d4df-4995-a683-a194b375b2d9", "Europe 5v5 Queue", "matchmaking", "faceit")
HUB = Competition("9d1ecfa4-6d0c-4b0e-8c4e-2f57b1d3a610", "Sandbox Hub", "hub", "5c0f6a1e-97f4-4f7d-b3a8-0a53f1d8a9b2")
LEAGUE = Competition(
    "4be9a6b0-1a5f-4a60-b3bd-8a1c4d0e7f35", "Sandbox League", "championship", "0b7cf0f4-3f2b-45d0-9c58-7d9e2ad34b11"
)


@dataclass(slots=True)
class Line:
    """What one player did on one map, in whole numbers."""

    player: Player
    kills: int = 0
    deaths: int = 0
    assists: int = 0
    headshots: int = 0
    damage: int = 0
    mvps: int = 0
    double_kills: int = 0
    triple_kills: int = 0
    quadro_kills: int = 0
    penta_kills: int = 0
    entry_count: int = 0
    entry_wins: int = 0
    one_v_one_count: int = 0
    one_v_one_wins: int = 0
    one_v_two_count: int = 0
    one_v_two_wins: int = 0
    clutch_kills: int = 0
    flash_count: int = 0
    flash_successes: int = 0
    enemies_flashed: int = 0
    utility_count: int = 0
    utility_successes: int = 0
    utility_enemies: int = 0
    utility_damage: int = 0
    sniper_kills: int = 0
    pistol_kills: int = 0
    knife_kills: int = 0
    zeus_kills: int = 0


COUNTED = tuple(item.name for item in fields(Line) if item.name != "player")


@dataclass(frozen=True, slots=True)
class Score:
    """Rounds of one side on one map."""

    first_half: int
    second_half: int
    overtime: int = 0

    @property
    def total(self) -> int:
        """All rounds won."""
        return self.first_half + self.second_half + self.overtime


@dataclass(slots=True)
class PlayedMap:
    """One map of a match, finished."""

    game_map: GameMap
    scores: tuple[Score, Score]
    lines: tuple[list[Line], list[Line]]
    finished_at: int

    @property
    def rounds(self) -> int:
        """Rounds played."""
        return self.scores[0].total + self.scores[1].total

    @property
    def winner(self) -> int:
        """Index of the faction that won the map."""
        return 0 if self.scores[0].total > self.scores[1].total else 1


@dataclass(frozen=True, slots=True)
class Seat:
    """A place in a roster, with the level shown at the time."""

    player: Player
    level: int


@dataclass(slots=True)
class Faction:
    """One side of a match."""

    faction_id: str
    name: str
    roster: list[Seat]
    premade: bool = False
    substitutes: list[Seat] = field(default_factory=list)
    average_elo: int = 0

    @property
    def five(self) -> list[Player]:
        """Those who play: a substitute takes the place of the last of the five."""
        five = [seat.player for seat in self.roster[:5]]
        return [*five[:4], self.substitutes[0].player] if self.substitutes else five


@dataclass(slots=True)
class Match:
    """A match in any status."""

    match_id: str
    factions: tuple[Faction, Faction]
    status: str
    created_at: int
    competition: Competition = QUEUE
    game: str = "cs2"
    mode: str = "5v5"
    best_of: int = 1
    pool: tuple[GameMap, ...] = ACTIVE_POOL
    picks: tuple[GameMap, ...] = ()
    win_probability: float | None = None
    calculate_elo: bool = True
    scheduled_at: int | None = None
    configured_at: int | None = None
    started_at: int | None = None
    finished_at: int | None = None
    winner: int | None = None
    score: tuple[int, int] | None = None
    maps: list[PlayedMap] = field(default_factory=list)
