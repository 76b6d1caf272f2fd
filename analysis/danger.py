"""Danger from 1 to 5: a player against the population and against the others of this match.

The score is the mean of what is known of: K/D and ADR of the last 20 (shrunk by the matches that carry them, in
population spreads), K/D on the
match's map (shrunk, same spread), Elo against the match's mean (150 Elo, the width of a peer group, as one spread).
Half of it is then taken relative to the match's mean score. Shrinking and averaging leave such a score a spread of
about .5, so 3 is "about": within ± .4; 1 and 5 lie beyond ± .8. The composition is this project's own and not
validated: it orders, it does not predict.
"""

from collections.abc import Sequence

from analysis.population import MEAN_ADR, MEAN_KD, SD_ADR, SD_KD, WEIGHT_ADR, WEIGHT_KD, shrink
from analysis.report import Danger
from analysis.subject import Subject

ELO_SPREAD = 150
APART = 0.4
FAR = 0.8
LIMIT = 2.5
"""No single figure counts for more spreads than this."""


def shrunk_kd(subject: Subject) -> float | None:
    """K/D of the last 20 drawn towards the population, else of the lifetime, else None."""
    form = subject.form
    if form.kd is not None and form.kd_matches:
        return shrink(form.kd, form.kd_matches, MEAN_KD, WEIGHT_KD)
    return subject.record.kd if subject.record is not None and subject.record.overall.kd is not None else None


def shrunk_adr(subject: Subject) -> float | None:
    """ADR of the last 20 drawn towards the population, or None."""
    form = subject.form
    if form.adr is None or not form.adr_matches:
        return None
    return shrink(form.adr, form.adr_matches, MEAN_ADR, WEIGHT_ADR)


def mean_elo(subjects: Sequence[Subject]) -> float | None:
    """Mean of the known Elos of the match."""
    known = [subject.elo for subject in subjects if subject.elo is not None]
    return sum(known) / len(known) if known else None


def dangers(subjects: Sequence[Subject], code: str | None) -> dict[str, Danger]:
    """Danger of everybody with statistics, by player id; `code` is the map played, if known."""
    elo = mean_elo(subjects)
    scores = {s.player_id: score for s in subjects if (score := _score(s, code, elo)) is not None}
    if not scores:
        return {}
    mean = sum(scores.values()) / len(scores)
    return {player: _bucket((score + score - mean) / 2) for player, score in scores.items()}


def _score(subject: Subject, code: str | None, elo: float | None) -> float | None:
    kd, adr = shrunk_kd(subject), shrunk_adr(subject)
    if kd is None and adr is None:
        return None
    parts = []
    if kd is not None:
        parts.append((kd - MEAN_KD) / SD_KD)
    if adr is not None:
        parts.append((adr - MEAN_ADR) / SD_ADR)
    if code is not None and subject.record is not None:
        parts.append((subject.record.on_map(code).kd - MEAN_KD) / SD_KD)
    if elo is not None and subject.elo is not None:
        parts.append((subject.elo - elo) / ELO_SPREAD)
    return sum(min(max(part, -LIMIT), LIMIT) for part in parts) / len(parts)


def _bucket(score: float) -> Danger:
    if score >= FAR:
        return 5
    if score >= APART:
        return 4
    if score > -APART:
        return 3
    return 2 if score > -FAR else 1
