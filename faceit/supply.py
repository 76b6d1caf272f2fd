"""How much is left of the hour's FACEIT calls, and what is not asked for when it runs short."""

import math
import time
from dataclasses import dataclass
from enum import StrEnum

HOUR_S = 3600


class Supply(StrEnum):
    """How far the hour's calls have gone."""

    PLENTY = "plenty"
    SHORT = "short"
    LAST = "last"


WITHHELD: dict[Supply, frozenset[str]] = {
    Supply.PLENTY: frozenset(),
    Supply.SHORT: frozenset({"lifetime"}),
    Supply.LAST: frozenset({"lifetime", "player", "games", "history", "bans", "search"}),
}
"""Kinds of calls not made for whoever waits in a chat: what is kept of them serves, however old. Bulk pauses instead.

Lifetimes go first: ten of an analysis's 31 calls, and half an hour later they are still the same. What is left at the
end goes to matches, their statistics and single look-ups of those a person asks about.
"""

KEPT_KINDS = frozenset({"player", "lifetime", "games"})
"""Kept longer than they are fresh: what an analysis takes ten times over."""

HOUR_SHORT = "hour-short"
"""Code of what was not asked for, and of the error that says so."""

KEPT = "hour-kept"
"""Code in a report's missing data of what is there, but taken from an earlier answer past its time."""


@dataclass(frozen=True)
class HourLevels:
    """`calls` an hour, and the shares (0..1) of them from which they are short, and the last."""

    calls: float
    short: float
    last: float

    def at(self, used: int) -> Supply:
        """The level when so many calls were made this hour."""
        if used >= self.calls * self.last:
            return Supply.LAST
        return Supply.SHORT if used >= self.calls * self.short else Supply.PLENTY

    @property
    def bulk(self) -> int:
        """Calls of an hour after which bulk work waits for the next one."""
        return math.ceil(self.calls * self.short)


def minutes_to_full_hour(moment_s: float | None = None) -> int:
    """Minutes (1..60, rounded up) until the next hour's calls; `moment_s` is Unix time, now without it."""
    moment = time.time() if moment_s is None else moment_s
    return math.ceil((HOUR_S - moment % HOUR_S) / 60)
