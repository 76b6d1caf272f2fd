"""A linked player who stands by as a substitute was spoken to as nobody's, and his own side was listed as targets."""

import re

import pytest

from analysis.sides import side_of
from reports.match import render
from reports.plain import plain
from tests.reports.cards import check, report_of
from tests.rooms import lively, match_body, material
from texts.catalogue import LANGUAGES, Language

SUBSTITUTE = {"player_id": "sub", "nickname": "nick-sub", "game_skill_level": 9}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_substitutes_own_side_is_us(language: Language) -> None:
    body = match_body()
    body["teams"]["faction2"]["substitutes"] = [SUBSTITUTE]
    report = report_of(material(body, lively()))
    assert side_of(report, "sub") == "faction2"
    parts = render(report, language=language, side=side_of(report, "sub"))
    check(parts)
    blocks = [block for part in parts for block in plain(part).split("\n\n") if block[0] in "🔥🪶"]
    assert blocks and blocks[0].startswith("🔥 Опасны у них" if language == "ru" else "🔥 Their dangerous ones")
    assert set(re.findall(r"nick-p(\d+)", "\n".join(blocks))) <= {"1", "2", "3", "4", "5"}


def test_the_sixth_and_seventh_of_a_roster_have_a_side() -> None:
    body = match_body()
    more = [{"player_id": f"x{i}", "nickname": f"nick-x{i}", "game_skill_level": 8} for i in (6, 7)]
    body["teams"]["faction1"]["roster"] += more
    report = report_of(material(body))
    assert [side_of(report, player) for player in ("x6", "x7", "nobody")] == ["faction1", "faction1", None]


def test_who_played_for_the_other_side_counts_there() -> None:
    body = match_body()
    body["teams"]["faction2"]["substitutes"] = [{**SUBSTITUTE, "player_id": "p1"}]
    assert side_of(report_of(material(body)), "p1") == "faction1"
