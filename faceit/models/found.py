"""`/search/players`: accounts whose nickname resembles a text."""

from typing import Any

from pydantic import Field, model_validator

from faceit.models.values import Count, FaceitModel, Flag, Text, mapping


class FoundPlayer(FaceitModel):
    """One hit of a search. `level` is that of CS2; None without CS2 or while calibrating (FACEIT writes "0")."""

    player_id: str = Field(min_length=1)
    nickname: str = Field(min_length=1, repr=False)
    level: Count = None
    country: Text = Field(default=None, repr=False)
    verified: Flag = None

    @model_validator(mode="before")
    @classmethod
    def _raw(cls, data: Any) -> Any:
        if not isinstance(data, dict) or "games" not in data:
            return data
        games = data["games"] if isinstance(data["games"], list) else []
        standing = next((game for game in map(mapping, games) if game.get("name") == "cs2"), {})
        level = standing.get("skill_level")
        return {**data, "level": None if level in {"0", 0} else level}
