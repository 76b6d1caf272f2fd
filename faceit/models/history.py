"""`/players/{id}/history`: one item for each match a player was in, newest first, without statistics."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from faceit.models.match import FACTIONS, Faction, MatchStatus, Results
from faceit.models.values import FaceitModel, Moment, Text, mapping


class HistoryMatch(FaceitModel):
    """A match of the past. `teams` holds the players' ids by faction, `winner` the faction that won."""

    match_id: str = Field(min_length=1)
    finished_at: Moment = None
    started_at: Moment = None
    status: Annotated[MatchStatus, BeforeValidator(MatchStatus.of)]
    mode: Text = None
    competition_id: Text = None
    teams: dict[Faction, list[str]] = Field(default_factory=dict)
    winner: Faction | None = None

    @model_validator(mode="before")
    @classmethod
    def _raw(cls, data: Any) -> Any:
        if not isinstance(data, dict) or "results" not in data and "game_mode" not in data:
            return data
        teams = mapping(data.get("teams"))
        return {
            **data,
            "mode": data.get("game_mode"),
            "teams": {name: _ids(mapping(teams.get(name)).get("players")) for name in FACTIONS if name in teams},
            "winner": Results.model_validate(data.get("results")).winner,
        }

    def side_of(self, player_id: str) -> Faction | None:
        """The faction a player was in, None if in neither."""
        return next((name for name, ids in self.teams.items() if player_id in ids), None)


def _ids(value: Any) -> list[str]:
    """Ids of the people in a team; a bye has an empty one."""
    found = [mapping(person).get("player_id") for person in value] if isinstance(value, list) else []
    return [name for name in found if isinstance(name, str) and name]
