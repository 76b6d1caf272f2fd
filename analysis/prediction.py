"""The chance of a team, from published coefficients.

Fitted on 2,001 public FACEIT matches with true pre-match values (CS:GO, 2021–22; half to fit, half to test): log-odds
of team A, each difference A minus B of the means of five players, no intercept. Accuracy .605, log loss .655, AUC .66
on the test half. CS2 may differ; judge by log loss and calibration, not accuracy.
"""

from math import exp

PER_ELO = 0.0033
PER_MAP_KD = 2.14
PER_MAP_WIN_RATE = 0.05
PER_RECENT_KD = 0.71

RECENT_MATCHES = 10
"""The window of the recent K/D in the fit."""

TOO_CLOSE = (0.47, 0.53)
"""Within this band the numbers decide nothing."""


def win_probability(
    *,
    elo_diff: float | None,
    map_kd_diff: float | None,
    map_win_rate_diff: float | None,
    recent_kd_diff: float | None,
) -> float | None:
    """Chance of the team the differences favour when positive; an unknown one adds nothing, None when all are."""
    terms = [
        (elo_diff, PER_ELO),
        (map_kd_diff, PER_MAP_KD),
        (map_win_rate_diff, PER_MAP_WIN_RATE),
        (recent_kd_diff, PER_RECENT_KD),
    ]
    known = [value * weight for value, weight in terms if value is not None]
    if not known:
        return None
    odds = min(max(sum(known), -30.0), 30.0)
    return 1 / (1 + exp(-odds))


def too_close(chance: float | None) -> bool:
    """Whether a chance lies in the band where neither side is favoured."""
    return chance is not None and TOO_CLOSE[0] <= round(chance, 4) <= TOO_CLOSE[1]


def elo_stakes(chance: float) -> tuple[int, int]:
    """(gain, loss) of a side with the room's own win probability p: round(50 − 50p) and 50 less that (community)."""
    gain = round(50 - 50 * chance)
    return gain, 50 - gain
