"""One side of a match: its roster and, on Elo matches, FACEIT's own figures about it."""

from typing import Any

from pydantic import Field, model_validator

from faceit.models.values import Count, FaceitModel, Flag, Number, Share, Text, level_of, mapping


class RosterPlayer(FaceitModel):
    """A person in a roster. There is no Elo here; level 0 is an unplaced player: `level` is None, `unplaced` is set."""

    player_id: str = Field(min_length=1)
    nickname: str = Field(default="", repr=False)
    level: Count = None
    unplaced: bool = False
    membership: Text = None
    playing: Flag = None
    """Set on substitutes only: True for one who came in."""

    @model_validator(mode="before")
    @classmethod
    def _raw(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        level = data.get("level", data.get("game_skill_level", data.get("skill_level")))
        placed, unplaced = level_of(level)
        found = {"level": placed, "unplaced": unplaced or data.get("unplaced") is True}
        return {**data, "nickname": data.get("nickname") or "", **found}


class TeamStanding(FaceitModel):
    """`stats` of a faction; only on matches that count for Elo."""

    win_probability: Share = None
    rating: Number = None
    level_average: Number = None

    @model_validator(mode="before")
    @classmethod
    def _raw(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        return {
            "win_probability": data.get("win_probability", data.get("winProbability")),
            "rating": data.get("rating"),
            "level_average": data.get("level_average", mapping(data.get("skillLevel")).get("average")),
        }


class Team(FaceitModel):
    """A faction. `roster` may be empty before check-in and hold more than five."""

    faction_id: Text = None
    name: str = Field(default="", repr=False)
    roster: list[RosterPlayer] = Field(default_factory=list)
    substitutes: list[RosterPlayer] = Field(default_factory=list)
    standing: TeamStanding | None = None

    @model_validator(mode="before")
    @classmethod
    def _raw(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        return {
            "faction_id": data.get("faction_id"),
            "name": data.get("name") or data.get("nickname") or "",
            "roster": _people(data.get("roster")),
            "substitutes": _people(data.get("substitutes")),
            "standing": data.get("standing", data.get("stats")) or None,
        }


def _people(value: Any) -> Any:
    """A roster without its empty seats (a bye is a person with an empty id)."""
    if not isinstance(value, list):
        return [] if value is None else value
    return [person for person in value if not (isinstance(person, dict) and person.get("player_id") == "")]
