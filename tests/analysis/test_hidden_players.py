"""Players who opted out, and on which side somebody plays."""

import json
from typing import Any

import pytest

from analysis.hidden import hidden_ids, hide
from analysis.material import MissingData, PlayerMaterial
from analysis.report import MatchReport
from analysis.sides import side_of
from faceit.models import MatchStats
from reports.match import render, with_texts
from tests.reports.cards import check, report_of
from tests.rooms import lively, match_body, material, person, picked, recorded
from texts.catalogue import LANGUAGES, Language

WISH = MissingData(player_id="p7", what="player", code="opted-out")


def room(**more: Any) -> MatchReport:
    body = match_body(**more)
    body["teams"]["faction2"]["name"] = "team_NICK-P7"
    people = lively() | {"p7": PlayerMaterial()}
    return report_of(material(body, people, missing=[WISH]))


def review(*, late: bool = False) -> tuple[MatchReport, str, str]:
    """A finished match whose first captain is hidden: from the start, or afterwards in a stored report."""
    body = recorded("match_details.json")
    seats = [p for team in body["teams"].values() for p in team["roster"]]
    captain = seats[0]
    stats = MatchStats.model_validate(recorded("match_stats.json"))
    people = {p["player_id"]: person(p["player_id"]) for p in seats}
    wish = MissingData(player_id=captain["player_id"], what="player", code="opted-out")
    if late:
        return hide(report_of(material(body, people, stats=stats)), {captain["player_id"]}), *_ids(captain)
    people[captain["player_id"]] = PlayerMaterial()
    return report_of(material(body, people, stats=stats, missing=[wish])), *_ids(captain)


def _ids(seat: dict[str, Any]) -> tuple[str, str]:
    return seat["player_id"], seat["nickname"]


def test_a_hidden_player_has_a_seat_and_nothing_else() -> None:
    report = room()
    seat = next(p for p in report.teams[1].players if p.player_id == "p7")
    known = {key: value for key, value in seat.model_dump().items() if value not in (None, [], "", False)}
    assert known == {"player_id": "p7", "hidden": True, "form": dict.fromkeys(seat.form.model_dump())}
    assert report.teams[1].name == ""
    assert report.teams[0].name == "team-faction1"
    assert "nick-p7" not in report.model_dump_json().casefold()
    assert all("p7" not in party for party in report.parties)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("side", [None, "faction1", "faction2"])
def test_the_card_names_neither_him_nor_his_team(language: Language, side: str | None) -> None:
    shown = check(render(with_texts(room(voting=picked()), language), language=language, side=side)).casefold()
    assert "nick-p7" not in shown
    assert ("скрытый игрок" if language == "ru" else "hidden player") in shown
    assert ("команда b" if language == "ru" else "team b") in shown
    assert ("1 игрок скрыт" if language == "ru" else "1 player hidden") in shown
    assert ("не удалось" if language == "ru" else "could not") not in shown


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_review_has_his_line_without_figures(language: Language, late: bool) -> None:
    report, player_id, nickname = review(late=late)
    assert report.review is not None
    line = next(p for p in report.review.players if p.player_id == player_id)
    assert (line.hidden, line.kills, line.rating, line.usual_kd, line.verdict) == (True, None, None, None, None)
    assert nickname.casefold() not in json.dumps(report.model_dump(mode="json")).casefold()
    assert nickname.casefold() not in check(render(report, language=language)).casefold()
    assert report.coverage.players == (9, 10)
    assert [(m.player_id, m.code) for m in report.coverage.missing] == [(player_id, "opted-out")]


def test_hiding_twice_changes_nothing_and_strangers_are_no_matter() -> None:
    report = room()
    assert hide(report, {"p7"}) == report
    assert hide(report, {"nobody"}) is report
    assert hide(report, set()) is report


def test_a_stored_report_loses_his_party_and_reasons() -> None:
    report = hide(report_of(material(match_body(), lively())), {"p6", "p7"})
    assert report.parties == []
    assert report.coverage.players == (8, 10)
    assert "nick-p6" not in check(render(report, language="ru"))


def test_only_the_wish_hides() -> None:
    lost = MissingData(player_id="p1", what="player", code="faceit-unavailable")
    assert hidden_ids([WISH, lost, MissingData(what="match_stats", code="opted-out")]) == {"p7"}


def test_the_side_of_a_player() -> None:
    report = report_of(material())
    assert [side_of(report, name) for name in ("p1", "p5", "p6", "p10", "p11")] == [
        *("faction1", "faction1", "faction2", "faction2"),
        None,
    ]


def test_a_substitute_is_found_in_the_review() -> None:
    report, _, _ = review()
    assert report.review is not None
    extra = report.review.players[0].model_copy(update={"player_id": "sub", "faction": "faction2"})
    more = report.review.model_copy(update={"players": [*report.review.players, extra]})
    assert side_of(report.model_copy(update={"review": more}), "sub") == "faction2"
