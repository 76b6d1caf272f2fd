"""Trend, maps, standing and role: said only when the numbers carry it."""

from math import sqrt
from statistics import stdev
from typing import Any

import pytest

from analysis.player.maps import maps_of
from analysis.player.role import role_with_reason, style_of
from analysis.player.standing import points_of, standing_of
from analysis.player.trend import trends_of
from analysis.record import record_of
from faceit.models import GameStats
from tests.player_files import EXTENDED, career, history, played
from tests.rooms import game, lifetime, segment


def shifted(recent: int, earlier: int, count: int = 50) -> list[GameStats]:
    """`count` games around `recent` kills, and as many before around `earlier`."""
    return [
        played(i, Kills=str((recent if i < count else earlier) + i % 5), ADR="80", Result=str(i % 2))
        for i in range(2 * count)
    ]


def test_a_trend_compares_sums_with_sums() -> None:
    games = shifted(18, 12)
    trend = trends_of(games)["kd"]
    assert trend.change == pytest.approx(20 / 15 - 14 / 15)
    spread = stdev([(g.kills or 0) / 15 for g in games])
    assert trend.z == pytest.approx((6 / 15) / (spread * sqrt(1 / 50 + 1 / 50)))
    assert (trend.verdict, trend.matches) == ("up", (50, 50))
    assert trends_of(shifted(12, 18))["kd"].verdict == "down"


def test_steady_players_and_short_histories_have_no_trend() -> None:
    steady = trends_of(history(100))
    assert {trend.verdict for trend in steady.values()} == {"none"}
    assert all(trend.z is not None and abs(trend.z) < 2.4 for trend in steady.values())
    short = trends_of(shifted(18, 12)[:99])
    assert {(trend.verdict, trend.z, trend.change) for trend in short.values()} == {("none", None, None)}


def test_the_bound_is_the_one_for_three_figures() -> None:
    results = [str(int(i < 30)) for i in range(50)] + [str(int(i < 19)) for i in range(50)]
    trend = trends_of([played(i, Result=won) for i, won in enumerate(results)])["win_rate"]
    assert trend.change == pytest.approx(0.22)
    assert trend.z is not None
    assert 2 < trend.z < 2.4
    assert trend.verdict == "none"


def test_adr_missing_in_one_match_leaves_too_few() -> None:
    games = [played(0, ADR=None), *history(100)[1:]]
    assert trends_of(games)["adr"].z is None
    assert trends_of(games)["kd"].z is not None


def test_nothing_that_varies_is_no_trend() -> None:
    assert {trend.verdict for trend in trends_of([game(f"1-{i}") for i in range(100)]).values()} == {"none"}


def test_maps_are_drawn_to_the_own_level() -> None:
    record = record_of(lifetime(segment("Mirage", 60, 1.2, 0.6), segment("Nuke", 60, 0.8, 0.4)), None)
    assert record is not None
    rows = {row.map: row for row in maps_of(record)}
    assert record.kd == pytest.approx(1.0)
    assert rows["de_mirage"].kd == pytest.approx((60 * 1.2 + 40 * 1.0) / 100)
    assert rows["de_mirage"].win_rate == pytest.approx((60 * 0.6 + 40 * 0.5) / 100)
    assert (rows["de_mirage"].raw_kd, rows["de_mirage"].matches) == pytest.approx((1.2, 60))
    assert (rows["de_mirage"].verdict, rows["de_nuke"].verdict) == ("strong", "weak")


@pytest.mark.parametrize(("matches", "verdict"), [(29, "none"), (60, "strong")])
def test_a_strong_map_needs_thirty_matches(matches: int, verdict: str) -> None:
    stats = lifetime(segment("Mirage", matches, 1.6, 0.7), segment("Nuke", 400, 1.0))
    rows = {row.map: row for row in maps_of(record_of(stats, None))}
    assert rows["de_mirage"].verdict == verdict


