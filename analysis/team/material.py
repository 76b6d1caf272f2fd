"""What the fetch steps of a team gather and store between steps."""

from datetime import datetime

from pydantic import BaseModel, Field

from analysis.material import MissingData, PlayerMaterial


class TeamFile(BaseModel):
    """Everything about a line-up, taken at `fetched_at`; `players` by id, in the order they were found.

    `hidden` counts those who asked not to be analysed: nothing else of them is here.
    """

    v: int = 1
    players: dict[str, PlayerMaterial]
    hidden: int = 0
    missing: list[MissingData] = Field(default_factory=list)
    fetched_at: datetime
