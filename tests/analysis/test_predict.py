"""Predicting, advising, assembling and reviewing."""

import json
from datetime import timedelta
from math import exp
from typing import Any

import pytest

from analysis.assemble import assemble
from analysis.match import analyse
from analysis.material import MatchMaterial, PlayerMaterial
from analysis.predict import predict_and_advise
from analysis.report import MatchReport
from analysis.schema import PATH, schema
from analysis.state import Prediction
from faceit.models import MatchStats
from tests.rooms import (
    MATCH_ID,
    NOW,
    POOL,
    lifetime,
    match_body,
    material,
    person,
    picked,
    player_ids,
    recorded,
    segment,
)


def report_of(room: MatchMaterial) -> MatchReport:
    analysis = analyse(room, now=NOW, pool=POOL)
    return assemble(analysis, predict_and_advise(analysis), now=NOW + timedelta(seconds=7), api_calls=31)


def with_chances(chance: float, **more: Any) -> dict[str, Any]:
    body = match_body(**more)
    body["teams"]["faction1"]["stats"] = {"winProbability": chance}
    body["teams"]["faction2"]["stats"] = {"winProbability": 1 - chance}
    return body


def specialists(first: str, second: str) -> dict[str, PlayerMaterial]:
    """faction1 strong on one map, faction2 on another, the rest alike."""
    people: dict[str, PlayerMaterial] = {}
    for i, ids in enumerate((player_ids()[:5], player_ids()[5:])):
        best = (first, second)[i]
        parts = [segment(code.removeprefix("de_"), 100, 1.4 if code == best else 1.0) for code in POOL]
        people |= {p: person(p).model_copy(update={"lifetime": lifetime(*parts)}) for p in ids}
    return people


def test_the_model_uses_the_known_differences() -> None:
    room = material(players={i: person(i, elo=1600) for i in player_ids()[:5]})
    said = report_of(room).prediction
    assert said.source == "model"
    assert said.faction1 == said.model == pytest.approx(1 / (1 + exp(-0.33)), abs=1e-4)
    assert not said.too_close


def test_faceits_own_chance_wins_and_the_model_stands_beside_it() -> None:
    report = report_of(material(with_chances(0.58)))
    assert (report.prediction.source, report.prediction.faction1, report.prediction.model) == ("faceit", 0.58, 0.5)
    one, two = report.teams
    assert (one.win_probability, one.elo_gain, one.elo_loss) == (0.58, 21, 29)
    assert (two.win_probability, two.elo_gain, two.elo_loss) == (0.42, 29, 21)


def test_without_the_rooms_chance_no_elo_is_promised() -> None:
    report = report_of(material())
    assert [team.elo_gain for team in report.teams] == [None, None]
    assert report.prediction.too_close


def test_a_match_without_elo_says_so() -> None:
    report = report_of(material(with_chances(0.58, calculate_elo=False)))
    assert report.teams[0].elo_gain is None
    assert "unrated" in [item.code for item in report.advice]


def test_picks_and_bans_mirror_each_other() -> None:
    advice = report_of(material(players=specialists("de_nuke", "de_mirage"))).advice
    said = [(item.code, item.args["faction"], item.args["map"]) for item in advice]
    assert said == [
        ("pick", "faction1", "de_nuke"),
        ("ban", "faction1", "de_mirage"),
        ("pick", "faction2", "de_mirage"),
        ("ban", "faction2", "de_nuke"),
    ]
    edges = {(item.code, item.args["faction"]): item.args["edge"] for item in advice}
    assert edges["pick", "faction1"] == pytest.approx(-float(edges["ban", "faction2"]))
    assert float(edges["pick", "faction1"]) > 0 > float(edges["ban", "faction1"])
    assert all(item.args["matches"] == 500 for item in advice)


def test_advice_for_a_side_is_that_sides() -> None:
    analysis = analyse(material(players=specialists("de_nuke", "de_mirage")), now=NOW, pool=POOL)
    advice = predict_and_advise(analysis, side="faction2").advice
    assert {item.args["faction"] for item in advice} == {"faction2"}


def test_equal_teams_get_no_map_advice() -> None:
    assert [item.code for item in report_of(material()).advice] == ["map-no-edge"]


def test_a_chosen_map_is_judged_itself() -> None:
    people = specialists("de_nuke", "de_mirage")
    nuke = report_of(material(match_body(status="READY", voting=picked("de_nuke")), people))
    assert [(item.code, item.args["faction"]) for item in nuke.advice] == [("map-favours", "faction1")]
    assert nuke.map == "de_nuke"
    even = report_of(material(match_body(status="READY", voting=picked("de_cache")), people))
    assert [item.code for item in even.advice] == ["map-even"]


@pytest.mark.parametrize("absent", [3, 9, 10])
def test_few_known_players_still_end_in_a_report(absent: int) -> None:
    report = report_of(material(players={i: PlayerMaterial() for i in player_ids()[:absent]}))
    assert report.coverage.players == (10 - absent, 10)
    assert report.prediction.faction1 is None


def test_half_a_team_is_enough_for_a_prediction() -> None:
    assert report_of(material(players={i: PlayerMaterial() for i in ("p1", "p2", "p10")})).prediction.faction1 == 0.5


def test_coverage_age_and_identity() -> None:
    report = report_of(material())
    assert (report.coverage.age_s, report.api_calls, report.match_id, report.kind, report.v) == (
        7,
        31,
        MATCH_ID,
        "match",
        1,
    )
    assert MatchReport.model_validate_json(report.model_dump_json()) == report


