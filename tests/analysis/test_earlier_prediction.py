"""A prediction stored before the start, shown and judged after the end; the chance by map; its inputs."""

from datetime import UTC, datetime, timedelta
from math import exp
from typing import Any

import pytest

from analysis.assemble import assemble
from analysis.earlier import EarlierPrediction
from analysis.match import analyse
from analysis.material import PlayerMaterial
from analysis.predict import predict_and_advise
from analysis.report import MatchReport, PredictionInputs
from analysis.state import Prediction
from tests.rooms import NOW, POOL, game, lifetime, match_body, material, person, picked, player_ids, segment

START = datetime(2026, 9, 20, 16, 0, tzinfo=UTC)


def earlier(faction1: float = 0.6, **more: Any) -> EarlierPrediction:
    given = {"source": "model", "made_at": START - timedelta(minutes=5), "phase": "veto_done", **more}
    return EarlierPrediction.model_validate({"faction1": faction1, **given})


def report_of(stored: EarlierPrediction | None, **more: Any) -> MatchReport:
    over: dict[str, Any] = {
        **{"status": "FINISHED", "started_at": int(START.timestamp()), "finished_at": int(START.timestamp()) + 2400},
        "results": {"winner": "faction1", "score": {"faction1": 1, "faction2": 0}},
    }
    body = match_body(**{**over, **more})
    if more.get("own"):
        body["teams"]["faction1"]["stats"] = {"winProbability": more["own"]}
    analysis = analyse(material(body), now=NOW, pool=POOL)
    return assemble(analysis, predict_and_advise(analysis), now=NOW, api_calls=0, stored=stored)


@pytest.mark.parametrize(
    ("stored", "more", "shown", "right"),
    [
        (earlier(0.6), {}, 0.6, True),
        (earlier(0.4), {}, 0.4, False),
        (earlier(0.51, too_close=True), {}, 0.51, None),
        (earlier(0.6, phase="before_veto"), {}, 0.6, True),
        (earlier(0.6, phase="live"), {}, None, None),
        (earlier(0.6, made_at=START), {}, None, None),
        (earlier(0.6), {"results": {}}, 0.6, None),
        (earlier(0.6), {"started_at": None}, 0.6, None),
        (earlier(0.6, phase="finished"), {"own": 0.7}, 0.7, True),
        (earlier(0.6), {"own": 0.3}, 0.6, True),
        (None, {"own": 0.3}, 0.3, False),
        (None, {}, None, None),
    ],
)
def test_the_rule(
    stored: EarlierPrediction | None, more: dict[str, Any], shown: float | None, right: bool | None
) -> None:
    report = report_of(stored, **more)
    assert report.review is not None
    assert (report.prediction.faction1, report.review.predicted_right) == (shown, right)
    assert report.teams[0].win_probability == shown


def test_a_stored_one_tells_when_and_by_whom() -> None:
    said = report_of(earlier(0.6, source="faceit", model=0.55)).prediction
    assert (said.source, said.model, said.made_at) == ("faceit", 0.55, START - timedelta(minutes=5))
    assert report_of(None, own=0.6).prediction.made_at is None


def test_an_open_match_is_predicted_anew() -> None:
    report = report_of(earlier(0.9), status="VOTING", started_at=None, finished_at=None, results=None)
    assert (report.prediction.faction1, report.prediction.made_at, report.review) == (0.5, None, None)


def strong() -> dict[str, PlayerMaterial]:
    """faction1 with 100 Elo more, better on Nuke in kills alone, and with better last ten matches."""
    nuke = [segment(code.removeprefix("de_"), 100, 1.4 if code == "de_nuke" else 1.0) for code in POOL]
    return {
        p: person(p, elo=1600).model_copy(
            update={"lifetime": lifetime(*nuke), "games": [game(f"1-{p}-{i}", Kills="18") for i in range(10)]}
        )
        for p in player_ids()[:5]
    }


def prediction_of(**more: Any) -> tuple[Prediction, MatchReport]:
    analysis = analyse(material(match_body(**more), strong()), now=NOW, pool=POOL)
    said = predict_and_advise(analysis)
    return said, assemble(analysis, said, now=NOW, api_calls=0)


def test_the_inputs_stand_beside_the_chance_they_make() -> None:
    said, report = prediction_of(status="READY", voting=picked("de_nuke", "de_mirage"), best_of=3)
    rows = {row.map: row for row in report.maps}
    nuke, mirage = rows["de_nuke"].teams, rows["de_mirage"].teams
    one, two = nuke["faction1"].kd, mirage["faction1"].kd
    assert one is not None and two is not None
    # overall K/D 7400/7000 shrunk by 20 towards 1; then 100 matches on Nuke at 1.4 against 40 of the own level
    own = (700 * (1.4 + 6) / 7 + 20) / 720
    assert (one, two) == pytest.approx(((140 + 40 * own) / 140, (100 + 40 * own) / 140))
    assert said.inputs.elo_diff == 100
    assert said.inputs.recent_kd_diff == pytest.approx(18 / 15 - 1)
    assert said.inputs.map_win_rate_diff == pytest.approx(0)
    assert said.inputs.map_kd_diff == pytest.approx((one - 1 + two - 1) / 2)
    for code, kd in (("de_nuke", one), ("de_mirage", two)):
        odds = 0.0033 * 100 + 2.14 * (kd - 1) + 0.71 * 0.2
        assert rows[code].win_probability == pytest.approx(1 / (1 + exp(-odds)), abs=1e-4)
    assert report.picks == ["de_nuke", "de_mirage"]


def test_after_the_end_neither_inputs_nor_chances() -> None:
    said, report = prediction_of(status="FINISHED", started_at=1, finished_at=9)
    assert said.inputs == PredictionInputs()
    assert all(row.win_probability is None for row in report.maps)


def test_a_map_nobody_can_be_compared_on_has_no_chance() -> None:
    gone = {p: PlayerMaterial() for p in player_ids()[:3]} | {
        "p9": PlayerMaterial(player=person("p9").player),
    }
    analysis = analyse(material(match_body(), gone), now=NOW, pool=POOL)
    said = predict_and_advise(analysis)
    assert said.maps == {}
    assert Prediction.model_validate_json(said.model_dump_json()) == said


def test_an_older_stored_prediction_is_still_read() -> None:
    said, _ = prediction_of()
    old = said.model_dump(mode="json", exclude={"inputs", "maps"})
    assert Prediction.model_validate(old).inputs == PredictionInputs()
