"""Who opts out goes from reports of every kind that were made before."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest

from analysis.bulk.report import BulkLine
from analysis.hidden import hide
from analysis.hiding import Report, people_in, without
from analysis.player.assemble import assemble as assemble_player
from analysis.player.material import PlayerFile
from analysis.report import MatchReport
from analysis.schema import REPORTS
from analysis.user.report import UserParty
from faceit.models import Player
from reports.by_kind import told
from tests.player_files import career, history
from tests.reports import test_bulk_card, test_team_report, test_user_report
from tests.reports.cards import report_of
from tests.rooms import NOW, lively, match_body, material
from texts.catalogue import LANGUAGES

ACCOUNT = {"player_id": "p1", "nickname": "nick-p1", "games": {"cs2": {"faceit_elo": 1612, "skill_level": 8}}}


def match() -> Report:
    return report_of(material(match_body(), lively())).model_dump(mode="json")


def player() -> Report:
    file = PlayerFile(player=Player.model_validate(ACCOUNT), lifetime=career(), games=history(60), fetched_at=NOW)
    return assemble_player(file, now=NOW + timedelta(seconds=7), api_calls=4).model_dump(mode="json")


def user() -> Report:
    mates = [test_user_report.mate(player_id=f"id-{name}", nickname=name) for name in ("Zed", "Quinn")]
    report = test_user_report.report_of(teammates=mates, opponents=[mates[0].model_copy(update={"player_id": "foe"})])
    parties = [UserParty(players=["id-Zed", "id-Quinn"], nicknames=["Zed", "Quinn"], matches=9)]
    return report.model_copy(update={"company": report.company.model_copy(update={"parties": parties})}).model_dump(
        mode="json"
    )


def team() -> Report:
    return test_team_report.full().model_dump(mode="json")


def bulk() -> Report:
    best = BulkLine(player_id="p7", nickname="Ace", kills=30, kd=2.5)
    named = test_bulk_card.row(1, best=best, names={"faction1": "team_ACE", "faction2": "Foxes"})
    return test_bulk_card.report(3, about="p1", matches=[named, test_bulk_card.row(2)]).model_dump(mode="json")


ALL = {"match": match, "player": player, "user": user, "team": team, "bulk": bulk}


def dumped(report: Any) -> str:
    return json.dumps(report, ensure_ascii=False).casefold()


def test_every_kind_of_report_is_known() -> None:
    assert set(ALL) == {str(model.model_fields["kind"].default) for model in REPORTS}


@pytest.mark.parametrize("kind", ALL)
def test_strangers_change_nothing(kind: str) -> None:
    report = ALL[kind]()
    assert people_in(report)
    assert without(report, {"nobody"}) is report
    assert without(report, ()) is report


def test_what_is_no_report_names_nobody() -> None:
    assert people_in({}) == set() and people_in({"kind": "probe"}) == set()
    assert without({"kind": "probe"}, {"p1"}) == {"kind": "probe"}


@pytest.mark.parametrize("kind", ["player", "user", "bulk"])
def test_of_a_report_about_him_nothing_is_left(kind: str) -> None:
    assert without(ALL[kind](), {"p1"}) is None


def test_a_match_is_hidden_as_ever() -> None:
    report = match()
    assert people_in(report) == {f"p{n}" for n in range(1, 11)}
    hidden = without(report, {"p7"})
    assert hidden == hide(MatchReport.model_validate(report), {"p7"}).model_dump(mode="json")
    assert "nick-p7" not in dumped(hidden)


def test_company_goes_from_ones_own_statistics() -> None:
    report = user()
    assert {"p1", "id-Zed", "id-Quinn", "foe"} <= people_in(report)
    hidden = without(report, {"id-Zed", "foe"})
    assert hidden is not None and "zed" not in dumped(hidden)
    assert [mate["player_id"] for mate in hidden["teammates"]] == ["id-Quinn"]
    assert hidden["opponents"] == [] and hidden["company"]["parties"] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_member_of_a_line_up_is_counted_and_nothing_else(language: str) -> None:
    report = team()
    hidden = without(report, {"id-ann"})
    assert hidden is not None and '"ann"' not in dumped(hidden) and "id-ann" not in dumped(hidden)
    assert hidden["hidden"] == report["hidden"] + 1
    assert hidden["coverage"]["players"] == [report["coverage"]["players"][0] - 1, report["coverage"]["players"][1]]
    assert len(hidden["players"]) == 4
    # And it is a report that can be told
    _, parts = told(hidden, language)  # type: ignore[arg-type]
    assert parts and not any(re.search(r"\bann\b", part) for part in parts)


def test_of_a_line_up_one_is_no_line_up() -> None:
    assert without(team(), {f"id-{name}" for name in test_team_report.NAMES[1:]}) is None
    assert without(team(), {f"id-{name}" for name in test_team_report.NAMES[2:]}) is not None


def test_the_best_of_a_match_and_his_team_go_from_a_bulk() -> None:
    hidden = without(bulk(), {"p7"})
    assert hidden is not None and "ace" not in dumped([hidden["matches"][0]["best"], hidden["matches"][0]["names"]])
    assert hidden["matches"][0]["names"] == {"faction1": "", "faction2": "Foxes"}
    assert hidden["matches"][1] == bulk()["matches"][1]