def finished(**more: Any) -> MatchReport:
    body = recorded("match_details.json")
    if "chance" in more:
        body["teams"]["faction1"]["stats"] = {"winProbability": more["chance"]}
    ids = [p["player_id"] for team in body["teams"].values() for p in team["roster"]]
    stats = None if more.get("pending") else MatchStats.model_validate(recorded("match_stats.json"))
    return report_of(material(body, {i: person(i) for i in ids}, stats=stats))


def test_review_by_rounds() -> None:
    review = finished().review
    assert review is not None
    assert (review.winner, review.score) == ("faction1", {"faction1": 13, "faction2": 10})
    assert review.predicted_right is None
    assert len(review.players) == 10
    found = {p.nickname: p for p in review.players}
    assert found["xidusha92"].verdict == "above"
    assert found["xidusha92"].kd == pytest.approx(23 / 15)
    assert found["parosha50-"].average_kd is None
    assert found["parosha50-"].verdict is None


def test_the_model_is_silent_after_the_end() -> None:
    report = finished()
    assert (report.prediction.faction1, report.prediction.model, report.prediction.source) == (None, None, None)


@pytest.mark.parametrize(("chance", "right"), [(0.6, True), (0.4, False), (0.51, None)])
def test_faceits_own_chance_can_be_judged(chance: float, right: bool | None) -> None:
    review = finished(chance=chance).review
    assert review is not None
    assert review.predicted_right is right


def test_a_stored_prediction_is_judged_only_if_made_before_the_start() -> None:
    room = material(players={i: person(i, elo=1700) for i in player_ids()[:5]})
    stored = predict_and_advise(analyse(room, now=NOW, pool=POOL))
    assert Prediction.model_validate_json(stored.model_dump_json()) == stored
    over = recorded("match_details.json")
    after = analyse(material(over, stats=MatchStats.model_validate(recorded("match_stats.json"))), now=NOW, pool=POOL)
    for prediction, right in ((stored, True), (stored.model_copy(update={"before_start": False}), None)):
        review = assemble(after, prediction, now=NOW, api_calls=0).review
        assert review is not None
        assert review.predicted_right is right


def test_pending_stats_give_the_announced_score() -> None:
    report = finished(pending=True)
    assert report.review is not None
    assert (report.review.score, report.review.players) == ({"faction1": 13, "faction2": 10}, [])


def test_forfeit_and_cancelled() -> None:
    results = {"winner": "faction2", "score": {"faction1": 0, "faction2": 1}}
    forfeit = report_of(material(match_body(status="FINISHED", results=results)))
    assert forfeit.review is not None
    assert (forfeit.review.winner, forfeit.review.score) == ("faction2", {})
    assert [item.code for item in forfeit.advice] == ["forfeit"]
    cancelled = report_of(material(match_body(status="CANCELLED", results=results, teams=None)))
    assert (cancelled.maps, cancelled.prediction.faction1) == ([], None)
    assert cancelled.review is not None and cancelled.review.winner == "faction2"
    assert report_of(material(match_body(status="CANCELLED", teams=None))).review is None


def test_the_committed_schema_is_up_to_date() -> None:
    assert PATH.read_text(encoding="utf-8") == schema(), "run: python -m analysis.schema"


def test_the_contract_names_its_fields() -> None:
    report = json.loads(report_of(material()).model_dump_json())
    assert set(report) == {
        *("v", "generated_at", "kind", "coverage", "api_calls", "match_id", "status", "map", "picks"),
        *("teams", "maps", "prediction", "advice", "parties", "review"),
    }
    assert set(report["coverage"]) == {"players", "missing", "age_s"}
    team = report["teams"][0]
    fields = {"faction", "name", "elo", "win_probability", "elo_gain", "elo_loss", "players", "substitutes"}
    assert set(team) == fields
    player = team["players"][0]
    fields = {"player_id", "nickname", "level", "elo", "calibrating", "hidden"}
    fields |= {"danger", "reasons", "role", "form"}
    assert set(player) == fields
    assert set(player["form"]) == {"matches", "win_rate", "kd", "kr", "adr", "kd_matches", "adr_matches"}
    assert set(report["maps"][0]) == {"map", "teams", "edge", "win_probability"}
    assert set(report["prediction"]) == {"faction1", "source", "model", "too_close", "made_at"}
    assert set(report["advice"][0]) == {"code", "args", "text"}


def test_strength_that_is_the_same_everywhere_favours_no_map() -> None:
    people = {p: person(p, kills=20) for p in player_ids()[:5]}
    assert [i.code for i in report_of(material(players=people)).advice] == ["map-no-edge"]
    chosen = report_of(material(match_body(status="READY", voting=picked("de_nuke")), people))
    assert [i.code for i in chosen.advice] == ["map-even"]


def test_a_series_keeps_the_rounds_of_its_maps() -> None:
    body = recorded("match_details.json")
    stats = recorded("match_stats.json")
    first = stats["rounds"][0]
    stats["rounds"] = [first, first]
    review = report_of(material({**body, "best_of": 3}, stats=MatchStats.model_validate(stats))).review
    assert review is not None
    assert review.score == {"faction1": 2, "faction2": 0}
    assert [played.score for played in review.maps] == [{"faction1": 13, "faction2": 10}] * 2
    best = next(p for p in review.players if p.nickname == "xidusha92")
    assert (best.kills, best.deaths) == (46, 30)
    assert best.kd == pytest.approx(46 / 30)
