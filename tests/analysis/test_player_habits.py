"""Streaks, sessions, results after losses, levels: counted by hand."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.player.after_loss import after_loss_of, verdict_of
from analysis.player.levels import LEVELS, next_level, to_next_level, wins_needed
from analysis.player.report import Tried
from analysis.player.sessions import sessions_of
from analysis.player.streaks import longest_run, run_chance, streak_of
from faceit.models import GameStats
from tests.player_files import at
from tests.rooms import game


def results(letters: str) -> list[GameStats]:
    """Games newest first from "WLLW"; "?" has no result."""
    known = {"W": "1", "L": "0", "?": None}
    return [game(f"1-{i}", Result=known[letter]) for i, letter in enumerate(letters)]


def test_five_losses_somewhere_in_twenty_are_common() -> None:
    assert run_chance(5, 20, 0.5) == pytest.approx(0.25, abs=0.005)
    streak = streak_of(results("LLLLL" + "WWL" * 5), 0.5, None)
    assert (streak.current, streak.longest, streak.longest_loss, streak.unusual) == (-5, 2, 5, False)
    assert (streak.span, streak.chance) == pytest.approx((20, 0.25), abs=0.005)


def test_only_what_chance_hardly_makes_is_unusual() -> None:
    assert streak_of(results("W" * 9 + "L" * 11), 0.5, None).unusual
    assert not streak_of(results("W" * 7 + "L" * 13), 0.5, None).unusual
    assert not streak_of(results("L" * 9 + "W" * 11), 0.3, None).unusual


def test_longest_takes_the_lifetime_into_account_and_unknown_results_break_a_run() -> None:
    assert streak_of(results("WL"), 0.5, 11).longest == 11
    assert streak_of([], 0.5, None).model_dump() == {
        **{"current": 0, "longest": None, "longest_loss": None, "span": None, "chance": None, "unusual": False},
    }
    assert longest_run(results("WW?WWWL"), True) == 3
    assert streak_of(results("?WW"), 0.5, None).current == 0


@given(st.integers(1, 6), st.integers(0, 9), st.floats(0.05, 0.95))
def test_run_chance_agrees_with_counting_every_outcome(length: int, matches: int, rate: float) -> None:
    total = 0.0
    for outcome in product((True, False), repeat=matches):
        text = "".join("x" if hit else "." for hit in outcome)
        if "x" * length in text:
            total += rate ** text.count("x") * (1 - rate) ** text.count(".")
    assert run_chance(length, matches, rate) == pytest.approx(total)


def test_sessions_end_at_a_gap_of_more_than_twelve_hours() -> None:
    hours = [1, 2, 14, 26.5, 27]
    games = [
        game(f"1-{i}", **{"Match Finished At": at(h), "Kills": str(10 + i), "Result": str(i % 2)})
        for i, h in enumerate(hours)
    ]
    found = sessions_of([*games, game("1-x", **{"Match Finished At": None})])
    assert [(s.matches, s.wins, s.results) for s in found] == [(3, 1, 3), (2, 1, 2)]
    assert found[0].kd == pytest.approx((10 + 11 + 12) / 45)
    assert (found[0].ended_at, found[0].started_at) == (games[0].finished_at, games[2].finished_at)
    assert sessions_of([]) == []


def test_after_a_loss_counts_pairs_only() -> None:
    found = after_loss_of(results("WLLWW?LW"))
    # newest first: W after L, L after L, L after W, W after W, (unknown twice), L after W
    assert found.after_loss == Tried(wins=1, matches=2)
    assert found.after_win == Tried(wins=1, matches=3)
    assert found.verdict == "none"


@pytest.mark.parametrize(
    ("loss", "win", "verdict"),
    [
        ((60, 199), (120, 200), "none"),
        ((80, 200), (120, 200), "worse"),
        ((120, 200), (80, 200), "better"),
        ((97, 200), (103, 200), "none"),
        ((0, 0), (0, 0), "none"),
    ],
)
def test_a_verdict_needs_two_hundred_each_and_certainty(
    loss: tuple[int, int], win: tuple[int, int], verdict: str
) -> None:
    one, two = (Tried(wins=wins, matches=matches) for wins, matches in (loss, win))
    assert verdict_of(one, two) == verdict


@pytest.mark.parametrize(
    ("elo", "level", "points"),
    [
        *[(100, 2, 401), (500, 2, 1), (501, 3, 250), (1612, 9, 139), (1750, 9, 1), (1751, 10, 250), (2000, 10, 1)],
        *[(2001, None, None), (3000, None, None), (None, None, None), (50, 2, 451)],
    ],
)
def test_levels(elo: int | None, level: int | None, points: int | None) -> None:
    assert (next_level(elo), to_next_level(elo)) == (level, points)


def test_wins_needed() -> None:
    assert wins_needed(None) is None
    needed = wins_needed(139)
    assert needed is not None
    assert (needed.about, needed.least, needed.most) == (6, 5, 7)


@given(st.integers(0, 4000))
def test_the_next_level_is_always_ahead(elo: int) -> None:
    points, level = to_next_level(elo), next_level(elo)
    assert (points is None) == (level is None) == (elo >= LEVELS[-1])
    if points is not None and level is not None:
        assert points > 0
        assert elo + points == LEVELS[level - 1]
