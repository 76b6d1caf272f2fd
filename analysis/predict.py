"""The predicting step: the chance of each side, the Elo at stake, and advice."""

from collections.abc import Sequence

from analysis.advice import map_advice, veto_advice
from analysis.prediction import elo_stakes, too_close, win_probability
from analysis.report import PredictionInputs, PredictionReport, Statement
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
    inputs = _inputs(analysis) if open_ else PredictionInputs()
    model = _rounded(_chance(inputs))
    chance = model if own is None else own
    advice = _advice(analysis) if open_ else _notes(analysis)
    return Prediction(
        prediction=PredictionReport(
            faction1=chance,
            source=None if chance is None else "model" if own is None else "faceit",
            model=model,
            too_close=too_close(chance),
        ),
        inputs=inputs,
        maps=_map_chances(analysis, inputs),
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


def _inputs(analysis: MatchAnalysis) -> PredictionInputs:
    """The differences; those of the maps are means over the chosen ones, or over the pool before the vote has ended."""
    one, two = analysis.teams
    rows = _chosen(analysis) or analysis.maps
    return PredictionInputs(
        elo_diff=_gap(one.elo, two.elo),
        map_kd_diff=_mean([row.kd_gap for row in rows]),
        map_win_rate_diff=_mean([row.win_rate_gap for row in rows]),
        recent_kd_diff=_gap(one.recent_kd, two.recent_kd),
    )


def _map_chances(analysis: MatchAnalysis, inputs: PredictionInputs) -> dict[str, float]:
    """The chance on every map that could be compared, with that map's differences; none where the model is silent."""
    if inputs == PredictionInputs():
        return {}
    found = {}
    for row in analysis.maps:
        if row.kd_gap is not None or row.win_rate_gap is not None:
            gaps = {"map_kd_diff": row.kd_gap, "map_win_rate_diff": row.win_rate_gap}
            chance = _rounded(_chance(inputs.model_copy(update=gaps)))
            found[row.map] = chance
    return {code: chance for code, chance in found.items() if chance is not None}


def _chance(inputs: PredictionInputs) -> float | None:
    """The model's chance; nothing known is no prediction."""
    return None if inputs == PredictionInputs() else win_probability(**inputs.model_dump())


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
