"""Results right after a loss and right after a win.

The data show -2.0 points after a loss, between -7.0 and +3.4: nothing. So counts without a verdict, unless one player
has 200 of each and P > .95.
"""

from collections.abc import Sequence
from itertools import pairwise
from math import sqrt
from typing import Literal

from analysis.player.report import AfterLoss, Tried
from analysis.population import LABEL_SURE, normal_cdf
from faceit.models import GameStats

EACH = 200


def after_loss_of(games: Sequence[GameStats]) -> AfterLoss:
    """Counts over the games, newest first; a pair needs both results."""
    after: dict[bool, list[bool]] = {True: [], False: []}
    for later, earlier in pairwise(games):
        if later.won is not None and earlier.won is not None:
            after[earlier.won].append(later.won)
    loss, win = (Tried(wins=sum(after[key]), matches=len(after[key])) for key in (False, True))
    return AfterLoss(after_loss=loss, after_win=win, verdict=verdict_of(loss, win))


def verdict_of(loss: Tried, win: Tried) -> Literal["better", "worse", "none"]:
    """How one fares after a loss compared with after a win; normal approximation with one match of each added."""
    if min(loss.matches, win.matches) < EACH:
        return "none"
    rates = [(tried.wins + 1) / (tried.matches + 2) for tried in (loss, win)]
    variance = sum(p * (1 - p) / (t.matches + 2) for p, t in zip(rates, (loss, win), strict=True))
    better = normal_cdf((rates[0] - rates[1]) / sqrt(variance))
    if better > LABEL_SURE:
        return "better"
    return "worse" if better < 1 - LABEL_SURE else "none"
