"""A cancelled match with a result "did not take place", one decided by hand was "under way" with a fresh forecast."""

import pytest

from reports.match import render
from reports.plain import plain
from tests.reports.cards import report_of
from tests.rooms import match_body, material, picked
from texts.catalogue import LANGUAGES, Language

RESULT = {"winner": "faction2", "score": {"faction1": 0, "faction2": 1}}
TIMES = {"started_at": 1_790_000_000, "finished_at": 1_790_003_000}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("status", ["CANCELLED", "ABORTED"])
def test_a_cancelled_match_keeps_its_result(status: str, language: Language) -> None:
    report = report_of(material(match_body(status=status, results=RESULT, **TIMES)))
    words = plain(render(report, language=language)[0])
    assert f"{'Победа:' if language == 'ru' else 'Won by'} team-faction2" in words
    assert "не состоялся" not in words and "did not take place" not in words
    assert report.review is not None and report.review.predicted_right is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_result_entered_by_hand_ends_the_match(language: Language) -> None:
    voting = picked("de_nuke")
    report = report_of(material(match_body(status="MANUAL_RESULT", results=RESULT, voting=voting, **TIMES)))
    words = plain(render(report, language=language)[0])
    assert ("результат внесён вручную" if language == "ru" else "result entered by hand") in words
    assert f"{'Победа:' if language == 'ru' else 'Won by'} team-faction2" in words
    assert report.prediction.model is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_result_to_be_entered_is_not_play(language: Language) -> None:
    report = report_of(material(match_body(status="MANUAL_RESULT", voting=picked("de_nuke"))))
    words = plain(render(report, language=language)[0])
    assert ("результат вносят вручную" if language == "ru" else "result is being entered by hand") in words
