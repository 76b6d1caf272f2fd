"""With a side given: own side first, "we" and "they", and never a word against a team-mate."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.assemble import assemble
from analysis.match import analyse
from analysis.predict import predict_and_advise
from analysis.report import MatchReport
from faceit.models import FACTIONS, Faction
from reports.match import render
from reports.parts import Block, join, length, quote
from reports.plain import plain
from tests.reports.cards import check, report_of
from tests.rooms import NOW, POOL, lively, match_body, material, person, picked, player_ids
from texts.catalogue import LANGUAGES, Language

MATES = {"faction1": range(1, 6), "faction2": range(6, 11)}

rooms = st.sampled_from(
    [
        {"voting": picked()},
        {"status": "READY", "voting": picked("de_mirage")},
        {"status": "ONGOING", "voting": picked("de_nuke", "de_mirage"), "best_of": 3},
        {"status": "CHECK_IN"},
    ]
)
skills = st.lists(st.tuples(st.integers(900, 2600), st.integers(5, 28), st.integers(40, 120)), min_size=10, max_size=10)


def room(body: dict[str, Any], people: list[tuple[int, int, int]], side: Faction) -> MatchReport:
    made = {
        i: person(i, elo=elo, kills=kills, adr=adr) for i, (elo, kills, adr) in zip(player_ids(), people, strict=True)
    }
    analysis = analyse(material(match_body(**body), made), now=NOW, pool=POOL)
    return assemble(analysis, predict_and_advise(analysis, side=side), now=NOW, api_calls=0)


def targets(card: str) -> str:
    """The lines of the blocks that name dangerous and soft players."""
    blocks = card.split("\n\n")
    return "\n".join(block for block in blocks if re.match("🔥|🪶", block))


@given(rooms, skills, st.sampled_from(FACTIONS), st.sampled_from(LANGUAGES))
@settings(max_examples=80, deadline=None)
def test_nobody_of_the_own_side_is_a_target_and_advice_is_the_own(
    body: dict[str, Any], people: list[tuple[int, int, int]], side: Faction, language: Language
) -> None:
    report = room(body, people, side)
    card = "\n\n".join(plain(part) for part in render(report, language=language, side=side))
    assert not set(re.findall(r"nick-p(\d+)\b", targets(card))) & {str(i) for i in MATES[side]}
    assert {advice.args["faction"] for advice in report.advice if advice.code in {"pick", "ban"}} <= {side}
    they = "Они: " if language == "ru" else "Them: "
    veto = "\n".join(block for block in card.split("\n\n") if block.startswith("🎯"))
    assert they not in veto
    assert not re.search(r"\((A|B)\)", card)
    assert card.index(f"team-{side}") == min(card.index(f"team-{name}") for name in FACTIONS)


@pytest.mark.parametrize("side", FACTIONS)
def test_the_words_are_ours_and_theirs(side: Faction) -> None:
    words = check(render(report_of(material(match_body(voting=picked()), lively())), language="ru", side=side))
    assert "сверху лучшие для нас" in words
    assert ("Фавориты — мы" if side == "faction1" else "Фавориты — они") in words
    assert "Опасны у них" in words
    assert "(мы)" in words and "(они)" in words


def test_every_map_of_a_series_has_its_own_chance() -> None:
    series = match_body(status="ONGOING", voting=picked("de_mirage", "de_nuke", "3070284539"), best_of=3)
    report = report_of(material(series, lively()))
    one, two = (next(row for row in report.maps if row.map == code) for code in ("de_mirage", "de_nuke"))
    assert one.win_probability is not None and two.win_probability is not None
    own, other = (round(100 * (1 - row.win_probability)) for row in (one, two))  # type: ignore[operator]
    words = check(render(report, language="ru", side="faction2"))
    assert "Шансы по картам: Mirage ~" in words
    assert re.search(
        rf"Mirage ~{own}% : {100 - own}%, Nuke ~{other}% : {100 - other}%, \u20683070284539\u2069 ~", words
    )
    single = report_of(material(match_body(status="READY", voting=picked("de_nuke")), lively()))
    assert "Шансы по картам" not in check(render(single, language="ru"))


def test_a_report_kept_without_picks_still_shows_its_maps() -> None:
    series = match_body(status="ONGOING", voting=picked("de_mirage", "de_nuke"), best_of=3)
    report = report_of(material(series, lively()))
    old = report.model_copy(update={"picks": []})
    assert "Mirage · Nuke в цифрах" in check(render(old, language="ru"))


def test_retired_and_workshop_maps_break_nothing() -> None:
    codes = ["de_cbble", "de_oldmap_2014", "workshop/3070284539/de_x", "3070284539"]
    for language in LANGUAGES:
        for picks in (codes, []):
            body = match_body(status="READY" if picks else "VOTING", voting=picked(*picks, pool=codes), best_of=5)
            words = check(render(report_of(material(body, lively())), language=language))
            assert ("Cobblestone" in words) is bool(picks)  # nobody has played it: no row for the vote


def test_level_zero_is_calibrating() -> None:
    body = match_body()
    body["teams"]["faction1"]["roster"][0]["game_skill_level"] = 0
    people = lively()
    who = people["p1"].player
    assert who is not None
    people["p1"] = people["p1"].model_copy(
        update={"player": who.model_copy(update={"elo": None, "level": None, "has_cs2": True})}
    )
    words = check(render(report_of(material(body, people)), language="ru"))
    assert "nick-p1\u2069 · калибровка" in words
    assert "ур. 0" not in words


def test_a_crowded_team_lists_eight_and_counts_the_rest() -> None:
    body = match_body()
    body["teams"]["faction1"]["roster"] = [{"player_id": f"x{i}", "nickname": f"x{i}"} for i in range(11)]
    assert "…и ещё 3" in check(render(report_of(material(body)), language="ru"))


def test_long_blocks_are_cut_between_lines() -> None:
    block = quote([f"line {i}" for i in range(300)])
    parts = join([block, Block([]), Block(["x" * 30])], limit=500)
    assert all(length(part) <= 500 for part in parts)
    assert [line for part in parts for line in re.findall(r"line \d+", part)] == [f"line {i}" for i in range(300)]
    assert all(part.count("<blockquote") == part.count("</blockquote>") for part in parts)
    assert plain("<b>a</b> &amp; \u2068b\u2069") == "a & b"


@pytest.mark.parametrize(("side", "first"), [("faction1", "p1"), ("faction2", "p7"), (None, "p1")])
def test_who_queued_together_begins_with_the_own_side(side: Faction | None, first: str) -> None:
    report = report_of(material()).model_copy(update={"parties": [["p1", "p2"], ["p7", "p8"]]})
    blocks = "\n\n".join(plain(part) for part in render(report, language="en", side=side)).split("\n\n")
    lines = next(block for block in blocks if block.startswith("👥")).splitlines()[1:]
    assert [first in line for line in lines] == [True, False]
    assert lines[0].startswith("A: " if side is None else "Us: ")
