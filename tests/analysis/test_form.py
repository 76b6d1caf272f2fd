"""Form, trend and streak against figures counted by hand."""

import pytest

from analysis.form import form_of, games_before, kd_trend, streak
from faceit.models import Match
from tests.rooms import NOW, game, games, match_body


def test_form_over_three_games() -> None:
    played = [
        game("1-a", Kills="20", Deaths="10", Score="13 / 7", ADR="100", Result="1"),
        game("1-b", Kills="10", Deaths="20", Score="4 / 13", ADR="50", Result="0"),
        game("1-c", Kills="18", Deaths="18", Score="19 / 16", ADR="80", Result="1"),
    ]
    form = form_of(played)
    assert form.matches == 3
    assert form.win_rate == pytest.approx(2 / 3)
    assert form.kd == pytest.approx(48 / 48)
    assert form.kr == pytest.approx(48 / (20 + 17 + 35))
    assert form.adr == pytest.approx((100 * 20 + 50 * 17 + 80 * 35) / 72)


def test_the_window_is_twenty_and_wins_divide_by_what_was_counted() -> None:
    assert form_of(games("p", count=60)).matches == 20
    assert form_of(games("p", count=8)).win_rate == 0.5
    unknown = [game("1-a", Result=None), game("1-b", Result="1")]
    assert form_of(unknown).win_rate == 1.0


def test_unknown_is_none_and_never_zero() -> None:
    assert form_of(None).model_dump() == dict.fromkeys(
        ("matches", "win_rate", "kd", "kr", "adr", "kd_matches", "adr_matches")
    )
    empty = form_of([])
    assert (empty.matches, empty.win_rate, empty.kd, empty.kr, empty.adr) == (0, None, None, None, None)
    old = form_of([game("1-a", ADR=None)])
    assert (old.adr, old.kd) == (None, 1.0)


def test_the_match_itself_and_later_ones_do_not_count() -> None:
    start = int(NOW.timestamp()) - 3600
    match = Match.model_validate(match_body(status="FINISHED", started_at=start, finished_at=start + 1800))
    played = [
        game(match.match_id),
        game("1-later", **{"Match Finished At": (start + 7200) * 1000}),
        game("1-earlier", **{"Match Finished At": (start - 60) * 1000}),
        game("1-duo", **{"Game Mode": "2v2"}),
    ]
    assert [g.match_id for g in games_before(played, match, NOW)] == ["1-earlier"]


def test_streaks() -> None:
    wins = [game(f"1-{i}", Result="1") for i in range(4)]
    losses = [game(f"1-l{i}", Result="0") for i in range(2)]
    assert streak([*wins, *losses]) == 4
    assert streak([*losses, *wins]) == -2
    assert streak([]) == 0
    assert streak([game("1-a", Result=None)]) == 0


def test_a_trend_needs_two_windows_of_fifty() -> None:
    assert kd_trend(games("p", count=99)) is None
    steady = [game(f"1-{i}", Kills=str(12 + i % 7)) for i in range(100)]
    trend = kd_trend(steady)
    assert trend is not None
    assert abs(trend[1]) < 2


def test_a_real_change_is_a_trend() -> None:
    recent = [game(f"1-{i}", Kills=str(18 + i % 7)) for i in range(50)]
    before = [game(f"1-b{i}", Kills=str(10 + i % 7)) for i in range(50)]
    trend = kd_trend([*recent, *before])
    assert trend is not None
    assert trend[0] == pytest.approx(8 / 15)
    assert trend[1] > 2
