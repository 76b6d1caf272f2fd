"""A card said "53% : 47%" and "We are favourites" at once: the band was judged by more digits than are shown."""

import pytest

from reports.match import render
from reports.plain import plain
from tests.reports.cards import check, report_of
from tests.rooms import match_body, material
from texts.catalogue import LANGUAGES, Language


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("chance", "shown", "close"), [(0.5312, "53% : 47%", True), (0.536, "54% : 46%", False)])
def test_within_the_band_as_shown_nobody_is_called_favourite(
    language: Language, chance: float, shown: str, close: bool
) -> None:
    body = match_body()
    body["teams"]["faction1"]["stats"] = {"winProbability": chance}
    report = report_of(material(body))
    card = plain(check(render(report, language=language, side="faction1")))
    assert shown in card
    assert report.prediction.too_close is close
    assert any(words in card for words in ("Too close", "Почти поровну")) is close
    assert any(words in card for words in ("We are favourites", "Фавориты — мы")) is not close


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_formula_of_the_community_gives_is_marked_as_an_estimate(language: Language) -> None:
    body = match_body()
    body["teams"]["faction1"]["stats"] = {"winProbability": 0.51}
    card = plain(check(render(report_of(material(body)), language=language)))
    assert "Elo: A ~+25 / ~−25 · B ~+25 / ~−25" in card
