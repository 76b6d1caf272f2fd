"""Every room in every language: valid, short, and not broken by hostile names."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wcwidth import wcswidth

from reports.match import render, with_texts
from reports.parts import LIMIT, length
from tests.reports.cards import Checker, check, report_of
from tests.rooms import lively, match_body, material, person, picked
from texts.catalogue import LANGUAGES, Language

ROOMS: dict[str, dict[str, Any]] = {
    "vote": {"voting": picked()},
    "ready": {"status": "READY", "voting": picked("de_mirage")},
    "series": {"status": "ONGOING", "voting": picked("de_mirage", "de_nuke", "de_cache"), "best_of": 3},
    "unknown": {"status": "SOMETHING_NEW"},
    "unrated": {"calculate_elo": False},
    "workshop": {"status": "READY", "voting": picked("3070284539", pool=["3070284539"])},
    "forfeit": {"status": "FINISHED", "results": {"winner": "faction1"}},
    "cancelled": {"status": "CANCELLED", "teams": None},
    "empty": {"status": "CREATED", "teams": {}},
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("side", [None, "faction1", "faction2", "nonsense"])
@pytest.mark.parametrize("room", ROOMS)
def test_every_room_has_a_card_of_one_part(room: str, side: str | None, language: Language) -> None:
    parts = render(report_of(material(match_body(**ROOMS[room]), lively())), language=language, side=side)
    check(parts)
    assert len(parts) == 1
    assert length(parts[0]) <= 2500


def test_tables_fit_a_phone() -> None:
    for room in ROOMS.values():
        for language in LANGUAGES:
            for side in (None, "faction1"):
                for part in render(report_of(material(match_body(**room), lively())), language=language, side=side):
                    for table in re.findall(r"<pre>(.*?)</pre>", part, re.DOTALL):
                        assert all(wcswidth(line) <= 30 for line in table.splitlines())


hostile = st.text(max_size=60) | st.sampled_from(
    [
        "<b>x",
        "&amp;",
        "</blockquote>",
        "\u202eevil",
        "a\u200bb",
        "@admin",
        "/cancel",
        "evil.com",
        "x" * 500,
        "😀" * 50,
        "",
    ]
)


@given(st.lists(hostile, min_size=12, max_size=12), st.sampled_from(LANGUAGES), st.sampled_from([None, "faction2"]))
@settings(max_examples=60, deadline=None)
def test_hostile_names_break_nothing(names: list[str], language: Language, side: str | None) -> None:
    body = match_body(status="READY", voting=picked("de_mirage"))
    for team, team_name, nicknames in zip(body["teams"].values(), names[:2], (names[2:7], names[7:]), strict=True):
        team["name"] = team_name
        for seat, nickname in zip(team["roster"], nicknames, strict=True):
            seat["nickname"] = nickname
    parts = render(with_texts(report_of(material(body, lively())), language), language=language, side=side)
    for part in parts:
        assert 0 < length(part) <= LIMIT
        checker = Checker()
        checker.feed(part)
        checker.close()
        assert checker.open == []
        assert checker.text.count("\u2068") == checker.text.count("\u2069")
        assert not re.search("[\u200b-\u200f\u202a-\u202e\u2060-\u2067@]", part)


def test_a_crowded_roster_stays_within_limits() -> None:
    body = match_body()
    for faction, team in body["teams"].items():
        team["roster"] = [{"player_id": f"{faction}-{i}", "nickname": "Ж" * 60} for i in range(60)]
    people = {f"{faction}-{i}": person("x", kills=15 + i % 9) for faction in body["teams"] for i in range(60)}
    check(render(report_of(material(body, people)), language="ru"))
