"""How deep one's own statistics go and in whose hours they are told: "100/Europe/Moscow" as a run carries it."""

from dataclasses import dataclass
from datetime import tzinfo
from functools import cached_property
from zoneinfo import ZoneInfo

DEPTHS = (30, 100, 500)
"""Matches to choose from; 100 is what one page of FACEIT brings."""

USUAL = 100
UTC = "UTC"


@dataclass(frozen=True)
class Depth:
    """`matches` are the last ones looked at, `zone` is an IANA name."""

    matches: int = USUAL
    zone: str = UTC

    def __str__(self) -> str:
        return f"{self.matches}/{self.zone}"

    @cached_property
    def hours(self) -> tzinfo:
        """The zone as `datetime` takes it."""
        return ZoneInfo(self.zone)


def depth_of(words: str) -> Depth:
    """The depth a run carries; what can't be read (a depth of another kind, a zone unknown here) is the default."""
    matches, _, zone = words.partition("/")
    try:
        count = int(matches)
    except ValueError:
        count = USUAL
    return Depth(count if count in DEPTHS else USUAL, zone if zone and _known(zone) else UTC)


def _known(zone: str) -> bool:
    try:
        ZoneInfo(zone)
    except (ValueError, OSError, LookupError):
        return False
    return True
