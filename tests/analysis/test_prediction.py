"""The model: published coefficients, symmetry, monotonicity."""

from math import exp

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from analysis.prediction import elo_stakes, too_close, whole_percent, win_probability

KEYS = ("elo_diff", "map_kd_diff", "map_win_rate_diff", "recent_kd_diff")
RANGES = (st.floats(-2000, 2000), st.floats(-2, 2), st.floats(-1, 1), st.floats(-2, 2))
gaps = st.fixed_dictionaries({key: st.none() | values for key, values in zip(KEYS, RANGES, strict=True)})
Gaps = dict[str, float | None]


def chance(**more: float | None) -> float:
    values: Gaps = {**dict.fromkeys(KEYS), **more}
    return win_probability(
        elo_diff=values["elo_diff"],
        map_kd_diff=values["map_kd_diff"],
        map_win_rate_diff=values["map_win_rate_diff"],
        recent_kd_diff=values["recent_kd_diff"],
    )


def test_published_coefficients() -> None:
    odds = 0.0033 * 100 + 2.14 * 0.1 + 0.05 * 0.04 + 0.71 * 0.2
    found = chance(elo_diff=100, map_kd_diff=0.1, map_win_rate_diff=0.04, recent_kd_diff=0.2)
    assert found == pytest.approx(1 / (1 + exp(-odds)))
    assert chance(elo_diff=100) == pytest.approx(0.5818, abs=1e-4)


def test_a_hundred_elo_is_58_percent_and_not_64() -> None:
    assert 0.57 < chance(elo_diff=100) < 0.60


def test_nothing_known_is_even() -> None:
    assert chance() == 0.5


@given(gaps)
@example(dict.fromkeys(KEYS))
def test_symmetry(values: Gaps) -> None:
    mirrored = {key: None if value is None else -value for key, value in values.items()}
    assert chance(**values) + chance(**mirrored) == pytest.approx(1)
    assert 0 < chance(**values) < 1


@given(gaps, st.sampled_from(KEYS), st.floats(0, 1))
@example(dict.fromkeys(KEYS), "elo_diff", 1.0)
def test_monotonicity(values: Gaps, key: str, more: float) -> None:
    """More of a difference never lowers the chance; one that becomes known counts from nothing."""
    assert chance(**{**values, key: (values[key] or 0.0) + more}) >= chance(**values)


def test_the_band() -> None:
    assert [too_close(p) for p in (None, 0.464, 0.47, 0.5, 0.53, 0.536)] == [False, False, True, True, True, False]


@given(st.floats(0, 1))
def test_the_band_is_that_of_the_percent_shown(p: float) -> None:
    assert too_close(p) == (whole_percent(p) in range(47, 54))
    assert 0 <= whole_percent(p) <= 100


@pytest.mark.parametrize(
    ("p", "gain", "loss"),
    [(0.5, 25, 25), (0.51, 25, 25), (0.53, 24, 26), (0.55, 23, 27), (0.58, 21, 29), (1.0, 0, 50)],
)
def test_stakes(p: float, gain: int, loss: int) -> None:
    assert elo_stakes(p) == (gain, loss)
