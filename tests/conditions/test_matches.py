"""Every state a match can be in: what the card says of it, in both languages."""

import re

import pytest

from actors.match_analysis import OtherGameError
from analysis.report import MatchReport, PlayedMap
from bot.answers import error_text
from faceit.errors import FaceitNotFoundError
from faceit.models import map_name
from sandbox.faceit import FaceitStandIn
from sandbox.faceit.names import HOSTILE_NAMES
from settings import Settings
from tests.conditions.analysing import analyse, card, line_with
from texts.catalogue import LANGUAGES, Language

TITLES: dict[str, tuple[str, str]] = {
    "check_in": ("Матч собирается", "The match is gathering"),
    "captain_pick": ("Идёт выбор карты", "Map vote under way"),
    "voting": ("Идёт выбор карты", "Map vote under way"),
    "configuring": ("карта выбрана, скоро старт", "map chosen, starting soon"),
    "ready": ("карта выбрана, скоро старт", "map chosen, starting soon"),
    "ongoing": ("матч идёт", "match under way"),
    "unknown_status": ("матч идёт", "match under way"),
    "paused": ("матч на паузе", "match paused"),
    "finished": ("матч завершён", "match finished"),
    "finished_bo3": ("матч завершён", "match finished"),
    "substitute": ("матч завершён", "match finished"),
    "hub_map_finished": ("матч завершён", "match finished"),
    "forfeit": ("Матч завершён", "Match finished"),
    "cancelled": ("Матч отменён", "Match cancelled"),
    "cancelled_with_result": ("матч отменён", "match cancelled"),
    "manual_result": ("результат внесён вручную", "result entered by hand"),
    "manual_result_pending": ("результат вносят вручную", "result is being entered by hand"),
    "coming_bo3": ("карта выбрана, скоро старт", "map chosen, starting soon"),
    "ready_bo3": ("карта выбрана, скоро старт", "map chosen, starting soon"),
}
"""Where the match stands, as the second line of the card says it."""

BEFORE = [
    "check_in", "captain_pick", "voting", "configuring", "ready", "ready_high", "ready_low", "ongoing", "no_elo",
    "unknown_status", "paused", "seven_in_roster", "unplaced", "hostile_names", "hub_map", "retired_map",
    "coming_bo3", "ready_bo3", "manual_result_pending", "hidden_stats", "new_player", "nine_in_roster",
]  # fmt: skip
COVERAGE = {"hidden_stats": (8, 10), "new_player": (9, 10), "seven_in_roster": (12, 12), "nine_in_roster": (12, 14)}
OTHER_GAMES = ["other_game", "other_game_dota2"]


@pytest.fixture(scope="module")
def known() -> dict[str, MatchReport]:
    """Reports of this module by scenario, each made once."""
    return {}


@pytest.fixture
def report(request: pytest.FixtureRequest, known: dict[str, MatchReport]) -> MatchReport:
    """The report of the scenario the test names."""
    scenario = request.node.callspec.params["scenario"]
    if scenario not in known:
        faceit: FaceitStandIn = request.getfixturevalue("faceit")
        settings: Settings = request.getfixturevalue("settings")
        known[scenario] = analyse(settings, faceit, faceit.league.scenarios[scenario])
    return known[scenario]


both = pytest.mark.parametrize("language", LANGUAGES)


def only(*scenarios: str) -> pytest.MarkDecorator:
    """The scenarios of a test."""
    return pytest.mark.parametrize("scenario", scenarios)


def test_every_scenario_of_the_league_is_looked_at(faceit: FaceitStandIn) -> None:
    assert set(faceit.league.scenarios) == {*TITLES, *BEFORE, *OTHER_GAMES}


@both
@only(*TITLES)
def test_the_card_says_where_the_match_stands(report: MatchReport, scenario: str, language: Language) -> None:
    title, second, *_ = card(report, language).splitlines()
    assert second.endswith(TITLES[scenario][LANGUAGES.index(language)])
    assert title[0] == ("🚫" if "cancelled" in scenario else "⚔" if scenario in BEFORE else "🏁")


