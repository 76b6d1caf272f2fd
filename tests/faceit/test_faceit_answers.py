"""Reading headers and messages."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faceit.answers import message_of, rate_of, retry_after


@pytest.mark.parametrize(
    ("value", "rate"),
    [
        ("10, 10;w=1", 10.0),
        ("20, 20;w=1", 20.0),
        ("10, 10;w=1, 10000;w=3600", 10.0),
        ("10000, 10000;w=3600, 10; w=1", 10.0),
        ("600;w=60", 10.0),
        ("15", 15.0),
        ("0, 0;w=1", None),
        ("99999999", None),
        ("many", None),
        ("", None),
    ],
)
def test_rate(value: str, rate: float | None) -> None:
    assert rate_of({"ratelimit-limit": value}) == rate


@given(st.text(max_size=40))
def test_any_header_is_survived(value: str) -> None:
    rate, seconds = rate_of({"ratelimit-limit": value}), retry_after({"retry-after": value})
    assert rate is None or 0 < rate <= 1000
    assert seconds is None or 0 <= seconds <= 3600


def test_retry_after() -> None:
    assert retry_after({"retry-after": "2"}) == 2.0
    assert retry_after({"retry-after": "86400"}) == 3600.0
    assert retry_after({"retry-after": "soon"}) is None
    assert retry_after({}) is None
    moment = datetime.now(UTC) + timedelta(seconds=30)
    assert retry_after({"retry-after": format_datetime(moment, usegmt=True)}) == pytest.approx(30, abs=2)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ({"errors": [{"message": "first"}], "message": "second"}, "first"),
        ({"errors": [], "message": "second"}, "second"),
        ({"errors": ["odd"], "message": "second"}, "second"),
        ({"error": "x"}, "raw body"),
        (None, "raw body"),
    ],
)
def test_message(content: object, message: str) -> None:
    assert message_of(b"raw body", content) == message


def test_long_page_is_cut() -> None:
    assert message_of("ж".encode() * 5000, None) == "ж" * 200
