"""Level 0 beside an Elo of 1000 read as a player of 1000 Elo; of one who could not be asked the roster's 0 was lost."""

from typing import Any

import pytest

from analysis.report import MatchReport, PlayerReport
from faceit.models import Match, Player
from reports.match import render
from reports.plain import plain
from reports.player import render as render_player
from tests.player_files import file_of, history, player_report
from tests.reports.cards import check, report_of
from tests.rooms import match_body, material, person
from texts.catalogue import LANGUAGES, Language


def account(elo: object, level: object) -> Player:
    games = {"cs2": {"faceit_elo": elo, "skill_level": level}}
    return Player.model_validate({"player_id": "p1", "nickname": "nick-p1", "games": games})


def unplaced_room(level: object = 0) -> dict[str, Any]:
    body = match_body()
    body["teams"]["faction1"]["roster"][0]["game_skill_level"] = level
    return body


def first(report: MatchReport) -> PlayerReport:
    return report.teams[0].players[0]


@pytest.mark.parametrize(("elo", "level"), [(1000, 0), (0, 0), (0, 3), ("1000", "0")])
def test_level_0_or_elo_0_is_calibrating(elo: object, level: object) -> None:
    player = account(elo, level)
    assert player.calibrating and player.elo is None
    assert Player.model_validate(player.model_dump(mode="json")) == player
    report = player_report(file_of(history(30), who=player))
    assert report.calibrating and report.elo is None
    assert "calibrating" in check(render_player(report, language="en"))


def test_a_placed_player_is_not() -> None:
    player = account(1000, 4)
    assert (player.elo, player.level, player.calibrating) == (1000, 4, False)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("known", [True, False])
def test_the_rosters_0_is_kept_and_no_elo_enters_the_mean(language: Language, known: bool) -> None:
    found = account(1000, 8) if known else None
    players = {"p1": person("p1").model_copy(update={"player": found})}
    report = report_of(material(unplaced_room(), players))
    assert (first(report).calibrating, first(report).elo, first(report).level) == (True, None, None)
    assert report.teams[0].elo == 1500
    line = next(s for s in plain("\n".join(render(report, language=language))).splitlines() if "nick-p1 ·" in s)
    assert ("калибровка" if language == "ru" else "calibrating") in line and "Elo" not in line


def test_an_elo_beside_level_0_of_the_account_does_not_count() -> None:
    players = {"p1": person("p1").model_copy(update={"player": account(1000, 0)})}
    report = report_of(material(match_body(), players))
    assert (first(report).calibrating, first(report).elo, report.teams[0].elo) == (True, None, 1500)


@pytest.mark.parametrize("level", [0, "0", None, 7])
def test_the_flag_survives_storing(level: object) -> None:
    match = Match.model_validate(unplaced_room(level))
    seat = match.teams["faction1"].roster[0]
    assert seat.unplaced is (level in {0, "0"})
    assert Match.model_validate(match.model_dump(mode="json")) == match
