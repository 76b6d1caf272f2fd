"""The chance of a team, from published coefficients.

Fitted on 2,001 public FACEIT matches with true pre-match values (CS:GO, 2021–22; half to fit, half to test): log-odds
of team A, each difference A minus B of the means of five players, no intercept. Accuracy .605, log loss .655, AUC .66
on the test half. CS2 may differ; judge by log loss and calibration, not accuracy.
"""

from math import exp, floor

PER_ELO = 0.0033
PER_MAP_KD = 2.14
PER_MAP_WIN_RATE = 0.05
PER_RECENT_KD = 0.71

RECENT_MATCHES = 10
"""The window of the recent K/D in the fit."""

TOO_CLOSE = (47, 53)
"""Within this band, in whole percents as they are shown, the numbers decide nothing."""


def win_probability(
    *,
    elo_diff: float | None,
    map_kd_diff: float | None,
    map_win_rate_diff: float | None,
    recent_kd_diff: float | None,
) -> float:
    """Chance of the team the differences favour when positive; an unknown one adds nothing, so of nothing it is .5.

    Whether so little is known that there is no prediction is for the caller to say.
    """
    terms = [
        (elo_diff, PER_ELO),
        (map_kd_diff, PER_MAP_KD),
        (map_win_rate_diff, PER_MAP_WIN_RATE),
        (recent_kd_diff, PER_RECENT_KD),
    ]
    odds = sum(value * weight for value, weight in terms if value is not None)
    return 1 / (1 + exp(-min(max(odds, -30.0), 30.0)))


def whole_percent(chance: float) -> int:
    """A chance as it is shown; that of the other side is 100 less it."""
    return round(chance * 100)


def too_close(chance: float | None) -> bool:
    """Whether a chance, as it is shown, lies in the band where neither side is favoured."""
    return chance is not None and TOO_CLOSE[0] <= whole_percent(chance) <= TOO_CLOSE[1]


def elo_stakes(chance: float) -> tuple[int, int]:
    """(gain, loss) of a side with the room's own win probability p: round(50 − 50p) and 50 less that.

    A half is rounded up. The formula is the community's: what it gives is an estimate and is shown with `~`.
    """
    gain = floor(round(50 - 50 * chance, 6) + 0.5)
    return gain, 50 - gain
