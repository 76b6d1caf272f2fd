"""A match written by hand, every figure of its review counted by hand."""

from datetime import UTC, datetime
from math import sqrt
from typing import Any

import pytest

from analysis.assemble import assemble
from analysis.match import analyse
from analysis.material import PlayerMaterial
from analysis.predict import predict_and_advise
from analysis.report import MatchReport, PlayedMap, ReviewPlayer
from analysis.review.turning import TURNS, turning
from analysis.review.usual import Usual
from analysis.review.verdict import overall, verdicts
from faceit.models import MatchStats
from tests.rooms import NOW, POOL, game, lifetime, match_body, material, person, player_ids, segment

STARTED = int(datetime(2026, 9, 20, 15, 0, tzinfo=UTC).timestamp())

LINE = {
    **{"Kills": "15", "Deaths": "15", "Assists": "4", "ADR": "80", "Entry Count": "4", "Entry Wins": "2"},
    **{"First Kills": "2", "1v1Count": "1", "1v1Wins": "0", "1v2Count": "0", "1v2Wins": "0"},
    **{"Flash Count": "11", "Enemies Flashed": "5", "Utility Damage": "88", "Utility Count": "6"},
}


def team(faction: str, scores: tuple[int, int, int], won: bool, **lines: dict[str, Any]) -> dict[str, Any]:
    """A team of the statistics: rounds of both halves and of overtime; `lines` override figures by player."""
    ids = player_ids()[:5] if faction == "faction1" else player_ids()[5:]
    people = [{"player_id": i, "nickname": f"nick-{i}", "player_stats": {**LINE, **lines.get(i, {})}} for i in ids]
    figures = {
        "Team Win": str(int(won)),
        "Final Score": str(sum(scores)),
        "First Half Score": str(scores[0]),
        "Second Half Score": str(scores[1]),
        "Overtime score": str(scores[2]),
    }
    return {"team_id": f"uuid-{faction}", "team_stats": figures, "players": people}


def played(one: tuple[int, int, int], two: tuple[int, int, int], code: str, **lines: dict[str, Any]) -> dict[str, Any]:
    """A map of the statistics."""
    won = sum(one) > sum(two)
    return {
        "round_stats": {"Map": code, "Score": f"{sum(one)} / {sum(two)}", "Winner": "x"},
        "teams": [team("faction1", one, won, **lines), team("faction2", two, not won, **lines)],
    }


def before(**more: Any) -> PlayerMaterial:
    """Fifty games before the match: 18 kills, 15 deaths, 3 assists, ADR 90 in 22 rounds each."""
    stats = {"Kills": "18", "Assists": "3", "ADR": "90", "Match Finished At": (STARTED - 9999) * 1000, **more}
    life = lifetime(
        segment("Mirage", 100, 1.2),
        Total_Matches="100",
        Total_Rounds_with_extended_stats="2200",
        Total_Entry_Count="400",
        Total_Entry_Wins="250",
        Total_Utility_Damage="11000",
        Total_1v1_Count="100",
        Total_1v1_Wins="50",
        Total_1v2_Count="60",
        Total_1v2_Wins="6",
    )
    return PlayerMaterial(
        player=person("p1").player, lifetime=life, games=[game(f"1-b{i}", **stats) for i in range(50)]
    )


def review_of(*maps: dict[str, Any], people: dict[str, PlayerMaterial] | None = None) -> MatchReport:
    body = match_body(status="FINISHED", started_at=STARTED, finished_at=STARTED + 2400, best_of=len(maps))
    stats = MatchStats.model_validate({"rounds": list(maps)})
    analysis = analyse(material(body, people, stats=stats), now=NOW, pool=POOL)
    return assemble(analysis, predict_and_advise(analysis), now=NOW, api_calls=0)


def line_of(report: MatchReport, player_id: str) -> ReviewPlayer:
    assert report.review is not None
    return next(player for player in report.review.players if player.player_id == player_id)


def test_every_figure_of_one_map() -> None:
    mine = {"Kills": "24", "Deaths": "12", "Assists": "6", "ADR": "110.5", "1v1Count": "3", "1v1Wins": "2"}
    report = review_of(played((8, 5, 0), (4, 5, 0), "de_nuke", p1=mine), people={"p1": before()})
    line = line_of(report, "p1")
    assert (line.kills, line.deaths, line.assists, line.kd, line.adr) == (24, 12, 6, 2.0, 110.5)
    assert (line.maps, line.rounds, line.first_kills, line.enemies_flashed) == (1, 22, 2, 5)
    assert (line.entry, line.one_v_one, line.one_v_two) == ((2, 4), (2, 3), (0, 0))
    assert (line.utility_damage, line.flashes) == (88 / 22, 11 / 22)
    rating = 1.015 + 0.468 * 24 / 22 - 0.751 * 12 / 22 + 0.059 * 6 / 22 + 0.0037 * 110.5
    assert (line.rating, line.rating_error) == pytest.approx((rating, 0.110))


