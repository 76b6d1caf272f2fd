"""`/players/{id}`: an account with its standing in CS2."""

from typing import Any

from pydantic import Field, model_validator

from faceit.models.values import Count, FaceitModel, Text, level_of, mapping, number


class Player(FaceitModel):
    """An account. `elo` and `level` are None for one without CS2 or still calibrating.

    FACEIT writes 0 for the Elo, or for the level alone: an Elo beside level 0 is where placement began, not a standing.
    """

    player_id: str = Field(min_length=1)
    nickname: str = Field(min_length=1, repr=False)
    country: Text = Field(default=None, repr=False)
    region: Text = None
    elo: Count = None
    level: Count = None
    has_cs2: bool = False
    """Whether the account plays CS2 at all; with no Elo this means "calibrating"."""

    @model_validator(mode="before")
    @classmethod
    def _raw(cls, data: Any) -> Any:
        if not isinstance(data, dict) or "games" not in data:
            return data
        game = mapping(data["games"]).get("cs2")
        standing = mapping(game)
        level, unplaced = level_of(standing.get("skill_level"))
        return {
            **data,
            "region": standing.get("region"),
            "elo": None if unplaced or number(standing.get("faceit_elo")) == 0 else standing.get("faceit_elo"),
            "level": level,
            "has_cs2": isinstance(game, dict),
        }

    @property
    def calibrating(self) -> bool:
        """Whether the account plays CS2 and has no Elo yet (placement matches)."""
        return self.has_cs2 and self.elo is None
