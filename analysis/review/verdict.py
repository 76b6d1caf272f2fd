"""Above or below the own usual: by more than one spread of a match, less over several maps.

The spread of one match is .47 in K/D and 18.4 in ADR. Of the rating only the error of the estimate (.110) was measured,
not how far a match swings; so the player's own spread is taken where it is greater, and without one nothing is said.
Opening duels and clutches of one match are too few for a word and stand as counts beside the usual share.
"""

from collections.abc import Mapping
from math import sqrt

from analysis.player.rating import MATCH_ERROR
from analysis.population import MATCH_SD_ADR, MATCH_SD_KD
from analysis.report import Verdict
from analysis.review.usual import Usual


def verdicts(
    usual: Usual, *, kd: float | None, adr: float | None, rating: float | None, maps: int
) -> dict[str, Verdict]:
    """The verdict of every figure that can be compared."""
    spread = None if usual.rating_spread is None else max(usual.rating_spread, MATCH_ERROR)
    compared = {
        "kd": (kd, usual.kd, MATCH_SD_KD),
        "adr": (adr, usual.adr, MATCH_SD_ADR),
        "rating": (rating, usual.rating, spread),
    }
    return {
        key: _verdict(value - expected, sd / sqrt(maps))
        for key, (value, expected, sd) in compared.items()
        if value is not None and expected is not None and sd is not None
    }


def overall(said: Mapping[str, Verdict]) -> Verdict | None:
    """What any of the figures says, unless another says the opposite; None when none could be compared."""
    found = set(said.values()) - {"about"}
    if len(found) == 1:
        return found.pop()
    return "about" if said else None


def _verdict(change: float, spread: float) -> Verdict:
    if abs(change) < spread:
        return "about"
    return "above" if change > 0 else "below"
