"""A player in placement matches stood on the card as if nothing were known of the Elo."""

import pytest

from faceit.models import Player
from reports.match import render
from reports.plain import plain
from tests.reports.cards import check, report_of
from tests.rooms import match_body, material, person
from texts.catalogue import LANGUAGES, Language

UNPLACED = {"player_id": "p1", "nickname": "nick-p1", "games": {"cs2": {"faceit_elo": 0, "skill_level": 0}}}


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unplaced_player_reads_calibrating(language: Language) -> None:
    body = match_body()
    body["teams"]["faction1"]["roster"][0]["game_skill_level"] = 0
    players = {"p1": person("p1").model_copy(update={"player": Player.model_validate(UNPLACED)})}
    report = report_of(material(body, players))
    parts = render(report, language=language)
    check(parts)
    line = next(line for line in plain(parts[0]).splitlines() if line.startswith("nick-p1 ·"))
    assert line.split(" · ")[1] == ("калибровка" if language == "ru" else "calibrating")
    assert report.teams[0].elo == 1500


def test_a_player_who_could_not_be_asked_is_not_called_calibrating() -> None:
    players = {"p1": person("p1").model_copy(update={"player": None})}
    assert "калибровка" not in "\n".join(render(report_of(material(players=players)), language="ru"))
