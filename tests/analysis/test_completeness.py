"""What makes a report incomplete: that which FACEIT may give when asked again."""

import pytest

from analysis.completeness import is_incomplete
from faceit.supply import HOUR_SHORT, KEPT
from tests.reports.cards import report_of
from tests.rooms import match_body, material


def report(*missing: tuple[str, str], advice: str = "") -> dict[str, object]:
    items = [{"player_id": None, "what": what, "code": code} for what, code in missing]
    return {"coverage": {"missing": items}, "advice": [{"code": advice}] if advice else []}


@pytest.mark.parametrize("code", ["faceit-not-found", "faceit-unavailable", HOUR_SHORT, KEPT])
@pytest.mark.parametrize("what", ["match_stats", "player", "games"])
def test_what_may_come_makes_it_incomplete(what: str, code: str) -> None:
    assert is_incomplete(report((what, code)))
    assert is_incomplete(report(("player", "opted-out"), (what, code)))


@pytest.mark.parametrize("missing", [(), (("player", "opted-out"),), (("players", "brief"), ("player", "opted-out"))])
def test_what_was_wished_so_does_not(missing: tuple[tuple[str, str], ...]) -> None:
    assert not is_incomplete(report(*missing))


def test_a_forfeit_has_no_statistics_to_wait_for() -> None:
    assert not is_incomplete(report(("match_stats", "faceit-not-found"), advice="forfeit"))
    assert is_incomplete(report(("player", "faceit-not-found"), advice="forfeit"))
    results = {"winner": "faction2"}
    made = report_of(material(match_body(status="FINISHED", results=results))).model_dump(mode="json")
    assert [item["code"] for item in made["advice"]] == ["forfeit"]


def test_no_report_lacks_nothing() -> None:
    assert not is_incomplete({}) and not is_incomplete({"coverage": None})
