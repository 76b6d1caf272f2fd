"""What the Data API answers, as typed models: one subject a module, everything FACEIT may leave out optional."""

from faceit.models.ban import Ban
from faceit.models.found import FoundPlayer
from faceit.models.game_stats import GameStats
from faceit.models.history import HistoryMatch
from faceit.models.lifetime import LifetimeStats, Segment
from faceit.models.maps import map_code, map_name
from faceit.models.match import FACTIONS, Faction, Match, MatchPhase, MatchStatus, Results
from faceit.models.match_stats import MatchRound, MatchStats, PlayerRound, TeamRound
from faceit.models.player import Player
from faceit.models.team import RosterPlayer, Team, TeamStanding

__all__ = [
    "FACTIONS",
    "Ban",
    "Faction",
    "FoundPlayer",
    "GameStats",
    "HistoryMatch",
    "LifetimeStats",
    "Match",
    "MatchPhase",
    "MatchRound",
    "MatchStats",
    "MatchStatus",
    "Player",
    "PlayerRound",
    "Results",
    "RosterPlayer",
    "Segment",
    "Team",
    "TeamRound",
    "TeamStanding",
    "map_code",
    "map_name",
]
