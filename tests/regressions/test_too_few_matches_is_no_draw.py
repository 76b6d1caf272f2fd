"""Of a map with 20 matches a side the card said "even by the numbers", under K/D 1.04 against .98 and a bar of ~+5."""

import pytest

from analysis.material import PlayerMaterial
from analysis.report import MatchReport
from reports.match import render, with_texts
from reports.plain import plain
from tests.reports.cards import check, report_of
from tests.rooms import POOL, lifetime, match_body, material, person, picked, player_ids, segment
from texts.catalogue import LANGUAGES, Language


def people(matches: int, kd: float = 1.0, everywhere: int = 60) -> dict[str, PlayerMaterial]:
    """Ten players with `matches` on Mirage each; `kd` is what the first five reach on it."""
    found = {}
    for i in player_ids():
        own = kd if i in player_ids()[:5] else 1.0
        parts = [segment(code.removeprefix("de_"), everywhere) for code in POOL if code != "de_mirage"]
        found[i] = person(i).model_copy(update={"lifetime": lifetime(*parts, segment("Mirage", matches, own))})
    return found


def on_mirage(matches: int, kd: float = 1.0) -> MatchReport:
    return report_of(material(match_body(status="READY", voting=picked("de_mirage")), people(matches, kd)))


@pytest.mark.parametrize(
    ("matches", "kd", "code"),
    [(4, 1.4, "map-unknown"), (5, 1.4, "map-unknown"), (6, 1.0, "map-even"), (6, 1.1, "map-even")],
)
def test_below_thirty_matches_of_a_team_it_is_unknown(matches: int, kd: float, code: str) -> None:
    said = on_mirage(matches, kd).advice[0]
    assert said.code == code
    assert (said.args["matches"], said.args["matches_them"]) == (5 * matches, 5 * matches)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_claim_no_draw(language: Language) -> None:
    few = plain(check(render(on_mirage(4, 1.4), language=language)))
    assert ("Mirage: матчей мало, чтобы судить" if language == "ru" else "Mirage: too few matches to tell") in few
    close = plain(check(render(on_mirage(6, 1.1), language=language)))
    assert ("Mirage: явного преимущества нет" if language == "ru" else "Mirage: no clear advantage") in close
    said = with_texts(on_mirage(4), language).advice[0].text
    assert said is not None and "20" in said and "30" in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pool_nobody_has_played_enough_is_not_called_alike(language: Language) -> None:
    report = report_of(material(players=people(2, everywhere=2)))
    assert [item.code for item in report.advice] == ["maps-unknown"]
    card = plain(check(render(report, language=language)))
    assert ("Матчей мало, чтобы сравнить карты" if language == "ru" else "Too few matches to compare the maps") in card
