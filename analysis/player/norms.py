"""The population a player is compared with, beyond `analysis.population`, and the rules of saying so.

Moments and percentiles over 317,318 EU matches, January 2026, between players, last 50 matches. Where only p10 and p90
were published, the spread is (p90 - p10) / 2.563, as for a normal distribution.
"""

from dataclasses import dataclass

from analysis.population import MEAN_ADR, MEAN_KD, SD_ADR, SD_KD, WEIGHT_ADR, WEIGHT_KD, WEIGHT_WIN_RATE

POPULATION = "eu-2026-01"
"""Code of the population: EU, January 2026."""

BUCKET = 0.5
"""Spreads between "about" and "above" or "below"."""

STANDING_MATCHES = 20
"""Matches behind a comparison: from here on the error of K/D (.080) is below half a spread (.095)."""

PRIOR_ONE_V_TWO = (118, 441)
MEAN_ONE_V_ONE = 0.38
MEAN_ONE_V_TWO = 0.21
MEAN_ENTRY_SUCCESS = 0.50


@dataclass(frozen=True)
class Norm:
    """Mean (or median), spread between players, and the weight of the mean in matches (0: no shrinking)."""

    mean: float
    sd: float
    weight: float = 0


def _percentiles(p10: float, p50: float, p90: float) -> Norm:
    return Norm(p50, (p90 - p10) / 2.563)


NORMS = {
    "kd": Norm(MEAN_KD, SD_KD, WEIGHT_KD),
    "adr": Norm(MEAN_ADR, SD_ADR, WEIGHT_ADR),
    "win_rate": Norm(0.50, 0.086, WEIGHT_WIN_RATE),
    "headshots": Norm(0.473, 0.078, 4),
    "entry_rate": _percentiles(0.16, 0.19, 0.23),
    "flashes": _percentiles(0.37, 0.49, 0.67),
    "utility": _percentiles(3.4, 4.95, 6.4),
}
