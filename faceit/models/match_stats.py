"""`/matches/{match_id}/stats`: what happened, one entry a map; 404 until it exists."""

from typing import Any

from pydantic import Field, model_validator

from faceit.models.game_stats import rounds_of
from faceit.models.maps import map_code
from faceit.models.values import Count, FaceitModel, Flag, Number, Text, mapping

_KEYS = {
    "kills": "Kills",
    "deaths": "Deaths",
    "assists": "Assists",
    "headshots": "Headshots",
    "adr": "ADR",
    "mvps": "MVPs",
    "entry_count": "Entry Count",
    "entry_wins": "Entry Wins",
    "sniper_kills": "Sniper Kills",
    "triple_kills": "Triple Kills",
    "quadro_kills": "Quadro Kills",
    "penta_kills": "Penta Kills",
}


class PlayerRound(FaceitModel):
    """A player's figures on one map of the match."""

    player_id: str = Field(min_length=1)
    nickname: str = Field(default="", repr=False)
    kills: Count = None
    deaths: Count = None
    assists: Count = None
    headshots: Count = None
    adr: Number = None
    mvps: Count = None
    entry_count: Count = None
    entry_wins: Count = None
    sniper_kills: Count = None
    triple_kills: Count = None
    quadro_kills: Count = None
    penta_kills: Count = None

    @model_validator(mode="before")
    @classmethod
    def _raw(cls, data: Any) -> Any:
        if not isinstance(data, dict) or "player_stats" not in data:
            return data
        stats = mapping(data["player_stats"])
        return {**data, "nickname": data.get("nickname") or "", **{k: stats.get(v) for k, v in _KEYS.items()}}


class TeamRound(FaceitModel):
    """A team on one map; `team_id` is the faction_id of the match."""

    team_id: str = Field(min_length=1)
    name: str = Field(default="", repr=False)
    won: Flag = None
    final_score: Count = None
    players: list[PlayerRound] = Field(default_factory=list)

    @model_validator(mode="before")
    @classmethod
    def _raw(cls, data: Any) -> Any:
        if not isinstance(data, dict) or "team_stats" not in data:
            return data
        stats = mapping(data["team_stats"])
        figures = {"won": stats.get("Team Win"), "final_score": stats.get("Final Score")}
        return {**data, "name": stats.get("Team") or "", "players": data.get("players") or [], **figures}


class MatchRound(FaceitModel):
    """One map of the match; FACEIT calls it a round."""

    map: Text = None
    rounds: Count = None
    winner: Text = None
    teams: list[TeamRound] = Field(default_factory=list)

    @model_validator(mode="before")
    @classmethod
    def _raw(cls, data: Any) -> Any:
        if not isinstance(data, dict) or "round_stats" not in data:
            return data
        stats = mapping(data["round_stats"])
        label, rounds = stats.get("Map"), rounds_of(stats.get("Score"))
        return {
            "map": map_code(label) if isinstance(label, str) and label.strip() else None,
            "rounds": stats.get("Rounds") if rounds is None else rounds,
            "winner": stats.get("Winner"),
            "teams": data.get("teams") or [],
        }


class MatchStats(FaceitModel):
    """All maps of a match. May be completed some 90 s after the finish."""

    rounds: list[MatchRound]