@both
@only(*BEFORE)
def test_a_match_to_come_has_chances_players_and_coverage(
    report: MatchReport, scenario: str, language: Language
) -> None:
    words = card(report, language)
    known, total = COVERAGE.get(scenario, (10, 10))
    assert report.coverage.players == (known, total)
    assert f"{'Игроков с данными' if language == 'ru' else 'Players with data'}: {known}/{total}" in words
    assert re.search(r"📊 (Шансы|Win chance) \d\d% : \d\d% · ", words)
    assert sum(team.win_probability or 0 for team in report.teams) == pytest.approx(1)
    assert report.review is None
    # What is not known is left out or dashed, never a zero.
    assert not re.search(r"(?<!\d)0%|(?<![\d.])0\.00|(?<!\d)0 Elo|(ур\.|lvl) 0|ADR 0\b|\(0\)", words)
    assert words.splitlines()[-1].startswith("Данные FACEIT" if language == "ru" else "Data: FACEIT")


@both
@only("unplaced", "new_player")
def test_a_player_without_elo_is_calibrating(report: MatchReport, scenario: str, language: Language) -> None:
    names = {"unplaced": ["Calibrating"], "new_player": ["Zero_Matches", "Three_Matches"]}[scenario]
    for name in names:
        line = line_with(f"{name} ·", card(report, language))
        assert ("калибровка" if language == "ru" else "calibrating") in line
        assert "Elo" not in line
    player = next(p for team in report.teams for p in team.players if p.nickname == names[0])
    assert (player.elo, player.level, player.calibrating) == (None, None, True)
    assert all((team.elo or 0) > 1000 for team in report.teams)


@both
@only("hidden_stats")
def test_hidden_statistics_are_named(report: MatchReport, scenario: str, language: Language) -> None:
    words = card(report, language)
    none, lost = ("нет статистики", "Не удалось получить") if language == "ru" else ("no statistics", "Could not get")
    assert line_with("Hidden_404 ·", words).endswith(none)
    assert line_with("Hidden_Empty ·", words).endswith(none)
    assert line_with(lost, words) == f"{lost}: Hidden_404"
    assert none not in line_with("Old_Account ·", words)
    assert {item.what for item in report.coverage.missing} == {"lifetime", "games"}


@both
@only("finished", "substitute", "hub_map_finished")
def test_a_finished_match_has_its_result_and_everybody_who_played(
    report: MatchReport, scenario: str, language: Language
) -> None:
    words = card(report, language)
    assert re.search(r"^🏁 .+ \d+ : \d+ .+", words)
    assert line_with("Победа:" if language == "ru" else "Won by", words)
    assert len(re.findall(r"· \d+–\d+–\d+, ADR \d+", words)) == 10
    assert report.review is not None and max(report.review.score.values()) >= 13
    assert report.prediction.model is None


@only("substitute")
def test_a_substitute_is_listed_in_place_of_whom_he_stood_in_for(report: MatchReport, scenario: str) -> None:
    assert report.review is not None
    seated = {player.player_id for team in report.teams for player in team.players}
    played = {player.player_id for player in report.review.players}
    assert len(played - seated) == 1 and len(seated - played) == 1


@both
@only("finished_bo3")
def test_a_series_has_each_map_with_its_rounds(report: MatchReport, scenario: str, language: Language) -> None:
    title, maps, *_ = card(report, language).splitlines()
    assert re.search(r" (2 : [01]|[01] : 2) ", title)
    assert report.review is not None
    played = [f"{map_name(item.map or '')} {item.score['faction1']}:{item.score['faction2']}" for item in _maps(report)]
    assert len(played) in {2, 3} and maps.startswith(", ".join(played) + " · ")


@both
@only("coming_bo3", "ready_bo3")
def test_a_series_to_come_names_each_map_chosen(
    report: MatchReport, scenario: str, language: Language, faceit: FaceitStandIn
) -> None:
    picks = faceit.league.matches[faceit.league.scenarios[scenario]].picks
    names = [map_name(game_map.class_name) for game_map in picks]
    words = card(report, language)
    assert len(names) == 3 and words.splitlines()[1].startswith(", ".join(names) + " · ")
    heading = line_with("🗺", words)
    assert all(name in heading for name in names)


@both
@only("forfeit")
def test_a_forfeit_says_that_nobody_played(report: MatchReport, scenario: str, language: Language) -> None:
    words = card(report, language)
    assert ("Матч не играли: победа присуждена" if language == "ru" else "Not played: the win was awarded") in words
    winner = line_with("Победа:" if language == "ru" else "Won by", words)
    assert report.teams[1].name in winner
    assert ":" not in words.splitlines()[0]
    assert report.review is not None and report.review.predicted_right is None


