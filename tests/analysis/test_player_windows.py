"""Form windows, the rating estimate and the lifetime, against figures counted by hand."""

import json

import pytest

from analysis.player.material import PlayerFile
from analysis.player.rating import rating_of
from analysis.player.windows import forms_of, lifetime_of, player_form
from faceit.models import LifetimeStats
from tests.player_files import career, file_of, history
from tests.rooms import game, lifetime, segment


def test_three_games_by_hand() -> None:
    games = [
        game("1-a", Kills="20", Deaths="10", Headshots="5", Score="13 / 7", ADR="100", Result="1"),
        game("1-b", Kills="10", Deaths="20", Headshots="8", Score="4 / 13", ADR=None, Result="0"),
        game("1-c", Kills="18", Deaths="18", Headshots=None, Score="19 / 16", ADR="80", Result="1"),
    ]
    form = player_form(games, 20)
    assert (form.matches, form.wins, form.results) == (3, 2, 3)
    assert form.win_rate == pytest.approx(2 / 3)
    assert form.kd == pytest.approx(48 / 48)
    assert form.kr == pytest.approx(48 / (20 + 17 + 35))
    assert form.adr == pytest.approx((100 * 20 + 80 * 35) / 55)
    assert form.headshots == pytest.approx(13 / 30)


def test_windows_hold_what_was_there_and_wins_divide_by_what_was_counted() -> None:
    forms = forms_of(history(23))
    assert {key: form.matches for key, form in forms.items()} == {"10": 10, "20": 20, "50": 23}
    assert (forms["50"].wins, forms["50"].win_rate) == pytest.approx((16, 16 / 23))
    unknown = forms_of([game("1-a", Result=None), game("1-b", Result="1")])["20"]
    assert (unknown.wins, unknown.results, unknown.win_rate) == (1, 1, 1.0)


def test_no_games_are_none_or_zero_matches_and_never_zero_rates() -> None:
    assert all(value is None for value in forms_of(None)["10"].model_dump().values())
    empty = forms_of([])["10"]
    assert (empty.matches, empty.win_rate, empty.kd, empty.adr, empty.headshots, empty.rating) == (
        *(0, None, None, None, None, None),
    )


def test_the_rating_by_hand() -> None:
    rated = rating_of([game("1-a", Kills="20", Deaths="15", Assists="5", ADR="90", Score="13 / 12")])
    assert rated is not None
    assert rated.value == pytest.approx(1.015 + 0.468 * 0.8 - 0.751 * 0.6 + 0.059 * 0.2 + 0.0037 * 90)
    assert (rated.error, rated.matches) == pytest.approx((0.110, 1))
    assert rating_of([game("1-a", Assists="5", ADR=None)]) is None


def test_the_rating_error_shrinks_to_what_was_measured() -> None:
    errors = [rated.error for n in (4, 20, 50) if (rated := rating_of(history(n)))]
    assert errors == [pytest.approx(0.055), pytest.approx(0.027), pytest.approx(0.027)]


def test_lifetime_kd_is_a_sum_and_never_faceits_mean() -> None:
    stats = lifetime(segment("Mirage", 30, 1.2), segment("Nuke", 10, 0.8), **{"Average_K/D_Ratio": "1.25"})
    life = lifetime_of(stats)
    assert life.kd == pytest.approx((30 * 15 * 1.2 + 10 * 15 * 0.8) / (40 * 15))
    assert (life.matches, life.kd_matches, life.average_kd) == (40, 40, None)
    assert life.win_rate == pytest.approx(0.5)


def test_without_sums_faceits_mean_stands_as_what_it_is() -> None:
    bare = segment("Mirage", 30)
    del bare["stats"]["Deaths"]
    life = lifetime_of(lifetime(bare, **{"Average_K/D_Ratio": "1.25"}))
    assert (life.kd, life.average_kd, life.kd_matches) == (None, 1.25, None)


def test_extended_adr_needs_fifty_matches() -> None:
    for matches, adr in (("49", None), ("50", 80.0)):
        assert lifetime_of(lifetime(segment("Mirage", 60), ADR="80", Total_Matches=matches)).adr == adr
    assert all(value is None for value in lifetime_of(None).model_dump().values())


def test_the_file_survives_json() -> None:
    for file in (file_of(history(5), career()), file_of(None, None), file_of([], lifetime())):
        stored = json.loads(json.dumps(file.model_dump(mode="json")))
        assert PlayerFile.model_validate(stored) == file
        assert stored["v"] == 1


def test_recent_games_are_5v5_newest_first_once_and_a_hundred() -> None:
    games = history(120)
    mixed = [*games[60:], game("1-duo", **{"Game Mode": "2v2"}), *games[:60], games[3]]
    assert file_of(mixed).recent == games[:100]
    untimed = [game("1-x", **{"Match Finished At": None}), *games[:2]]
    assert [g.match_id for g in file_of(untimed).recent] == ["1-x", "1-0", "1-1"]
    assert file_of(None).recent == []


def test_a_lifetime_without_maps_is_no_error() -> None:
    life = lifetime_of(LifetimeStats.model_validate({"lifetime": {}, "segments": []}))
    assert (life.matches, life.kd, life.kr, life.headshots, life.kd_matches) == (None, None, None, None, None)
