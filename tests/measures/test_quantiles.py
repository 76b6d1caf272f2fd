"""Quantiles from buckets against the durations themselves."""

import math

from hypothesis import given
from hypothesis import strategies as st

from measures.catalogue import REST, SECONDS, TASK_SECONDS, bound_text, bucket_of
from measures.reading import Histogram, quantile, together

durations = st.lists(st.floats(0, 3600, allow_nan=False), min_size=1, max_size=200)
shares = st.floats(0.01, 1)


def histogram(seconds: list[float]) -> Histogram:
    texts = [*map(bound_text, SECONDS), REST]
    fell = [bucket_of(TASK_SECONDS, one) for one in seconds]
    return Histogram(TASK_SECONDS, tuple(float(fell.count(text)) for text in texts), sum(seconds))


@given(durations, shares)
def test_a_quantile_lies_in_the_bucket_of_the_true_one(seconds: list[float], share: float) -> None:
    found = quantile(histogram(seconds), share)
    true = sorted(seconds)[max(0, math.ceil(share * len(seconds)) - 1)]
    upper = next(bound for bound in SECONDS if true <= bound)
    lower = max((bound for bound in SECONDS if bound < upper), default=0.0)
    assert found is not None and lower <= found <= upper + 1e-9


@given(durations)
def test_quantiles_rise(seconds: list[float]) -> None:
    found = [quantile(histogram(seconds), share / 20) or 0.0 for share in range(1, 21)]
    assert found == sorted(found)


def test_known_data() -> None:
    # A hundred evenly from 1 to 100 s: the middle is known to the bucket of 30..60, the 95th to that of 60..120
    even = histogram([float(second) for second in range(1, 101)])
    assert quantile(even, 0.5) == 50
    assert quantile(even, 0.95) == 60 + 60 * 35 / 40
    assert quantile(histogram([]), 0.5) is None
    assert quantile(histogram([99_999.0]), 0.5) == SECONDS[-1]
    assert quantile(together(TASK_SECONDS, [even, even]), 0.5) == 50
    assert together(TASK_SECONDS, []).count == 0


def test_buckets_add_up_to_the_count() -> None:
    one = histogram([0.001, 0.3, 7, 5000])
    assert one.cumulative()[-1] == ("+Inf", 4) and one.count == 4
    assert [count for _, count in one.cumulative()] == sorted(count for _, count in one.cumulative())
