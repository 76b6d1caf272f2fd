"""Strengths and weaknesses: a player against the population, in buckets at half a spread.

No trustworthy table by level exists, so there is one population, and it is named ("EU, January 2026"). Recent figures
(K/D, ADR, win rate, headshots; the last 50) are shrunk first; figures won or lost (entries, 1v1, 1v2) get a label only
at P > .95 under their Beta prior. Extended figures need 50 extended matches, which `style` guarantees.
"""

from collections.abc import Sequence

from analysis.player.norms import (
    BUCKET,
    MEAN_ENTRY_SUCCESS,
    MEAN_ONE_V_ONE,
    MEAN_ONE_V_TWO,
    NORMS,
    PRIOR_ONE_V_TWO,
)
from analysis.player.report import Bucket, Standing, Style
from analysis.player.votes import carried_figures
from analysis.population import LABEL_SURE, PRIOR_ENTRY, PRIOR_ONE_V_ONE, beta_above, shrink
from analysis.report import Statement
from faceit.models import GameStats

JUDGED = ("kd", "adr", "win_rate", "entry_success", "one_v_one", "one_v_two", "utility")
"""What counts as a strength or weakness; headshots, entry rate and flashes thrown are habits."""

DUELS = {
    "entry_success": (PRIOR_ENTRY, MEAN_ENTRY_SUCCESS),
    "one_v_one": (PRIOR_ONE_V_ONE, MEAN_ONE_V_ONE),
    "one_v_two": (PRIOR_ONE_V_TWO, MEAN_ONE_V_TWO),
}


def standing_of(games: Sequence[GameStats], style: Style | None) -> dict[str, Standing]:
    """Every figure with enough behind it, by metric."""
    known = {key: item for key, item in carried_figures(games).items() if key in NORMS}
    if style is not None:
        extended = {"entry_rate": style.entry_rate, "flashes": style.flashes, "utility": style.utility}
        known |= {key: (value, style.matches) for key, value in extended.items() if value is not None}
    found = {key: _compared(key, value, n) for key, (value, n) in known.items()}
    return found | _duels(style)


def points_of(standing: dict[str, Standing], style: Style | None) -> tuple[list[Statement], list[Statement]]:
    """Strengths and weaknesses: "kd-high" or "kd-low" with the figure, the population's, and what is behind it."""
    above = [_point(key, standing[key], style, "high") for key in JUDGED if _is(standing, key, "above")]
    below = [_point(key, standing[key], style, "low") for key in JUDGED if _is(standing, key, "below")]
    return above, below


def _is(standing: dict[str, Standing], key: str, bucket: Bucket) -> bool:
    return key in standing and standing[key].bucket == bucket


def _compared(key: str, value: float, matches: int) -> Standing:
    norm = NORMS[key]
    distance = (shrink(value, matches, norm.mean, norm.weight) - norm.mean) / norm.sd
    bucket: Bucket = "above" if distance > BUCKET else "below" if distance < -BUCKET else "about"
    return Standing(value=value, mean=norm.mean, matches=matches, bucket=bucket)


def _duels(style: Style | None) -> dict[str, Standing]:
    if style is None:
        return {}
    counts = {"entry_success": style.entry, "one_v_one": style.one_v_one, "one_v_two": style.one_v_two}
    found = {}
    for key, counted in counts.items():
        if counted is None:
            continue
        prior, mean = DUELS[key]
        sure = beta_above(*counted, prior, mean)
        bucket: Bucket = "above" if sure > LABEL_SURE else "below" if sure < 1 - LABEL_SURE else "about"
        found[key] = Standing(value=counted[0] / counted[1], mean=mean, matches=style.matches, bucket=bucket)
    return found


def _point(key: str, standing: Standing, style: Style | None, end: str) -> Statement:
    args: dict[str, str | int | float] = {
        "value": standing.value,
        "mean": standing.mean,
        "matches": standing.matches,
    }
    counts = {"entry_success": "entry", "one_v_one": "one_v_one", "one_v_two": "one_v_two"}
    if key in counts and style is not None:
        wins, tries = getattr(style, counts[key])
        args |= {"wins": wins, "tries": tries}
    return Statement(code=f"{key.replace('_', '-')}-{end}", args=args)
