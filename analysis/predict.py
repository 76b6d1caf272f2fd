"""The predicting step: the chance of each side, the Elo at stake, and advice."""

from collections.abc import Sequence

from analysis.advice import map_advice, veto_advice
from analysis.prediction import elo_stakes, too_close, win_probability
from analysis.report import PredictionReport, Statement
from analysis.state import MapAnalysis, MatchAnalysis, Prediction, Stakes
from faceit.models import FACTIONS, Faction


def predict_and_advise(analysis: MatchAnalysis, *, side: Faction | None = None) -> Prediction:
    """Predict and advise; with `side` only that side's advice is kept.

    For a finished or cancelled match the model is silent: figures taken afterwards contain the match. FACEIT's own
    chance, fixed before the start, still stands.
    """
    phase = analysis.match.phase
    open_ = phase not in {"finished", "cancelled"}
    own = _rounded(_faceit(analysis))
    model = _rounded(_model(analysis) if open_ else None)
    chance = model if own is None else own
    advice = _advice(analysis) if open_ else _notes(analysis)
    return Prediction(
        prediction=PredictionReport(
            faction1=chance,
            source=None if chance is None else "model" if own is None else "faceit",
            model=model,
            too_close=too_close(chance),
        ),
        stakes=_stakes(own) if analysis.match.calculate_elo is not False else {},
        advice=[item for item in advice if side is None or item.args.get("faction") in {None, side}],
        side=side,
        before_start=phase in {"before_veto", "veto_done"},
        source_phase=phase,
    )


def _faceit(analysis: MatchAnalysis) -> float | None:
    """FACEIT's winProbability of faction1, from either side's figure."""
    one, two = (team.win_probability for team in analysis.teams)
    if one is not None:
        return one
    return None if two is None else 1 - two


def _model(analysis: MatchAnalysis) -> float | None:
    one, two = analysis.teams
    rows = _chosen(analysis) or analysis.maps
    return win_probability(
        elo_diff=_gap(one.elo, two.elo),
        map_kd_diff=_mean([row.kd_gap for row in rows]),
        map_win_rate_diff=_mean([row.win_rate_gap for row in rows]),
        recent_kd_diff=_gap(one.recent_kd, two.recent_kd),
    )


def _advice(analysis: MatchAnalysis) -> list[Statement]:
    chosen = _chosen(analysis)
    found = map_advice(chosen, analysis.maps) if chosen else veto_advice(analysis.maps)
    if analysis.match.calculate_elo is False:
        found.append(Statement(code="unrated"))
    return found


def _notes(analysis: MatchAnalysis) -> list[Statement]:
    """A finished match that was never played is a forfeit: no start, or one equal to the end."""
    match = analysis.match
    return [Statement(code="forfeit")] if match.decided and not match.played else []


def _chosen(analysis: MatchAnalysis) -> list[MapAnalysis]:
    return [row for row in analysis.maps if row.map in analysis.match.picks]


def _stakes(chance: float | None) -> dict[Faction, Stakes]:
    if chance is None:
        return {}
    gain, loss = elo_stakes(chance)
    return {FACTIONS[0]: Stakes(gain=gain, loss=loss), FACTIONS[1]: Stakes(gain=loss, loss=gain)}


def _rounded(chance: float | None) -> float | None:
    return None if chance is None else round(chance, 4)


def _gap(one: float | None, two: float | None) -> float | None:
    return None if one is None or two is None else one - two


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None
