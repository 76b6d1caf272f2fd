"""Why a player looks dangerous or soft: plain codes, each with its figure and the matches behind it."""

from math import sqrt

from analysis.danger import ELO_SPREAD, shrunk_adr, shrunk_kd
from analysis.form import TREND_MATCHES, TREND_Z, kd_trend
from analysis.player.streaks import streak_of
from analysis.population import (
    EVEN,
    EXTENDED_MATCHES,
    LABEL_SURE,
    MAP_MATCHES,
    MAP_SURE,
    MATCH_SD_KD,
    MEAN_ADR,
    MEAN_KD,
    PRIOR_ENTRY,
    PRIOR_ONE_V_ONE,
    SD_ADR,
    SD_KD,
    WEIGHT_MAP,
    beta_above,
    normal_cdf,
)
from analysis.report import Statement
from analysis.subject import Subject

THREATS = (
    "elo-top",
    "kd-high",
    "kd-mean-high",
    "map-record",
    "adr-high",
    "form-hot",
    "win-streak",
    "entry-strong",
    "clutch",
)
WEAKNESSES = ("elo-low", "kd-low", "kd-mean-low", "map-weak", "adr-low", "form-cold", "loss-streak", "entry-weak")
STYLES = ("awp", "awp-mixed", "entry", "support")


def reasons_of(subject: Subject, *, code: str | None, elo: float | None) -> list[Statement]:
    """All that is worth saying, strongest kind first; empty when nothing stands out or nothing is known."""
    return [
        *_elo(subject, elo),
        *_kd(subject),
        *_map(subject, code),
        *_adr(subject),
        *_trend(subject),
        *_duels(subject),
    ]


def _elo(subject: Subject, elo: float | None) -> list[Statement]:
    if elo is None or subject.elo is None or abs(subject.elo - elo) < ELO_SPREAD:
        return []
    gap = round(subject.elo - elo)
    return [Statement(code="elo-top" if gap > 0 else "elo-low", args={"elo": subject.elo, "gap": abs(gap)})]


def _kd(subject: Subject) -> list[Statement]:
    """Beyond half a population spread after shrinking; the figure shown is the plain one.

    Of a lifetime without sums FACEIT's own mean of ratios is shown, and called so.
    """
    value, form = shrunk_kd(subject), subject.form
    if value is None or abs(value - MEAN_KD) < SD_KD / 2:
        return []
    end = "high" if value > MEAN_KD else "low"
    if form.kd is not None and form.kd_matches:
        return [Statement(code=f"kd-{end}", args={"kd": form.kd, "matches": form.kd_matches})]
    overall = subject.record.overall if subject.record else None
    if overall is None or overall.kd is None:
        return []
    given = subject.lifetime.average_kd if subject.lifetime else None
    if overall.estimated and given is not None:
        return [Statement(code=f"kd-mean-{end}", args={"kd": given, "matches": overall.matches})]
    return [Statement(code=f"kd-{end}", args={"kd": overall.kd, "matches": overall.behind_kd})]


def _map(subject: Subject, code: str | None) -> list[Statement]:
    """Better or worse on this map than the player elsewhere: P > .9 and 30 matches."""
    if code is None or subject.record is None:
        return []
    value = subject.record.on_map(code)
    matches = value.raw.behind_kd
    if matches < MAP_MATCHES or value.raw.kd is None:
        return []
    sure = normal_cdf((value.kd - subject.record.kd) * sqrt(matches + WEIGHT_MAP) / MATCH_SD_KD)
    if 1 - MAP_SURE <= sure <= MAP_SURE:
        return []
    kind = "map-record" if sure > MAP_SURE else "map-weak"
    return [Statement(code=kind, args={"map": code, "kd": value.raw.kd, "matches": matches})]


def _adr(subject: Subject) -> list[Statement]:
    value, form = shrunk_adr(subject), subject.form
    if value is None or form.adr is None or abs(value - MEAN_ADR) < SD_ADR / 2:
        return []
    code = "adr-high" if value > MEAN_ADR else "adr-low"
    return [Statement(code=code, args={"adr": form.adr, "matches": form.adr_matches or 0})]


def _trend(subject: Subject) -> list[Statement]:
    found: list[Statement] = []
    games = subject.games or []
    trend = kd_trend(games)
    if trend is not None and abs(trend[1]) > TREND_Z:
        kind = "form-hot" if trend[0] > 0 else "form-cold"
        found.append(Statement(code=kind, args={"change": abs(trend[0]), "matches": TREND_MATCHES}))
    return [*found, *_streak(subject)]


def _streak(subject: Subject) -> list[Statement]:
    """A run that chance alone makes in less than 2 of 100 somewhere in 20 matches; stated, never explained.

    At even chances that takes nine: six in a row somewhere in 20 have a chance of .12 and say nothing.
    """
    run = streak_of(subject.games or [], subject.record.win_rate if subject.record else EVEN, None)
    if not run.unusual:
        return []
    kind = "win-streak" if run.current > 0 else "loss-streak"
    return [Statement(code=kind, args={"matches": abs(run.current)})]


def _duels(subject: Subject) -> list[Statement]:
    """Entries against .50 and 1v1 against the population's .38, only at P > .95."""
    life = subject.lifetime
    if life is None or (life.extended_matches or 0) < EXTENDED_MATCHES:
        return []
    found: list[Statement] = []
    if life.entry_wins is not None and life.entry_count:
        sure = beta_above(life.entry_wins, life.entry_count, PRIOR_ENTRY, 0.5)
        if sure > LABEL_SURE or sure < 1 - LABEL_SURE:
            kind = "entry-strong" if sure > LABEL_SURE else "entry-weak"
            found.append(Statement(code=kind, args={"wins": life.entry_wins, "duels": life.entry_count}))
    if life.one_v_one_wins is not None and life.one_v_one_count:
        mean = PRIOR_ONE_V_ONE[0] / sum(PRIOR_ONE_V_ONE)
        if beta_above(life.one_v_one_wins, life.one_v_one_count, PRIOR_ONE_V_ONE, mean) > LABEL_SURE:
            found.append(Statement(code="clutch", args={"wins": life.one_v_one_wins, "duels": life.one_v_one_count}))
    return found
