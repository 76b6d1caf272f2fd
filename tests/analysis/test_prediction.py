"""The model: published coefficients, symmetry, monotonicity."""

from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.prediction import elo_stakes, too_close, win_probability

KEYS = ("elo_diff", "map_kd_diff", "map_win_rate_diff", "recent_kd_diff")
RANGES = (st.floats(-2000, 2000), st.floats(-2, 2), st.floats(-1, 1), st.floats(-2, 2))
gaps = st.fixed_dictionaries({key: st.none() | values for key, values in zip(KEYS, RANGES, strict=True)})
Gaps = dict[str, float | None]


def chance(**more: float | None) -> float | None:
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
    found = chance(elo_diff=100)
    assert found is not None
    assert 0.57 < found < 0.60


def test_nothing_known_is_no_prediction() -> None:
    assert chance() is None


@given(gaps)
def test_symmetry(values: Gaps) -> None:
    mirrored = {key: None if value is None else -value for key, value in values.items()}
    one, two = chance(**values), chance(**mirrored)
    assert (one is None) == (two is None)
    if one is not None and two is not None:
        assert one + two == pytest.approx(1)
        assert 0 < one < 1


@given(gaps, st.sampled_from(KEYS), st.floats(0, 1))
def test_monotonicity(values: Gaps, key: str, more: float) -> None:
    before = chance(**{**values, key: values[key] or 0.0})
    after = chance(**{**values, key: (values[key] or 0.0) + more})
    assert before is not None
    assert after is not None
    assert after >= before


def test_the_band() -> None:
    assert [too_close(p) for p in (None, 0.469, 0.47, 0.5, 0.53, 0.531)] == [False, False, True, True, True, False]


@pytest.mark.parametrize(("p", "gain", "loss"), [(0.5, 25, 25), (0.53, 24, 26), (0.58, 21, 29), (1.0, 0, 50)])
def test_stakes(p: float, gain: int, loss: int) -> None:
    assert elo_stakes(p) == (gain, loss)
