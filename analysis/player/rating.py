"""An estimate of the FACEIT rating; its formula and HLTV's are not public.

Fitted on 2,621 rated matches, Season 8: 1.015 + .468 K/R - .751 D/R + .059 A/R + .0037 ADR. Error .110 over a match,
.027 over 20. It is always shown with `~` and its error, and never called HLTV.
"""

from collections.abc import Sequence
from math import sqrt

from analysis.player.report import Rating
from faceit.models import GameStats

BASE = 1.015
PER_KILL = 0.468
PER_DEATH = -0.751
PER_ASSIST = 0.059
PER_ADR = 0.0037

MATCH_ERROR = 0.110
LEAST_ERROR = 0.027
"""Measured over 20 matches; more matches do not make the formula truer."""


def estimate(*, kills: float, deaths: float, assists: float, adr: float) -> float:
    """The formula; kills, deaths and assists are a round."""
    return BASE + PER_KILL * kills + PER_DEATH * deaths + PER_ASSIST * assists + PER_ADR * adr


def rating_of(games: Sequence[GameStats]) -> Rating | None:
    """The estimate over the games that carry kills, deaths, assists, rounds and ADR; None without one."""
    lines = [
        (g.kills, g.deaths, g.assists, g.adr, g.rounds)
        for g in games
        if g.kills is not None and g.deaths is not None and g.assists is not None and g.adr is not None and g.rounds
    ]
    if not lines:
        return None
    rounds = sum(line[4] for line in lines)
    kills, deaths, assists = (sum(line[i] for line in lines) / rounds for i in (0, 1, 2))
    adr = sum(line[3] * line[4] for line in lines) / rounds
    value = estimate(kills=kills, deaths=deaths, assists=assists, adr=adr)
    return Rating(value=value, error=max(MATCH_ERROR / sqrt(len(lines)), LEAST_ERROR), matches=len(lines))