def test_luck_on_fifteen_games_and_mixed_signs_are_no_verdict() -> None:
    seven = [segment(name, 15, 1.0, 0.7 if name == "Train" else 0.5) for name in ("Train", "Nuke", "Mirage")]
    assert {row.verdict for row in maps_of(record_of(lifetime(*seven), None))} == {"none"}
    mixed = lifetime(segment("Mirage", 100, 1.3, 0.4), segment("Nuke", 100, 1.0, 0.5))
    assert maps_of(record_of(mixed, None))[0].verdict == "none"


def test_unknown_map_figures_are_null_and_maps_come_from_games_without_a_lifetime() -> None:
    bare = segment("Mirage", 40)
    del bare["stats"]["Kills"]
    row = maps_of(record_of(lifetime(bare, segment("Nuke", 40)), None))[0]
    assert (row.map, row.kd, row.raw_kd) == ("de_mirage", None, None)
    assert [(row.map, row.matches) for row in maps_of(record_of(None, history(3)))] == [("de_mirage", 3)]
    assert maps_of(None) == []


def test_sniper_share_comes_from_totals() -> None:
    swapped = {"Sniper_Kill_Rate": "0.01", "Sniper_Kill_Rate_per_Round": "0.5"}
    stats = lifetime(segment("Mirage", 400), **EXTENDED, **swapped)
    style = style_of(stats)
    assert style is not None
    assert style.sniper_share == pytest.approx(1080 / 6000)
    role, reason = role_with_reason(stats)
    assert role == "awp"
    assert reason is not None
    assert reason.args == {"share": pytest.approx(0.18), "matches": 400}


def test_extended_figures_say_nothing_below_fifty_matches() -> None:
    few = lifetime(segment("Mirage", 400), **{**EXTENDED, "Total_Matches": "49"})
    assert style_of(few) is None
    assert role_with_reason(few) == (None, None)
    assert set(standing_of(history(50), style_of(few))) == {"kd", "adr", "win_rate", "headshots"}
    assert style_of(None) is None


def flat(**more: Any) -> list[GameStats]:
    return [game(f"1-{i}", **{"Result": str(i % 2), "Headshots": "7", **more}) for i in range(50)]


@pytest.mark.parametrize(
    ("kills", "bucket"),
    # 50 matches, drawn by 20 to 1.00: the border .5 x .19 lies at a plain K/D of 1.133
    [("15", "about"), ("16.9", "about"), ("18", "above"), ("12", "below")],
)
def test_buckets_at_half_a_spread_after_shrinking(kills: str, bucket: str) -> None:
    assert standing_of(flat(Kills=kills), None)["kd"].bucket == bucket


def test_nineteen_matches_are_compared_with_nobody() -> None:
    assert standing_of(history(19), None) == {}
    assert set(standing_of(history(20), None)) == {"kd", "adr", "win_rate", "headshots"}


def test_strengths_carry_figure_mean_and_matches() -> None:
    style = style_of(career())
    strengths, weaknesses = points_of(standing_of(flat(Kills="18", ADR="60"), style), style)
    assert [point.code for point in strengths] == ["kd-high", "entry-success-high"]
    assert strengths[0].args == {"value": pytest.approx(1.2), "mean": 1.0, "matches": 50}
    assert (strengths[1].args["wins"], strengths[1].args["tries"]) == (840, 1500)
    assert [point.code for point in weaknesses] == ["adr-low"]


def test_clutches_get_a_label_only_when_sure() -> None:
    for wins, bucket in ((161, "about"), (200, "above"), (120, "below")):
        style = style_of(lifetime(segment("Mirage", 400), **{**EXTENDED, "Total_1v1_Wins": str(wins)}))
        assert standing_of([], style)["one_v_one"].bucket == bucket


def test_kd_decides_a_map_and_the_win_rate_only_without_it() -> None:
    lucky = lifetime(segment("Mirage", 100, 1.0, 0.65), segment("Nuke", 100, 1.0, 0.5))
    assert maps_of(record_of(lucky, None))[0].verdict == "none"
    bare = segment("Mirage", 100, 1.0, 0.65)
    del bare["stats"]["Deaths"]
    assert maps_of(record_of(lifetime(bare, segment("Nuke", 100)), None))[0].verdict == "strong"