@both
@only("cancelled", "cancelled_with_result")
def test_a_cancelled_match_costs_one_call_and_says_so(
    report: MatchReport, scenario: str, language: Language, settings: Settings
) -> None:
    words = card(report, language)
    assert report.api_calls == 1
    assert "%" not in words and ("Игроков с данными" not in words) and ("Players with data" not in words)
    with_result = scenario == "cancelled_with_result"
    note = "Матч не состоялся" if language == "ru" else "The match did not take place"
    assert (note in words) is not with_result
    winner = "Победа: " if language == "ru" else "Won by "
    assert (f"{winner}{report.teams[1].name}" in words) is with_result


@both
@only("manual_result")
def test_a_result_entered_by_hand_is_a_result(report: MatchReport, scenario: str, language: Language) -> None:
    words = card(report, language)
    assert report.review is not None and report.review.winner == "faction1"
    assert f"{'Победа:' if language == 'ru' else 'Won by'} {report.teams[0].name}" in words
    assert ("статистики нет" if language == "ru" else "there are no statistics") in words
    assert "📊" not in words and "🔥" not in words


@both
@only("no_elo", "seven_in_roster", "hub_map", "retired_map")
def test_a_match_without_elo_says_so_and_promises_none(report: MatchReport, scenario: str, language: Language) -> None:
    words = card(report, language)
    assert ("Матч без Elo" if language == "ru" else "No Elo at stake") in words
    assert not re.search(r"\+\d+ / −\d+|±", words)
    assert "~" in line_with("📊", words)


@both
@pytest.mark.parametrize(("scenario", "name"), [("hub_map", "Pango"), ("retired_map", "Train")])
def test_maps_outside_the_pool_have_their_name(
    report: MatchReport, scenario: str, name: str, language: Language
) -> None:
    assert card(report, language).splitlines()[1].startswith(f"{name} · ")


@both
@only("seven_in_roster", "nine_in_roster")
def test_crowded_rosters_are_listed_up_to_eight(report: MatchReport, scenario: str, language: Language) -> None:
    team = max(report.teams, key=lambda team: len(team.players))
    words = card(report, language)
    assert len(team.players) == (7 if scenario == "seven_in_roster" else 9)
    assert all(f"\n{player.nickname} · " in words for player in team.players[:8])
    more = "…и ещё 1" if language == "ru" else "…and 1 more"
    assert (f"\n{more}\n" in words) is (len(team.players) > 8)


@both
@only("hostile_names")
def test_hostile_names_are_shown_as_plain_words(report: MatchReport, scenario: str, language: Language) -> None:
    assert {p.nickname for team in report.teams for p in team.players} >= set(HOSTILE_NAMES)
    words = card(report, language)
    for piece in ("<b>bold", "`tick``tick```", "close)](http", "gpj", "WWWWWWWW", "\U0001f525"):
        assert piece in words
    assert "W" * 18 not in words and "\u202e" not in words and "http://" not in words


@both
@only(*OTHER_GAMES)
def test_another_game_is_told_with_what_to_do(
    faceit: FaceitStandIn, settings: Settings, scenario: str, language: Language
) -> None:
    with pytest.raises(OtherGameError) as caught:
        analyse(settings, faceit, faceit.league.scenarios[scenario])
    assert caught.value.code == "other-game"
    words = error_text(language, caught.value)
    assert ("Пришлите ссылку на матч CS2" if language == "ru" else "Send the link of a CS2 match") in words
    assert faceit.calls()["total"] == 1


@both
def test_an_unknown_match_is_told_with_what_to_do(
    faceit: FaceitStandIn, settings: Settings, language: Language
) -> None:
    with pytest.raises(FaceitNotFoundError) as caught:
        analyse(settings, faceit, "1-00000000-0000-4000-8000-000000000000")
    words = error_text(language, caught.value)
    assert ("не знает такого матча" if language == "ru" else "knows no such match") in words
    assert ("скопирована целиком" if language == "ru" else "copied whole") in words


def _maps(report: MatchReport) -> list[PlayedMap]:
    return list(report.review.maps) if report.review else []