def test_the_usual_is_shrunk_and_the_average_is_as_counted() -> None:
    line = line_of(review_of(played((8, 5, 0), (4, 5, 0), "de_nuke"), people={"p1": before()}), "p1")
    assert (line.average_kd, line.average_adr, line.average_matches) == pytest.approx((1.2, 90, 50))
    assert line.usual_kd == pytest.approx((50 * 1.2 + 20 * 1.0) / 70)
    assert line.usual_adr == pytest.approx((50 * 90 + 10 * 79) / 60)
    rating = 1.015 + (0.468 * 18 - 0.751 * 15 + 0.059 * 3) / 22 + 0.0037 * 90
    assert line.usual_rating == pytest.approx((50 * rating + 30 * 1.105) / 80)
    assert line.usual_entry == pytest.approx((216 + 250) / (434 + 400))
    assert line.usual_utility == 5
    assert line.usual_one_v_one == pytest.approx((359 + 50) / (359 + 586 + 100))
    assert line.usual_one_v_two == pytest.approx((118 + 6) / (118 + 441 + 60))
    assert (line.average_adr_matches, line.usual_rating_matches) == (50, 50)


def test_without_games_the_lifetime_speaks_for_kd_alone() -> None:
    people = {"p1": before().model_copy(update={"games": None}), "p2": PlayerMaterial()}
    report = review_of(played((8, 5, 0), (4, 5, 0), "de_nuke"), people=people)
    line, nobody = line_of(report, "p1"), line_of(report, "p2")
    assert (line.average_kd, line.average_matches) == pytest.approx((1.2, 100))
    assert line.usual_adr is None
    assert line.usual_kd == pytest.approx((100 * 1.2 + 20) / 120)
    assert (nobody.usual_kd, nobody.average_matches, nobody.verdict, nobody.verdicts) == (None, None, None, {})


def test_what_faceit_leaves_out_is_unknown_and_never_zero() -> None:
    bare = dict.fromkeys([*LINE])
    report = review_of(played((8, 5, 0), (4, 5, 0), "de_nuke", p1=bare))
    line = line_of(report, "p1").model_dump(exclude={"player_id", "nickname", "faction", "maps", "rounds", "hidden"})
    kept = {"average_kd", "average_adr", "average_matches", "usual_kd", "usual_adr", "usual_rating", "verdicts"}
    kept |= {"average_adr_matches", "usual_rating_matches"}
    assert {key for key, value in line.items() if value is not None} <= kept
    assert report.review is not None
    assert report.review.maps[0].openings == {}


def test_a_series_adds_up_and_weighs_adr_by_rounds() -> None:
    maps = [
        played((8, 5, 0), (4, 5, 0), "de_nuke", p1={"ADR": "100", "Kills": "20"}),
        played((5, 3, 0), (7, 6, 0), "de_mirage", p1={"ADR": "60", "Kills": "10"}),
        played((6, 6, 4), (6, 6, 2), "de_cache", p1={"ADR": "80", "Kills": "30"}),
    ]
    report = review_of(*maps, people={"p1": before()})
    line = line_of(report, "p1")
    rounds = 22 + 21 + 30
    assert (line.kills, line.kd, line.maps, line.rounds) == (60, 60 / 45, 3, rounds)
    assert line.adr == pytest.approx((100 * 22 + 60 * 21 + 80 * 30) / rounds)
    assert line.rating_error == pytest.approx(0.110 / sqrt(3))
    assert report.review is not None
    assert (report.review.winner, report.review.score) == ("faction1", {"faction1": 2, "faction2": 1})
    assert [m.winner for m in report.review.maps] == ["faction1", "faction2", "faction1"]
    assert report.review.maps[2].overtime == {"faction1": 4, "faction2": 2}
    assert report.review.maps[0].overtime == {}
    assert report.review.maps[1].first_half == {"faction1": 5, "faction2": 7}


@pytest.mark.parametrize(
    ("usual", "kd", "adr", "maps", "said"),
    [
        (Usual(kd=1.0, adr=80), 1.46, 98.3, 1, {"kd": "about", "adr": "about"}),
        (Usual(kd=1.0, adr=80), 1.48, 98.5, 1, {"kd": "above", "adr": "above"}),
        (Usual(kd=1.0, adr=80), 0.52, 61.5, 1, {"kd": "below", "adr": "below"}),
        (Usual(kd=1.0, adr=80), 1.30, 80.0, 3, {"kd": "above", "adr": "about"}),
        (Usual(kd=1.0), 1.30, 99.0, 1, {"kd": "about"}),
        (Usual(adr=80), 1.30, None, 1, {}),
    ],
)
def test_one_spread_of_a_match_decides(
    usual: Usual, kd: float, adr: float | None, maps: int, said: dict[str, str]
) -> None:
    assert verdicts(usual, kd=kd, adr=adr, rating=None, maps=maps) == said


