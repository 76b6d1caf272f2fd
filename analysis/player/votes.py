"""The figures by which a player is compared with others: the last 50 matches, shrunk by sample.

What a player adds to the histograms and what is compared with them are the same figures, so one with few matches does
not fill the ends. Below 20 matches that carry a figure there is none.
"""

from collections.abc import Sequence

from analysis.player.material import PlayerFile
from analysis.player.norms import NORMS, STANDING_MATCHES
from analysis.player.windows import player_form
from analysis.population import MEAN_RATING, WEIGHT_RATING, shrink
from faceit.models import GameStats

WINDOW = 50
"""The population was measured over the last 50 matches of its players."""

_PRIORS = {key: (norm.mean, norm.weight) for key, norm in NORMS.items()} | {"rating": (MEAN_RATING, WEIGHT_RATING)}


def votes_of(file: PlayerFile) -> dict[str, float]:
    """The values a player adds to the histograms, by metric (`percentile.BUCKET_WIDTHS`); empty below 20 matches."""
    return compared_figures(file.recent)


def compared_figures(games: Sequence[GameStats]) -> dict[str, float]:
    """The same of games, newest first: (n·x + k·μ)/(n + k) for each figure with 20 matches behind it."""
    return {key: shrink(value, matches, *_PRIORS[key]) for key, (value, matches) in carried_figures(games).items()}


def carried_figures(games: Sequence[GameStats]) -> dict[str, tuple[float, int]]:
    """Plain figures of the last 50 with the matches that carry each, where those are 20 or more."""
    window = games[:WINDOW]
    form = player_form(window, WINDOW)
    figures = {
        "kd": (form.kd, sum(game.kills is not None and game.deaths is not None for game in window)),
        "adr": (form.adr, sum(game.adr is not None for game in window)),
        "win_rate": (form.win_rate, sum(game.won is not None for game in window)),
        "headshots": (form.headshots, sum(g.headshots is not None and g.kills is not None for g in window)),
        "rating": (form.rating.value, form.rating.matches) if form.rating else (None, 0),
    }
    return {key: (value, n) for key, (value, n) in figures.items() if value is not None and n >= STANDING_MATCHES}
