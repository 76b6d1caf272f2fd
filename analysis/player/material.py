"""What the fetch steps gather about one player and store between steps."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field, field_serializer

from analysis.material import MissingData
from faceit.models import Ban, GameStats, LifetimeStats, Player

__all__ = ["GAMES", "MODE", "Ban", "PlayerFile", "recent_of"]

GAMES = 100
"""Games looked at: what one call brings."""

MODE = "5v5"
GAME = "cs2"


class PlayerFile(BaseModel):
    """Everything about one player, taken at `fetched_at`.

    `lifetime` and `games` are None where they could not be had (then `missing` says why); `games` as FACEIT gave them.
    """

    v: int = 1
    player: Player
    lifetime: LifetimeStats | None = None
    games: list[GameStats] | None = None
    bans: list[Ban] = Field(default_factory=list)
    missing: list[MissingData] = Field(default_factory=list)
    fetched_at: datetime

    @field_serializer("lifetime", "games", mode="wrap")
    def _slim(self, value: Any, handler: Any) -> Any:
        """Stored without nulls."""
        return _known(handler(value))

    @property
    def nothing_answered(self) -> bool:
        """Whether neither lifetime nor games could be had, and not because there are none."""
        codes = {item.code for item in self.missing if item.what in {"lifetime", "games"}}
        return self.lifetime is None and self.games is None and codes != {"faceit-not-found"}

    def ban(self, now: datetime) -> Ban | None:
        """The ban from CS2 that holds at `now`; of several the one that ends last."""
        active = [ban for ban in self.bans if ban.game in {None, GAME} and ban.active(now)]
        endless = next((ban for ban in active if ban.ends_at is None), None)
        return endless or max(active, key=lambda ban: ban.ends_at or now, default=None)

    @property
    def recent(self) -> list[GameStats]:
        """The 5v5 games, newest first, each once, at most `GAMES`; empty when there are none or none could be had."""
        return recent_of(self.games or [])


def recent_of(games: Sequence[GameStats]) -> list[GameStats]:
    """The 5v5 games of these, newest first, each once, at most `GAMES`."""
    found = list({(g.match_id, g.round_of_match): g for g in games if (g.mode or MODE) == MODE}.values())
    times = [game.finished_at for game in found if game.finished_at is not None]
    if len(times) == len(found):
        order = sorted(range(len(found)), key=lambda i: times[i], reverse=True)
        found = [found[i] for i in order]
    return found[:GAMES]


def _known(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _known(item) for key, item in value.items() if item is not None}
    return [_known(item) for item in value] if isinstance(value, list) else value
