"""A finished match looked at briefly: the match and its statistics alone, everything else unknown and said to be."""

from collections.abc import Iterator

import pytest

from actors.inline import InlineRun
from analysis.report import MatchReport
from faceit.client import build_local_client
from pipelines.bulk import BRIEF, STANDARD
from sandbox.faceit import FaceitStandIn
from sandbox.faceit.options import Options
from settings import Settings
from tasks.states import TaskType
from tests.conditions.analysing import card, fast
from texts.catalogue import LANGUAGES, Language

SAID = {"ru": "⚡ Краткий разбор", "en": "⚡ A brief look"}
DECIDED = ["finished", "finished_bo3", "substitute", "hub_map_finished", "forfeit", "manual_result"]


@pytest.fixture(scope="module")
def faceit() -> Iterator[FaceitStandIn]:
    with FaceitStandIn(options=Options(latency_ms=0, rate=None)) as stand_in:
        yield stand_in


def report_of(settings: Settings, faceit: FaceitStandIn, scenario: str, depth: str = BRIEF) -> MatchReport:
    own = fast(settings, faceit)
    client = build_local_client(own)
    match_id = faceit.league.scenarios[scenario]
    try:
        found = InlineRun(TaskType.MATCH_ANALYSIS, match_id, own, depth=depth, faceit=client).run()
    finally:
        client.close()
    return MatchReport.model_validate(found)


@pytest.mark.parametrize("scenario", DECIDED)
def test_what_happened_is_the_same_as_in_a_full_report(
    settings: Settings, faceit: FaceitStandIn, scenario: str
) -> None:
    brief, full = report_of(settings, faceit, scenario), report_of(settings, faceit, scenario, STANDARD)
    assert brief.review is not None and full.review is not None
    for part in ("winner", "score", "predicted_right", "maps", "turned"):
        assert getattr(brief.review, part) == getattr(full.review, part), part
    counted = {
        "player_id",
        "nickname",
        "faction",
        "kills",
        "deaths",
        "assists",
        "kd",
        "adr",
        "rounds",
        "entry",
        "rating",
    }
    assert [p.model_dump(include=counted) for p in brief.review.players] == [
        p.model_dump(include=counted) for p in full.review.players
    ]
    assert brief.prediction == full.prediction
    assert brief.advice == full.advice
    assert [[p.player_id for p in team.players] for team in brief.teams] == [
        [p.player_id for p in team.players] for team in full.teams
    ]


def test_nothing_is_said_of_players_who_were_not_asked_for(settings: Settings, faceit: FaceitStandIn) -> None:
    faceit.reset()
    report = report_of(settings, faceit, "finished")
    assert faceit.calls()["total"] == 2 and report.api_calls == 2
    assert report.coverage.players == (0, 10)
    assert [(item.what, item.code, item.player_id) for item in report.coverage.missing] == [("players", "brief", None)]
    seats = [player for team in report.teams for player in team.players]
    assert len(seats) == 10 and all(seat.nickname for seat in seats)
    assert all(seat.danger is None and not seat.reasons and seat.role is None for seat in seats)
    assert all(set(seat.form.model_dump().values()) == {None} for seat in seats)
    assert report.parties == []
    assert report.review is not None
    for line in report.review.players:
        assert line.verdict is None and line.verdicts == {} and line.average_matches is None
        assert (line.average_kd, line.average_adr, line.usual_kd, line.usual_rating) == (None, None, None, None)


def test_faceits_own_chance_stands_and_ours_is_silent(settings: Settings, faceit: FaceitStandIn) -> None:
    report = report_of(settings, faceit, "finished")
    said = report.prediction
    assert said.source == "faceit" and said.faction1 is not None and said.model is None
    assert not said.too_close and report.review is not None
    assert report.review.predicted_right is ((said.faction1 > 0.5) == (report.review.winner == "faction1"))
    # Without FACEIT's own there is none, and nothing to judge
    none = report_of(settings, faceit, "finished_bo3")
    assert (none.prediction.faction1, none.prediction.source) == (None, None)
    assert none.review is not None and none.review.predicted_right is None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scenario", DECIDED)
def test_the_card_says_that_it_is_brief(
    settings: Settings, faceit: FaceitStandIn, scenario: str, language: Language
) -> None:
    words = card(report_of(settings, faceit, scenario), language)
    assert words.count(SAID[language]) == 1
    assert "0/10" not in words
    assert SAID[language] not in card(report_of(settings, faceit, scenario, STANDARD), language)


def test_the_legend_names_only_what_is_there(settings: Settings, faceit: FaceitStandIn) -> None:
    usual = {"ru": "обычное для игрока", "en": "usual for the player"}
    for depth in (BRIEF, STANDARD):
        for language in LANGUAGES:
            words = card(report_of(settings, faceit, "finished", depth), language)
            assert "± 0.11" in words
            assert (usual[language] in words) is (depth == STANDARD)
