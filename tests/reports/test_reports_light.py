"""Light cards: said plainly, with the minutes, and without blaming anybody's data."""

from datetime import UTC, datetime

import pytest

from analysis.material import LIGHT, MissingData, PlayerMaterial, is_light
from analysis.report import MatchReport
from faceit.supply import HOUR_SHORT, KEPT
from reports.match import render
from tests.reports.cards import check, report_of
from tests.rooms import match_body, material, player_ids
from texts.catalogue import LANGUAGES, Language

MADE = datetime(2026, 9, 20, 18, 41, 30, tzinfo=UTC)
MARK = "🪫"
both = pytest.mark.parametrize("language", LANGUAGES)


def report(*missing: MissingData, known: bool = True) -> MatchReport:
    """A report made 18.5 minutes before the full hour, of ten players or of none."""
    room = material(match_body(), None if known else {player: PlayerMaterial() for player in player_ids()})
    made = report_of(room)
    coverage = made.coverage.model_copy(update={"missing": list(missing)})
    return made.model_copy(update={"coverage": coverage, "generated_at": MADE})


def every(what: str, code: str) -> list[MissingData]:
    return [MissingData(player_id=player, what=what, code=code) for player in player_ids()]


def notice(card: str) -> str:
    """The line that says it; StopIteration when there is none."""
    return next(line for line in card.splitlines() if MARK in line)


@both
def test_a_full_card_says_nothing_of_it(language: Language) -> None:
    assert MARK not in check(render(report(), language=language))


@both
@pytest.mark.parametrize("code", sorted(LIGHT))
def test_spared_lifetimes(language: Language, code: str) -> None:
    line = notice(check(render(report(*every("lifetime", code)), language=language)))
    assert ("экономный" if language == "ru" else "Sparing") in line
    assert ("через 19 мин" if language == "ru" else "in 19 min") in line


@both
@pytest.mark.parametrize("code", sorted(LIGHT))
def test_spared_players(language: Language, code: str) -> None:
    spared = [item for what in ("player", "lifetime", "games") for item in every(what, code)]
    line = notice(check(render(report(*spared, known=code == KEPT), language=language)))
    assert ("Облегчённый" if language == "ru" else "Light") in line
    assert ("через 19 мин" if language == "ru" else "in 19 min") in line


@both
def test_only_other_gaps_are_named_by_player(language: Language) -> None:
    lost = MissingData(player_id=player_ids()[3], what="games", code="faceit-unavailable")
    shown = check(render(report(*every("lifetime", HOUR_SHORT), lost), language=language))
    line = next(line for line in shown.splitlines() if ("Неполные" if language == "ru" else "Incomplete") in line)
    assert "nick-p4" in line and "," not in line


def test_light_by_any_of_the_codes_and_only_by_them() -> None:
    for code in LIGHT:
        assert is_light(report(*every("lifetime", code)).model_dump(mode="json"))
    assert not is_light(report(*every("lifetime", "faceit-unavailable")).model_dump(mode="json"))
    assert not is_light(report().model_dump(mode="json"))
    assert not is_light({}) and not is_light({"coverage": None})
