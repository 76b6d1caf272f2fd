"""`/players/{id}/games/cs2/stats`: one item for each map a player played, newest first."""

import re
from typing import Any

from pydantic import Field, model_validator

from faceit.models.maps import map_code
from faceit.models.values import Count, FaceitModel, Flag, Moment, Number, Text

_SCORE = re.compile(r"^\s*(\d+)\s*[/:-]\s*(\d+)\s*$")
_KEYS = {
    "match_id": "Match Id",
    "finished_at": "Match Finished At",
    "won": "Result",
    "kills": "Kills",
    "deaths": "Deaths",
    "assists": "Assists",
    "headshots": "Headshots",
    "adr": "ADR",
    "mode": "Game Mode",
    "round_of_match": "Match Round",
    "competition_id": "Competition Id",
}


def rounds_of(score: object) -> int | None:
    """Rounds played from "13 / 10": the sum of both sides."""
    found = _SCORE.match(score) if isinstance(score, str) else None
    return int(found[1]) + int(found[2]) if found else None


class GameStats(FaceitModel):
    """One played map of one player. `rounds` is the sum of both scores."""

    match_id: str = Field(min_length=1)
    map: Text = None
    finished_at: Moment = None
    won: Flag = None
    kills: Count = None
    deaths: Count = None
    assists: Count = None
    headshots: Count = None
    adr: Number = None
    rounds: Count = None
    mode: Text = None
    round_of_match: Count = None
    competition_id: Text = None

    @model_validator(mode="before")
    @classmethod
    def _raw(cls, data: Any) -> Any:
        stats = data.get("stats") if isinstance(data, dict) else None
        if not isinstance(stats, dict):
            return data
        result = {name: stats.get(key) for name, key in _KEYS.items()}
        label = stats.get("Map")
        rounds = rounds_of(stats.get("Score"))
        result["map"] = map_code(label) if isinstance(label, str) and label.strip() else None
        result["rounds"] = stats.get("Rounds") if rounds is None else rounds
        return result
