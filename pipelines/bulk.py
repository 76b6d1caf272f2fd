"""What a bulk is about, as the subject of its run says it: matches by id, or the last ones of a player."""

from dataclasses import dataclass
from typing import Any

from tasks.records import Wish
from tasks.states import TaskType

BRIEF, STANDARD = "brief", "standard"
"""Depths: of a finished match only itself and its statistics, or everything."""

CALLS_BRIEF = 2
"""FACEIT calls of a finished match looked at briefly: the match and its statistics."""
CALLS_STANDARD = 32
"""The most of a finished match: those two, and three for each of ten players. One under way needs no statistics."""
CALLS_HISTORY = 2
"""Finding a player and the list of his matches."""


@dataclass(frozen=True)
class BulkSubject:
    """Matches by id; or, when there are none, the last `count` matches of a player by id."""

    matches: tuple[str, ...] = ()
    player: str = ""
    count: int = 0

    def __str__(self) -> str:
        return f"last:{self.player}:{self.count}" if self.player else " ".join(self.matches)

    @classmethod
    def parse(cls, subject: str) -> "BulkSubject":
        """The same again. Raises ValueError."""
        if not subject.startswith("last:"):
            return cls(matches=tuple(subject.split()))
        _, player, count = subject.split(":")
        return cls(player=player, count=int(count))

    @property
    def size(self) -> int:
        """Matches at most."""
        return self.count if self.player else len(self.matches)

    def calls(self, depth: str) -> int:
        """FACEIT calls for finished matches none of which is known yet."""
        each = CALLS_BRIEF if depth == BRIEF else CALLS_STANDARD
        return self.size * each + (CALLS_HISTORY if self.player else 0)


def bulk_wish(owner: str, subject: BulkSubject, depth: str, **more: Any) -> Wish:
    """A wish for a bulk; the day's allowance must have room for all of its calls."""
    return Wish(
        owner=owner,
        type=TaskType.BULK_ANALYSIS,
        subject=str(subject),
        depth=depth,
        calls=subject.calls(depth),
        **more,
    )
