"""Shrinkage and the map table against hand-computed figures."""

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.match import analyse
from analysis.material import PlayerMaterial
from analysis.population import beta_above, normal_cdf, shrink
from analysis.record import record_of
from faceit.models import LifetimeStats
from tests.rooms import NOW, POOL, game, games, lifetime, lively, match_body, material, person, picked, segment


def test_fourteen_of_twenty_wins_is_52_7_percent() -> None:
    assert shrink(14 / 20, 20, 0.5, 130) == pytest.approx(0.5267, abs=1e-4)


@given(st.floats(0, 3), st.integers(0, 5000), st.floats(0, 3), st.floats(1, 200))
def test_shrinking_stays_between(value: float, n: int, mean: float, weight: float) -> None:
    found = shrink(value, n, mean, weight)
    assert min(value, mean) - 1e-9 <= found <= max(value, mean) + 1e-9


def test_own_value_and_map_value() -> None:
    record = record_of(lifetime(segment("Mirage", 60, 1.2, 0.6), segment("Nuke", 40, 0.9, 0.5)), None)
    assert record is not None
    kills, deaths = 60 * 15 * 1.2 + 40 * 15 * 0.9, 100 * 15
    own = (100 * kills / deaths + 20 * 1.0) / 120
    assert record.kd == pytest.approx(own)
    assert record.win_rate == pytest.approx((56 + 130 * 0.5) / 230)
    mirage = record.on_map("de_mirage")
    assert mirage.matches == 60
    assert mirage.kd == pytest.approx((60 * 1.2 + 40 * own) / 100)
    assert mirage.win_rate == pytest.approx((36 + 40 * record.win_rate) / 100)
    assert record.on_map("de_train").kd == pytest.approx(own)
    assert record.on_map("de_train").matches == 0


def test_without_segment_totals_faceits_average_is_corrected() -> None:
    body = {"lifetime": {"Matches": "100", "Wins": "50", "Average K/D Ratio": "1.106"}, "segments": []}
    record = record_of(LifetimeStats.model_validate(body), None)
    assert record is not None
    assert record.overall.kd == pytest.approx(1.05)


def test_games_stand_in_for_a_missing_lifetime() -> None:
    record = record_of(None, [game("1-a", Map="de_nuke", Kills="30"), game("1-b", Map="de_mirage", Result="0")])
    assert record is not None
    assert (record.overall.matches, record.overall.kd, record.overall.win_rate) == (2, 1.5, 0.5)
    assert record.maps["de_nuke"].kd == 2.0
    assert record_of(None, None) is None
    assert record_of(None, []) is None


def test_team_row_is_the_mean_of_its_players() -> None:
    strong = person("p1", kills=20)
    analysis = analyse(material(players={"p1": strong}), now=NOW, pool=POOL)
    row = next(r for r in analysis.maps if r.map == "de_mirage")
    own = (420 * 20 / 15 + 20) / 440
    best = (60 * 20 / 15 + 40 * own) / 100
    assert row.teams["faction1"].kd == pytest.approx((best + 4) / 5)
    assert row.teams["faction1"].matches == 300
    assert row.teams["faction2"].kd == pytest.approx(1.0)
    assert row.kd_error == pytest.approx(sqrt(2 * 5 * 0.47**2 / 100 / 25))
    assert row.edge is not None
    assert row.edge > 0


def test_rows_follow_the_matchs_own_pool_then_the_given_one() -> None:
    own = material(match_body(voting=picked("de_overpass", pool=["de_nuke", "de_overpass"])))
    assert [row.map for row in analyse(own, now=NOW, pool=POOL).maps] == ["de_overpass", "de_nuke"]
    assert [row.map for row in analyse(material(), now=NOW, pool=POOL).maps] == POOL


def test_a_team_without_figures_has_an_unknown_row() -> None:
    nobody = {f"p{i}": PlayerMaterial() for i in range(6, 11)}
    analysis = analyse(material(players=nobody), now=NOW, pool=POOL)
    row = analysis.maps[0]
    assert (row.teams["faction2"].matches, row.teams["faction2"].kd, row.edge) == (None, None, None)


def test_the_edge_changes_its_sign_with_the_sides() -> None:
    one = analyse(material(players={"p1": person("p1", kills=20)}), now=NOW, pool=POOL)
    two = analyse(material(players={"p6": person("p6", kills=20)}), now=NOW, pool=POOL)
    for row, mirrored in zip(one.maps, two.maps, strict=True):
        assert row.edge == pytest.approx(-(mirrored.edge or 0.0))


def test_probabilities() -> None:
    assert normal_cdf(1.2816) == pytest.approx(0.9, abs=1e-4)
    assert beta_above(216, 434, (216, 218), 0.5) < 0.5
    assert beta_above(700, 1000, (216, 218), 0.5) > 0.99


def test_lively_room_differs() -> None:
    analysis = analyse(material(players=lively()), now=NOW, pool=POOL)
    assert len({row.edge for row in analysis.maps}) > 2
    assert games("p1")[0].match_id != games("p2")[0].match_id
