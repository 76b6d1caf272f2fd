"""Percentiles among players near in Elo, and the ban that holds."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.player.assemble import assemble
from analysis.player.material import Ban, PlayerFile
from analysis.player.percentile import BUCKET_WIDTHS, MIN_PLAYERS, bucket_of, others, percentile
from analysis.player.votes import votes_of
from tests.player_files import career, file_of, history
from tests.rooms import NOW


@pytest.mark.parametrize(
    ("metric", "value", "bucket"),
    [
        *[("kd", 0.0, 0), ("kd", 0.049, 0), ("kd", 0.05, 1), ("kd", 0.15, 3), ("kd", 1.0, 20), ("kd", 1.04, 20)],
        *[("adr", 79.9, 39), ("adr", 80.0, 40), ("win_rate", 0.5, 25), ("headshots", 0.58, 29), ("rating", -0.01, -1)],
    ],
)
def test_buckets(metric: str, value: float, bucket: int) -> None:
    assert bucket_of(metric, value) == bucket


def test_the_share_below_counts_half_of_the_own_bucket() -> None:
    found = percentile({19: 30, 20: 40, 21: 10}, "kd", 1.02)
    assert found is not None
    assert (found.share, found.players) == ((30 + 20) / 80, 80)
    lowest, highest = (percentile({19: 30, 20: 40}, "kd", value) for value in (0.1, 3.0))
    assert lowest is not None and highest is not None
    assert (lowest.share, highest.share) == (0.0, 1.0)


def test_too_few_players_say_nothing() -> None:
    assert percentile({20: MIN_PLAYERS - 1}, "kd", 1.0) is None
    assert percentile({20: MIN_PLAYERS}, "kd", 1.0) is not None
    assert percentile({}, "kd", 1.0) is None
    with pytest.raises(KeyError):
        bucket_of("kr", 0.7)


@given(
    st.dictionaries(st.integers(0, 60), st.integers(1, 500), min_size=1),
    st.sampled_from([*BUCKET_WIDTHS]),
    st.floats(0, 3),
    st.floats(0, 3),
)
def test_a_higher_value_never_stands_lower(histogram: dict[int, int], metric: str, one: float, two: float) -> None:
    low, high = (percentile(histogram, metric, value) for value in sorted((one, two)))
    assert (low is None) == (high is None) == (sum(histogram.values()) < MIN_PLAYERS)
    if low is not None and high is not None:
        assert 0 <= low.share <= high.share <= 1


def test_ones_own_vote_is_taken_out_of_the_nearest_bucket() -> None:
    assert others({19: 30, 20: 1}, "kd", 1.02) == {19: 30, 20: 0}
    assert others({10: 30, 24: 2, 40: 5}, "kd", 1.02) == {10: 30, 24: 1, 40: 5}
    assert others({19: 3, 20: 0, 21: 3}, "kd", 1.02) == {19: 2, 20: 0, 21: 3}
    assert others({}, "kd", 1.0) == {}
    fifty = percentile(others({20: 50}, "kd", 1.0), "kd", 1.0)
    assert fifty is None
    found = percentile(others({19: 50, 20: 1}, "kd", 1.0), "kd", 1.0)
    assert found is not None and (found.share, found.players) == (1.0, 50)


def test_votes_are_shrunk_and_need_twenty_matches() -> None:
    even = history(20, Kills="18", Deaths="15", Assists="4", Headshots="9", ADR="90", Result="1")
    found = votes_of(file_of(even, None))
    rating = 1.015 + (0.468 * 18 - 0.751 * 15 + 0.059 * 4) / 22 + 0.0037 * 90
    assert found == {
        "kd": pytest.approx((20 * 1.2 + 20 * 1.0) / 40),
        "adr": pytest.approx((20 * 90 + 10 * 79) / 30),
        "win_rate": pytest.approx((20 * 1.0 + 130 * 0.5) / 150),
        "headshots": pytest.approx((20 * 0.5 + 4 * 0.473) / 24),
        "rating": pytest.approx((20 * rating + 30 * 1.105) / 50),
    }
    assert set(found) == set(BUCKET_WIDTHS)
    assert votes_of(file_of(even[:19], None)) == {}
    assert votes_of(file_of(None, career())) == {}


def test_only_what_is_carried_is_voted() -> None:
    old = [*history(25, ADR=None)]
    assert set(votes_of(file_of(old, None))) == {"kd", "win_rate", "headshots"}


def test_the_report_compares_what_it_votes() -> None:
    file = file_of(history(50), career())
    votes = votes_of(file)
    histograms = {"kd": {bucket_of("kd", votes["kd"]): 100}, "adr": {0: 49}}
    report = assemble(file, now=NOW, api_calls=0, histograms=histograms)
    assert {key: (place.share, place.players) for key, place in report.percentiles.items()} == {"kd": (0.5, 100)}
    assert assemble(file, now=NOW, api_calls=0).percentiles == {}
    assert assemble(file_of(history(5), None), now=NOW, api_calls=0, histograms=histograms).percentiles == {}


def ban(begun: float, over: float | None, **more: str) -> Ban:
    """A ban from so many days after now to so many."""
    ends = None if over is None else NOW + timedelta(days=over)
    return Ban.model_validate({"starts_at": NOW + timedelta(days=begun), "ends_at": ends, **more})


def test_the_ban_that_holds_now() -> None:
    past, now, long, coming, endless = ban(-9, -2), ban(-1, 6), ban(-1, 30), ban(1, 8), ban(-3, None)
    other = ban(-1, None, game="csgo")

    def holds(*bans: Ban) -> Ban | None:
        return file_of([], None).model_copy(update={"bans": [*bans]}).ban(NOW)

    assert holds() is None
    assert holds(past, coming, other) is None
    assert holds(past, now, long) == long
    assert holds(now, endless, long) == endless
    file = file_of([], None).model_copy(update={"bans": [past, now]})
    assert assemble(file, now=NOW, api_calls=0).ban == now
    assert PlayerFile.model_validate_json(file.model_dump_json()) == file
