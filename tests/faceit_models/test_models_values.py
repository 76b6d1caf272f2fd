"""Values and map names."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faceit.models import map_code, map_name
from faceit.models.values import count, flag, moment, number, percent, share


@pytest.mark.parametrize(
    ("raw", "value"),
    [("0.95", 0.95), (" 12 ", 12.0), (7, 7.0), ("", None), ("-", None), (None, None), (True, None), ("nan", None)],
)
def test_number(raw: object, value: float | None) -> None:
    assert number(raw) == value


def test_the_other_readers() -> None:
    assert (count("7.6"), percent("47"), percent("130"), share(0.53), share("1.7")) == (7, 0.47, 1.0, 0.53, None)
    assert (flag("1"), flag("0"), flag(True), flag("won")) == (True, False, True, None)


def test_seconds_milliseconds_and_iso_mean_the_same_moment() -> None:
    expected = datetime(2026, 3, 16, 23, 22, 41, tzinfo=UTC)
    assert moment(1773703361) == moment(1773703361000) == moment("2026-03-16T23:22:41Z") == expected


@pytest.mark.parametrize("raw", [0, None, "", "1970-01-01T00:00:00Z", "1970-01-01", -5, 1e300, "soon-ish", 60])
def test_never_is_none(raw: object) -> None:
    assert moment(raw) is None


@given(st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.lists(st.integers())))
def test_no_value_breaks_a_reader(raw: object) -> None:
    for reader in (number, count, percent, flag, moment, share):
        reader(raw)


@pytest.mark.parametrize(
    ("label", "code", "name"),
    [
        ("Dust2", "de_dust2", "Dust2"),
        (" de_dust2 ", "de_dust2", "Dust2"),
        ("Dust II", "de_dust2", "Dust2"),
        ("Mills", "de_mills", "Mills"),
        ("cs_matinee", "cs_matinee", "Matinee"),
        ("Office", "cs_office", "Office"),
        ("workshop/3070284539/de_x", "workshop/3070284539/de_x", "workshop/3070284539/de_x"),
        ("3070284539", "3070284539", "3070284539"),
    ],
)
def test_maps(label: str, code: str, name: str) -> None:
    assert map_code(label) == code
    assert map_name(code) == name


@given(st.text())
def test_a_code_stays_a_code(label: str) -> None:
    assert map_code(map_code(label)) == map_code(label)
