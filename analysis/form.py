"""Form: the last matches of a player, counted as they are."""

from collections.abc import Sequence
from datetime import datetime
from math import sqrt
from statistics import stdev

from analysis.report import Form
from faceit.models import GameStats, Match

FORM_MATCHES = 20
TREND_MATCHES = 50
TREND_Z = 2.0
"""A trend needs two windows of 50 and |z| > 2; smaller rules misfire for more than half of steady players."""


def games_before(games: Sequence[GameStats], match: Match, now: datetime) -> list[GameStats]:
    """The 5v5 games that ended before the match began, newest first; never the match itself."""
    begun = match.started_at or match.configured_at if match.phase in {"live", "finished"} else None
    limit = min(begun or now, now)
    found = [
        game
        for game in games
        if game.match_id != match.match_id
        and (game.mode or "5v5") == "5v5"
        and (game.finished_at is None or game.finished_at <= limit)
    ]
    return sorted(found, key=lambda game: game.finished_at or limit, reverse=True)


def with_kd(games: Sequence[GameStats]) -> list[GameStats]:
    """The games that have both kills and deaths."""
    return [game for game in games if game.kills is not None and game.deaths is not None]


def kd_of(games: Sequence[GameStats]) -> float | None:
    """Kills over deaths, summed over the games that have both."""
    pairs = [(game.kills, game.deaths) for game in games if game.kills is not None and game.deaths is not None]
    deaths = sum(pair[1] for pair in pairs)
    return sum(pair[0] for pair in pairs) / deaths if deaths else None


def form_of(games: Sequence[GameStats] | None, matches: int = FORM_MATCHES) -> Form:
    """The newest `matches` games; each rate over the games that carry its figures.

    `kr` is kills over rounds (both scores added), `adr` the mean weighted by rounds, `win_rate` wins over results.
    """
    if games is None:
        return Form()
    window = games[:matches]
    results = [game.won for game in window if game.won is not None]
    rounds = [(game.kills, game.rounds) for game in window if game.kills is not None and game.rounds]
    damage = [(game.adr, game.rounds or 1) for game in window if game.adr is not None]
    return Form(
        matches=len(window),
        win_rate=sum(results) / len(results) if results else None,
        kd=kd_of(window),
        kr=sum(kills for kills, _ in rounds) / sum(played for _, played in rounds) if rounds else None,
        adr=sum(adr * played for adr, played in damage) / sum(played for _, played in damage) if damage else None,
        kd_matches=len(with_kd(window)),
        adr_matches=len(damage),
    )


def streak(games: Sequence[GameStats]) -> int:
    """The current run of results: +4 is four wins in a row, -2 two losses."""
    length = 0
    for game in games:
        if game.won is None or game.won != games[0].won:
            break
        length += 1
    return length if length and games[0].won else -length


def kd_trend(games: Sequence[GameStats]) -> tuple[float, float] | None:
    """(change, z) of the K/D of the last 50 that carry one against the 50 before, or None when there are fewer.

    z = Δ/(s·√(1/n₁ + 1/n₂)) with the player's own spread s of a single match.
    """
    counted = with_kd(games)
    recent, earlier = counted[:TREND_MATCHES], counted[TREND_MATCHES : 2 * TREND_MATCHES]
    new, old = kd_of(recent), kd_of(earlier)
    if len(earlier) < TREND_MATCHES or new is None or old is None:
        return None
    ratios = [g.kills / g.deaths for g in (*recent, *earlier) if g.kills is not None and g.deaths]
    spread = stdev(ratios) if len(ratios) > 1 else 0.0
    if spread == 0:
        return None
    return new - old, (new - old) / (spread * sqrt(1 / len(recent) + 1 / len(earlier)))
