"""What was to be expected of a player: the matches before this one, drawn towards the population.

(n·x + k·μ)/(n + k) with n matches and k = 20 for K/D, 10 for ADR, 30 for the rating. Entries and clutches have
Beta priors. Grenade
damage has no published weight and is given as counted, from 50 extended matches on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import stdev

from analysis.form import form_of
from analysis.player.norms import PRIOR_ONE_V_TWO
from analysis.player.rating import rating_of
from analysis.population import (
    EXTENDED_MATCHES,
    MEAN_ADR,
    MEAN_KD,
    MEAN_RATING,
    PRIOR_ENTRY,
    PRIOR_ONE_V_ONE,
    WEIGHT_ADR,
    WEIGHT_KD,
    WEIGHT_RATING,
    shrink,
)
from analysis.subject import Subject
from faceit.models import GameStats, LifetimeStats

WINDOW = 50
SPREAD_MATCHES = 20
"""Matches from which a player's own spread is taken."""


@dataclass(frozen=True)
class Usual:
    """Averages as counted, the shrunk values, and the spread of the own rating from match to match.

    `matches` are those behind the K/D (where there is none, behind the ADR), `adr_matches` and `rating_matches` those
    behind the others. Where FACEIT gives but a mean of ratios, `kd` is an estimate and `average_kd` is unknown.
    """

    matches: int | None = None
    adr_matches: int | None = None
    rating_matches: int | None = None
    average_kd: float | None = None
    average_adr: float | None = None
    kd: float | None = None
    adr: float | None = None
    rating: float | None = None
    rating_spread: float | None = None
    entry: float | None = None
    utility: float | None = None
    one_v_one: float | None = None
    one_v_two: float | None = None


def usual_of(subject: Subject | None) -> Usual:
    """The usual of a player; of one nobody asked about (a substitute) nothing is known."""
    if subject is None:
        return Usual()
    games = (subject.games or [])[:WINDOW]
    form, rating = form_of(games, WINDOW), rating_of(games)
    kd, with_kd, counted = form.kd, form.kd_matches or 0, True
    if kd is None and subject.record is not None:
        overall = subject.record.overall
        kd, with_kd, counted = overall.kd, overall.behind_kd, not overall.estimated
    with_adr = form.adr_matches or 0
    extended = _extended(subject.lifetime)
    return Usual(
        matches=with_kd if kd is not None else with_adr if form.adr is not None else None,
        adr_matches=None if form.adr is None else with_adr,
        rating_matches=None if rating is None else rating.matches,
        average_kd=kd if counted else None,
        average_adr=form.adr,
        kd=None if kd is None else shrink(kd, with_kd, MEAN_KD, WEIGHT_KD),
        adr=None if form.adr is None else shrink(form.adr, with_adr, MEAN_ADR, WEIGHT_ADR),
        rating=None if rating is None else shrink(rating.value, rating.matches, MEAN_RATING, WEIGHT_RATING),
        rating_spread=_rating_spread(games),
        entry=_share(extended, "entry", PRIOR_ENTRY),
        utility=extended.utility_damage_per_round if extended is not None else None,
        one_v_one=_share(extended, "one_v_one", PRIOR_ONE_V_ONE),
        one_v_two=_share(extended, "one_v_two", PRIOR_ONE_V_TWO),
    )


def _extended(lifetime: LifetimeStats | None) -> LifetimeStats | None:
    """The lifetime, if its extended figures say something."""
    return lifetime if lifetime is not None and (lifetime.extended_matches or 0) >= EXTENDED_MATCHES else None


def _share(lifetime: LifetimeStats | None, duels: str, prior: tuple[int, int]) -> float | None:
    """Share of such duels won, drawn towards the population by its Beta prior."""
    wins, count = (getattr(lifetime, f"{duels}_{key}", None) for key in ("wins", "count"))
    return None if wins is None or count is None else (prior[0] + wins) / (sum(prior) + count)


def _rating_spread(games: Sequence[GameStats]) -> float | None:
    """How far the estimate swings from match to match; None below 20 matches."""
    values = [rating.value for game in games if (rating := rating_of([game])) is not None]
    return stdev(values) if len(values) >= SPREAD_MATCHES else None
