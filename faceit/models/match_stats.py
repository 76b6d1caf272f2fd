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
    "damage": "Damage",
    "mvps": "MVPs",
    "entry_count": "Entry Count",
    "entry_wins": "Entry Wins",
    "first_kills": "First Kills",
    "one_v_one_count": "1v1Count",
    "one_v_one_wins": "1v1Wins",
    "one_v_two_count": "1v2Count",
    "one_v_two_wins": "1v2Wins",
    "flash_count": "Flash Count",
    "enemies_flashed": "Enemies Flashed",
    "utility_count": "Utility Count",
    "utility_damage": "Utility Damage",
    "sniper_kills": "Sniper Kills",
    "triple_kills": "Triple Kills",
    "quadro_kills": "Quadro Kills",
    "penta_kills": "Penta Kills",
}
_TEAM_KEYS = {
    "won": "Team Win",
    "final_score": "Final Score",
    "first_half_score": "First Half Score",
    "second_half_score": "Second Half Score",
    "overtime_score": "Overtime score",
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
    damage: Count = None
    mvps: Count = None
    entry_count: Count = None
    entry_wins: Count = None
    first_kills: Count = None
    one_v_one_count: Count = None
    one_v_one_wins: Count = None
    one_v_two_count: Count = None
    one_v_two_wins: Count = None
    flash_count: Count = None
    enemies_flashed: Count = None
    utility_count: Count = None
    utility_damage: Count = None
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
    """A team on one map; `team_id` is the faction_id of the match. `overtime_score` is 0 when there was none."""

    team_id: str = Field(min_length=1)
    name: str = Field(default="", repr=False)
    won: Flag = None
    final_score: Count = None
    first_half_score: Count = None
    second_half_score: Count = None
    overtime_score: Count = None
    players: list[PlayerRound] = Field(default_factory=list)

    @model_validator(mode="before")
    @classmethod
    def _raw(cls, data: Any) -> Any:
        if not isinstance(data, dict) or "team_stats" not in data:
            return data
        stats = mapping(data["team_stats"])
        figures = {name: stats.get(key) for name, key in _TEAM_KEYS.items()}
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
