"""Form over the last 10, 20 and 50 matches, and the lifetime beside it."""

from collections.abc import Sequence

from analysis.form import form_of
from analysis.player.rating import rating_of
from analysis.player.report import Lifetime, PlayerForm
from analysis.population import EXTENDED_MATCHES
from faceit.models import GameStats, LifetimeStats, Segment

WINDOWS = (10, 20, 50)


def forms_of(games: Sequence[GameStats] | None) -> dict[str, PlayerForm]:
    """A form for each window, by its length; `matches` is how many were really there, None when none could be had."""
    return {str(size): player_form(games, size) for size in WINDOWS}


def player_form(games: Sequence[GameStats] | None, size: int) -> PlayerForm:
    """The newest `size` games: every rate over the games that carry its figures."""
    if games is None:
        return PlayerForm()
    window = games[:size]
    results = [game.won for game in window if game.won is not None]
    return PlayerForm(
        **form_of(games, size).model_dump(),
        headshots=headshots_of(window),
        wins=sum(results),
        results=len(results),
        rating=rating_of(window),
    )


def headshots_of(games: Sequence[GameStats | Segment]) -> float | None:
    """Headshots over kills, summed over those that have both."""
    pairs = [(game.headshots, game.kills) for game in games if game.headshots is not None and game.kills is not None]
    kills = sum(pair[1] for pair in pairs)
    return min(sum(pair[0] for pair in pairs) / kills, 1.0) if kills else None


def lifetime_of(stats: LifetimeStats | None) -> Lifetime:
    """The lifetime. K/D and K/R are sums over the 5v5 map segments, else unknown: the means FACEIT gives lie higher.

    ADR covers the extended matches only and is left out below 50 of them.
    """
    if stats is None:
        return Lifetime()
    extended = stats.extended_matches or 0
    kd = stats.kd
    played = [segment for segment in stats.maps() if segment.matches != 0]
    complete = all(segment.headshots is not None and segment.kills is not None for segment in played)
    counted = headshots_of(played) if complete else None
    return Lifetime(
        matches=stats.matches,
        win_rate=stats.wins / stats.matches if stats.wins is not None and stats.matches else stats.win_rate,
        kd=kd,
        kr=stats.kr,
        adr=stats.adr if extended >= EXTENDED_MATCHES else None,
        headshots=stats.headshot_share if counted is None else counted,
        kd_matches=sum(segment.matches or 0 for segment in played) if kd is not None else None,
        average_kd=stats.average_kd if kd is None else None,
        extended_matches=stats.extended_matches,
    )
