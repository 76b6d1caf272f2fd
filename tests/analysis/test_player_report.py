"""The whole report: the contract, and every way of knowing little."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.material import MissingData
from analysis.player.report import PlayerReport
from analysis.schema import schema
from faceit.models import GameStats, LifetimeStats, Player
from tests.player_files import EXTENDED, career, file_of, history, player_report
from tests.rooms import recorded


def test_the_contract_names_its_fields() -> None:
    report = json.loads(player_report(file_of(history(100), career())).model_dump_json())
    assert set(report) >= {
        *("v", "generated_at", "kind", "coverage", "api_calls", "player_id", "nickname", "level", "elo"),
        *("to_next_level", "lifetime", "form", "trend", "maps", "role", "strengths", "weaknesses", "streak"),
        "sessions",
    }
    assert (report["v"], report["kind"]) == (1, "player")
    assert report["coverage"] == {"players": [1, 1], "missing": [], "age_s": 7}
    assert set(report["lifetime"]) >= {"matches", "win_rate", "kd", "kr", "adr", "headshots"}
    assert set(report["form"]) == {"10", "20", "50"}
    assert set(report["form"]["20"]) >= {"matches", "win_rate", "kd", "kr", "adr"}
    assert set(report["trend"]) == {"kd", "adr", "win_rate"}
    assert set(report["trend"]["kd"]) >= {"change", "z", "verdict"}
    assert set(report["maps"][0]) >= {"map", "matches", "win_rate", "kd"}
    assert set(report["streak"]) >= {"current", "longest"}
    assert set(report["strengths"][0]) == {"code", "args", "text"}
    assert report["to_next_level"] == 139
    assert len(report["history"]) == 100
    assert report["history"][-1]["at"] > report["history"][0]["at"]


def test_the_schema_holds_every_kind_of_report() -> None:
    kinds = {root["properties"]["kind"]["const"]: set(root["properties"]) for root in json.loads(schema())["oneOf"]}
    assert set(kinds) == {"match", "player", "user", "team", "bulk"}
    assert kinds["player"] == set(PlayerReport.model_fields)


def test_a_report_survives_json() -> None:
    report = player_report(file_of(history(30), career()))
    assert PlayerReport.model_validate_json(report.model_dump_json()) == report


def test_a_recorded_player() -> None:
    stats = LifetimeStats.model_validate(recorded("player_lifetime_stats.json"))
    games = [GameStats.model_validate(item) for item in recorded("player_game_stats.json")["items"]]
    report = player_report(file_of(games, stats))
    assert report.matches == 20
    form = report.form["50"]
    assert form.kd == pytest.approx(sum(g.kills or 0 for g in games) / sum(g.deaths or 0 for g in games))
    assert report.lifetime.kd == pytest.approx(0.95, abs=0.01)
    assert report.role is None
    assert report.style is not None
    assert report.style.sniper_share == pytest.approx(55 / 12190)
    assert {trend.verdict for trend in report.trend.values()} == {"none"}


def test_no_matches_hidden_statistics_and_lost_data() -> None:
    lost = [MissingData(player_id="p1", what="games", code="transient")]
    for file, matches in ((file_of([], None), 0), (file_of(None, None, missing=lost), None)):
        report = player_report(file)
        assert report.coverage.players == (0, 1)
        assert report.matches == matches
        assert report.form["20"].matches == matches
        assert (report.maps, report.sessions, report.standing, report.strengths) == ([], [], {}, [])
        assert report.streak.current == 0
        assert report.role is None
        assert (report.lifetime.matches, report.lifetime.kd) == (None, None)
    assert player_report(file_of(None, career(), missing=lost)).coverage.players == (1, 1)


def test_three_matches() -> None:
    report = player_report(file_of(history(3), None))
    assert {form.matches for form in report.form.values()} == {3}
    assert report.form["50"].win_rate == pytest.approx(2 / 3)
    assert (report.standing, report.strengths, report.weaknesses) == ({}, [], [])


def test_unplaced_is_calibrating_and_never_elo_zero() -> None:
    games = {"cs2": {"region": "EU", "faceit_elo": 0, "skill_level": 0}}
    who = Player.model_validate({"player_id": "p1", "nickname": "n", "games": games})
    report = player_report(file_of(history(3), None, who=who))
    assert (report.elo, report.level, report.calibrating) == (None, None, True)
    assert (report.to_next_level, report.next_level, report.wins_to_next) == (None, None, None)


def test_names_stay_out_of_reprs() -> None:
    file = file_of(history(1), None)
    assert "nick-p1" not in repr(file)
    assert "nick-p1" not in repr(player_report(file))


figure = st.none() | st.integers(0, 60).map(str) | st.sampled_from(["", "x", "nan", "-3", "1e9"])
stats = st.fixed_dictionaries(
    {
        **dict.fromkeys(("Kills", "Deaths", "Assists", "Headshots", "ADR", "Rounds"), figure),
        "Result": st.sampled_from(["0", "1", None, "?"]),
        "Score": st.sampled_from(["13 / 7", "0 / 0", "", None]),
        "Map": st.sampled_from(["de_mirage", "Nuke", "3070284539", None, " "]),
        "Game Mode": st.sampled_from(["5v5", "2v2", None]),
        "Match Finished At": st.none() | st.integers(0, 2_000_000_000_000),
    }
)


@given(st.lists(stats, max_size=120))
@settings(max_examples=60, deadline=None)
def test_whatever_faceit_says_a_report_comes_out(lines: list[dict[str, Any]]) -> None:
    games = [GameStats.model_validate({"stats": {"Match Id": f"1-{i}", **line}}) for i, line in enumerate(lines)]
    report = player_report(file_of(games, None))
    assert report.matches == min(sum(line["Game Mode"] != "2v2" for line in lines), 100)
    for form in report.form.values():
        assert form.win_rate is None or 0 <= form.win_rate <= 1
    assert sum(session.matches for session in report.sessions) <= (report.matches or 0)
    assert PlayerReport.model_validate_json(report.model_dump_json()) == report


KEYS = [*(key.replace("_", " ") for key in EXTENDED), "Matches", "Wins", "Win Rate %", "Kills", "Deaths", "Headshots"]


@given(st.dictionaries(st.sampled_from(KEYS), figure | st.integers(50, 900).map(str)))
@settings(max_examples=100, deadline=None)
def test_any_lifetime_is_survived(figures: dict[str, str | None]) -> None:
    body = {"lifetime": figures, "segments": [{"label": "Nuke", "mode": "5v5", "type": "Map", "stats": figures}]}
    player_report(file_of([], LifetimeStats.model_validate(body)))
