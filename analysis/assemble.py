"""The last step of a match: analysis and prediction become the report."""

from datetime import datetime

from analysis.earlier import EarlierPrediction, came_true
from analysis.hidden import hidden_ids, hide
from analysis.report import Coverage, MapReport, MatchReport, PredictionReport, Review, TeamReport
from analysis.state import MapAnalysis, MatchAnalysis, Prediction, Stakes, TeamAnalysis
from faceit.models import Faction


def assemble(
    analysis: MatchAnalysis,
    prediction: Prediction,
    *,
    now: datetime,
    api_calls: int,
    stored: EarlierPrediction | None = None,
) -> MatchReport:
    """The report; players who opted out (`missing` says so) are hidden in it.

    Parameters:
        analysis: of the match as it is now.
        prediction: made with it, or one kept from before the start.
        now: the time of the report.
        api_calls: calls it took.
        stored: a prediction stored while the match was open; one made before the start is shown once it is decided.
    """
    match = analysis.match
    earlier = stored if stored is not None and match.decided and stored.holds(match) else None
    said = earlier.report() if earlier is not None else prediction.prediction
    fair = earlier is not None or prediction.before_start or said.source == "faceit"
    report = MatchReport(
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
        picks=match.picks,
        teams=[_team(team, said, prediction.stakes) for team in analysis.teams],
        maps=[_map(row, prediction) for row in analysis.maps],
        prediction=said,
        advice=prediction.advice,
        parties=analysis.parties,
        review=_review(analysis, said, fair),
    )
    return hide(report, hidden_ids(analysis.missing))


def _map(row: MapAnalysis, prediction: Prediction) -> MapReport:
    return MapReport(map=row.map, teams=row.teams, edge=row.edge, win_probability=prediction.maps.get(row.map))


def _team(team: TeamAnalysis, said: PredictionReport, at_stake: dict[Faction, Stakes]) -> TeamReport:
    chance, stakes = said.faction1, at_stake.get(team.faction)
    return TeamReport(
        faction=team.faction,
        name=team.name,
        elo=team.elo,
        win_probability=chance if chance is None or team.faction == "faction1" else round(1 - chance, 4),
        elo_gain=stakes.gain if stakes else None,
        elo_loss=stakes.loss if stakes else None,
        players=team.players,
        substitutes=team.substitutes,
    )


def _review(analysis: MatchAnalysis, said: PredictionReport, fair: bool) -> Review | None:
    outcome = analysis.outcome
    if outcome is None:
        return None
    return Review(
        winner=outcome.winner,
        score=outcome.score,
        predicted_right=came_true(said, analysis.match, outcome, fair=fair),
        maps=outcome.maps,
        turned=outcome.turned,
        players=outcome.players,
    )