def test_a_rating_is_judged_by_the_own_spread_only() -> None:
    steady, lively = Usual(rating=1.0, rating_spread=0.05), Usual(rating=1.0, rating_spread=0.25)
    assert verdicts(steady, kd=None, adr=None, rating=1.12, maps=1) == {"rating": "above"}
    assert verdicts(steady, kd=None, adr=None, rating=1.10, maps=1) == {"rating": "about"}
    assert verdicts(lively, kd=None, adr=None, rating=1.20, maps=1) == {"rating": "about"}
    assert verdicts(Usual(rating=1.0), kd=None, adr=None, rating=2.0, maps=1) == {}


def test_any_figure_has_a_word_unless_another_speaks_against_it() -> None:
    assert overall({"kd": "above", "adr": "above"}) == "above"
    assert overall({"kd": "above", "adr": "about"}) == "above"
    assert overall({"kd": "above", "adr": "below"}) == "about"
    assert overall({"kd": "about", "adr": "below"}) == "below"
    assert overall({"kd": "about", "adr": "about", "rating": "below"}) == "below"
    assert overall({"kd": "above", "rating": "below"}) == "about"
    assert overall({"adr": "above"}) == "above"
    assert overall({"kd": "about"}) == "about"
    assert overall({}) is None


def halves(first: tuple[int, int], second: tuple[int, int], over: tuple[int, int] = (0, 0), **more: Any) -> PlayedMap:
    def sides(pair: tuple[int, int]) -> dict[str, int]:
        return {"faction1": pair[0], "faction2": pair[1]}

    one, two = (sum(part[i] for part in (first, second, over)) for i in (0, 1))
    return PlayedMap.model_validate(
        {
            **{"map": "de_nuke", "score": {"faction1": one, "faction2": two}},
            "winner": "faction1" if one > two else "faction2",
            **{"first_half": sides(first), "second_half": sides(second), "overtime": sides(over) if any(over) else {}},
            "openings": sides(more["openings"]) if "openings" in more else {},
        }
    )


@pytest.mark.parametrize(
    ("played_map", "said"),
    [
        (halves((8, 4), (5, 6)), []),
        (halves((9, 3), (4, 2)), [("turn-half", "faction1", 9, 3)]),
        (halves((6, 6), (7, 0)), [("turn-half", "faction1", 7, 0)]),
        (halves((4, 8), (9, 2)), [("turn-comeback", "faction1", 4, 8)]),
        (halves((5, 7), (8, 3)), []),
        (halves((3, 9), (3, 4)), [("turn-half", "faction2", 9, 3)]),
        (halves((6, 6), (6, 6), (4, 2)), [("turn-overtime", "faction1", 4, 2)]),
        (halves((8, 4), (5, 6), openings=(16, 7)), [("turn-openings", "faction1", 16, 7)]),
        (halves((8, 4), (5, 6), openings=(8, 15)), []),
        (halves((8, 4), (5, 6), openings=(11, 11)), []),
        (PlayedMap(), []),
    ],
)
def test_only_what_differs_by_more_than_chance_is_said(
    played_map: PlayedMap, said: list[tuple[str, str, int, int]]
) -> None:
    found = turning([played_map])
    assert [(s.code, s.args["faction"], s.args["own"], s.args["other"]) for s in found] == said
    assert {s.code for s in found} <= set(TURNS)


def test_opening_duels_of_a_side_are_the_sum_of_its_players() -> None:
    first = {f"p{i}": {"Entry Wins": "4", "Entry Count": "5"} for i in range(1, 6)}
    rest = {f"p{i}": {"Entry Wins": "0", "Entry Count": "4"} for i in range(6, 11)}
    report = review_of(played((8, 5, 0), (4, 5, 0), "de_nuke", **first, **rest))
    assert report.review is not None
    assert report.review.maps[0].openings == {"faction1": 20, "faction2": 0}
    assert [(turn.code, turn.args["own"]) for turn in report.review.turned] == [("turn-openings", 20)]


def test_a_winner_is_found_by_the_uuid_too_and_strangers_are_left_out() -> None:
    stats = played((8, 5, 0), (4, 5, 0), "de_nuke")
    for side in stats["teams"]:
        side["team_stats"]["Team Win"] = None
    stats["round_stats"]["Winner"] = "uuid-faction2"
    report = review_of(stats)
    assert report.review is not None
    assert report.review.winner == "faction2"
    stats["round_stats"]["Winner"] = "nobody"
    stats["teams"][1] = {**stats["teams"][1], "team_id": "other", "players": []}
    report = review_of(stats)
    assert report.review is not None
    assert (report.review.winner, report.review.score, len(report.review.players)) == (None, {"faction1": 13}, 5)
