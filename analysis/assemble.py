"""The last step of a match: analysis and prediction become the report."""

from datetime import datetime

from analysis.report import Coverage, MapReport, MatchReport, Review, TeamReport
from analysis.state import MatchAnalysis, Prediction, TeamAnalysis


def assemble(analysis: MatchAnalysis, prediction: Prediction, *, now: datetime, api_calls: int) -> MatchReport:
    """The report. `prediction` may be one stored before the start, for a match that has finished since."""
    match = analysis.match
    return MatchReport(
        generated_at=now,
        coverage=Coverage(
            players=(analysis.players_known, analysis.players_total),
            missing=analysis.missing,
            age_s=max(int((now - analysis.fetched_at).total_seconds()), 0),
        ),
        api_calls=api_calls,
        match_id=match.match_id,
        status=match.status.value,
        map=match.picks[0] if match.picks else None,
        teams=[_team(team, prediction) for team in analysis.teams],
        maps=[MapReport(map=row.map, teams=row.teams, edge=row.edge) for row in analysis.maps],
        prediction=prediction.prediction,
        advice=prediction.advice,
        parties=analysis.parties,
        review=_review(analysis, prediction),
    )


def _team(team: TeamAnalysis, prediction: Prediction) -> TeamReport:
    chance, stakes = prediction.prediction.faction1, prediction.stakes.get(team.faction)
    return TeamReport(
        faction=team.faction,
        name=team.name,
        elo=team.elo,
        win_probability=chance if chance is None or team.faction == "faction1" else round(1 - chance, 4),
        elo_gain=stakes.gain if stakes else None,
        elo_loss=stakes.loss if stakes else None,
        players=team.players,
    )


def _review(analysis: MatchAnalysis, prediction: Prediction) -> Review | None:
    outcome = analysis.outcome
    if outcome is None:
        return None
    right = None
    said = prediction.prediction
    fair = prediction.before_start or said.source == "faceit"
    if fair and said.faction1 is not None and not said.too_close and outcome.winner and analysis.match.played:
        right = (said.faction1 > 0.5) == (outcome.winner == "faction1")
    return Review(
        winner=outcome.winner,
        score=outcome.score,
        predicted_right=right,
        maps=outcome.maps,
        players=outcome.players,
    )
