"""How numbers look: lengths of time at their edges, sizes, what is unknown, and the charts' shapes."""

from collections.abc import Callable

import pytest

from bot import admin_words
from monitoring import shown
from monitoring.charts import Span, charts, curve, round_up
from tests.web.canned import sample


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (None, "–"),
        (0, "0 ms"),
        (0.0042, "4 ms"),
        (0.9999, "1.0 s"),
        (9.94, "9.9 s"),
        (9.96, "10 s"),
        (59.4, "59 s"),
        (59.6, "1 min 00 s"),
        (599, "9 min 59 s"),
        (1890, "31 min"),
        (3661, "1 h 01 min"),
        (200_000, "2 d"),
    ],
)
def test_lengths_of_time(seconds: float | None, said: str) -> None:
    assert shown.age(seconds) == said


def test_what_is_unknown_is_no_zero() -> None:
    assert {shown.size(None), shown.percent(None), shown.moment(None), shown.clock(None)} == {"–"}
    assert (shown.size(0), shown.percent(0.0), shown.size(52_428_800)) == ("0 B", "0 %", "50 MB")


@pytest.mark.parametrize("said", [shown.percent, admin_words.percent])
def test_all_is_all(said: Callable[[float | None], str]) -> None:
    shares = (0.0, 0.553, 0.99, 212 / 213, 0.99996, 1.0)
    assert [said(share).replace(" ", "") for share in shares] == ["0%", "55%", "99%", "99.5%", "99.9%", "100%"]


@pytest.mark.parametrize(("value", "top"), [(0, 1), (1, 1), (1.1, 2), (7, 10), (11, 20), (231, 500), (1000, 1000)])
def test_scales_end_at_a_round_number(value: float, top: float) -> None:
    assert round_up(value) == top


def test_a_gap_in_what_is_known_is_a_gap_in_the_line() -> None:
    span = Span(0, 720)
    assert curve([(0, 0.0), (360, 10.0), (480, None), (720, 5.0)], span, 10) == "M0 160h1L360 0M720 80h1"


def test_columns_stand_inside_and_add_up() -> None:
    now = 1_795_537_082_028
    samples = [sample(now - number * 600_000) for number in range(200, -1, -1)]
    depth, ended, _ = charts(samples, now)
    inside = [one for one in samples if one.at_ms >= now - 86_400_000]
    assert dict(ended.legend)["completed"] == sum(one.ended.completed for one in inside)
    assert all(0 <= bar.x <= 720 and bar.y >= 0 and bar.y + bar.height <= 160.1 for bar in ended.bars)
    assert [line.now for line in depth.lines] == list(samples[-1].depth.values())
    assert charts([], now)[0].empty
