"""The analysing step of a match: what stands on either side."""

from collections.abc import Sequence
from datetime import datetime

from analysis.danger import dangers, mean_elo
from analysis.form import kd_of
from analysis.maps import map_codes, map_table
from analysis.material import MatchMaterial
from analysis.parties import parties_of
from analysis.prediction import RECENT_MATCHES
from analysis.reasons import reasons_of
from analysis.report import Danger, PlayerReport
from analysis.review.outcome import outcome_of
from analysis.roles import role_of
from analysis.state import MatchAnalysis, TeamAnalysis
from analysis.subject import Subject, subjects_of
from faceit.models import FACTIONS, Faction, Match


def analyse(material: MatchMaterial, *, now: datetime, pool: Sequence[str]) -> MatchAnalysis:
    """Compare both teams.

    Parameters:
        material: what was fetched; parts may be missing.
        now: the time to judge "before the match" by when the match has none.
        pool: map codes to compare when the match names none.
    """
    match = material.match
    subjects = subjects_of(material, now)
    codes = [] if match.cancelled else map_codes(match, pool)
    played = match.picks[0] if match.picks else None
    danger = dangers(subjects, played)
    elo = mean_elo(subjects)
    players = {subject.player_id: _player(subject, danger.get(subject.player_id), played, elo) for subject in subjects}
    return MatchAnalysis(
        match=match,
        teams=[_team(match, name, [s for s in subjects if s.faction == name], players) for name in FACTIONS],
        maps=map_table(subjects, codes),
        parties=parties_of(subjects),
        outcome=outcome_of(match, material.stats, subjects),
        players_known=sum(subject.known for subject in subjects),
        players_total=len(subjects),
        missing=material.missing,
        fetched_at=material.fetched_at,
    )


def _player(subject: Subject, danger: Danger | None, code: str | None, elo: float | None) -> PlayerReport:
    role = role_of(subject.lifetime)
    reasons = reasons_of(subject, code=code, elo=elo)
    return PlayerReport(
        player_id=subject.player_id,
        nickname=subject.nickname,
        level=subject.level,
        elo=subject.elo,
        calibrating=subject.calibrating,
        danger=danger,
        reasons=[*reasons, role[1]] if role else reasons,
        role=role[0] if role else None,
        form=subject.form,
    )


def _team(match: Match, faction: Faction, members: Sequence[Subject], players: dict[str, PlayerReport]) -> TeamAnalysis:
    side = match.teams.get(faction)
    recent = [kd for s in members if s.games and (kd := kd_of(s.games[:RECENT_MATCHES])) is not None]
    return TeamAnalysis(
        faction=faction,
        name=side.name if side else "",
        elo=_mean([s.elo for s in members if s.elo is not None], len(members)),
        recent_kd=_mean(recent, len(members)),
        win_probability=side.standing.win_probability if side and side.standing else None,
        players=[players[s.player_id] for s in members],
        substitutes=[person.player_id for person in side.substitutes] if side else [],
    )


def _mean(values: Sequence[float], members: int) -> float | None:
    """The mean when at least half of the team is known; fewer do not stand for it."""
    return sum(values) / len(values) if values and 2 * len(values) >= members else None
