"""Foreign names."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from reports.escape import NAME_WIDTH, cell, name, plain_name


def inside(shown: str) -> str:
    assert shown[0] == "\u2068"
    assert shown[-1] == "\u2069"
    return shown[1:-1]


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("s1mple", "s1mple"),
        ("  two \n words ", "two words"),
        ("\u202ekcah", "kcah"),
        ("a\u200b\u200d\ufeffb\u00ad", "ab"),
        ("", "?"),
        ("\u3164\u2800", "?"),
        ("@admin", "\uff20admin"),
        ("/cancel", "\u2215cancel"),
        ("evil.com", "evil\u2024com"),
        ("Mr.", "Mr."),
        ("e\u0301\u0301\u0301\u0301", "\u00e9\u0301\u0301"),
        ("\ud800x", "x"),
        ("x" * 40, "x" * 17 + "…"),
    ],
)
def test_names(raw: str, shown: str) -> None:
    assert inside(plain_name(raw)) == shown


def test_markup_is_escaped() -> None:
    assert name("<b>&") == "\u2068&lt;b&gt;&amp;\u2069"


@given(st.text(max_size=200))
def test_any_name_is_short_visible_and_harmless(raw: str) -> None:
    shown = inside(plain_name(raw))
    assert shown
    assert wcswidth(shown) <= NAME_WIDTH
    assert wcswidth(shown) >= 0
    assert "<" not in name(raw)
    assert html.unescape(name(raw)) == plain_name(raw)


@given(st.text(max_size=200), st.integers(2, 20))
def test_cells_fit(raw: str, width: int) -> None:
    assert 0 <= wcswidth(cell(raw, width)) <= width
