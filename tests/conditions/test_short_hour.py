"""Matches and players analysed while the hour's FACEIT calls run out: with fewer calls, and saying so."""

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
import redis

from actors.inline import InlineRun
from analysis.material import is_light
from analysis.player.report import PlayerReport
from analysis.report import MatchReport
from bot.answers import error_text
from faceit.client import build_client
from faceit.errors import BudgetDeferredError, FaceitKeyRejectedError, FaceitUnavailableError, HourShortError
from faceit.redis_budget import LINE_KEY
from faceit.supply import HOUR_SHORT, KEPT
from faceit.supply_stats import supply_now
from reports.plain import plain
from reports.player import render
from sandbox.faceit import FaceitStandIn
from settings import Settings
from tasks.states import TaskType
from tests.conditions.analysing import card, fast, line_with
from texts.catalogue import LANGUAGES, Language

LIMIT = 1000
SHORT, LAST = 800, 950
WORDS = {
    ("report-short", "ru"): "Разбор экономный",
    ("report-short", "en"): "Sparing analysis",
    ("report-light", "ru"): "Облегчённый разбор",
    ("report-light", "en"): "Light analysis",
}
both = pytest.mark.parametrize("language", LANGUAGES)

Analyse = Callable[..., dict[str, Any]]


@pytest.fixture(autouse=True)
def away_from_the_full_hour() -> None:
    """A new hour in the middle of a test would give plenty of calls."""
    if time.time() % 3600 > 3585:
        time.sleep(16)


@pytest.fixture
def own(settings: Settings, faceit: FaceitStandIn) -> Settings:
    """Settings that ask the stand-in, a thousand times an hour."""
    quick = fast(settings, faceit)
    return quick.model_copy(update={"faceit": quick.faceit.model_copy(update={"calls_per_hour": LIMIT})})


@pytest.fixture
def analysed(own: Settings, faceit: FaceitStandIn, redis_tasks: redis.Redis) -> Iterator[Analyse]:
    """Runs the real steps through the shared budget when so many calls were `used` this hour; a process each time.

    `aged`: what is kept of the answers is past its time.
    """

    def run(
        subject: str,
        used: int,
        kind: TaskType = TaskType.MATCH_ANALYSIS,
        *,
        aged: bool = False,
        faults: Sequence[dict[str, str]] = (),
    ) -> dict[str, Any]:
        redis_tasks.hset(LINE_KEY, mapping={"hour": int(time.time() // 3600), "hour_calls": used})
        ttl = 0.05 if aged else 300.0
        quick = {"ttl_player": ttl, "ttl_lifetime": ttl, "ttl_games": ttl, "ttl_match": 0.05, "ttl_search": 0.05}
        mine = own.model_copy(update={"faceit": own.faceit.model_copy(update=quick)})
        client = build_client(mine)
        faceit.reset()
        faceit.configure(faults=list(faults))
        try:
            return InlineRun(kind, subject, mine, faceit=client).run()
        finally:
            client.close()
            time.sleep(0.1)

    yield run


@pytest.fixture
def ready(faceit: FaceitStandIn) -> str:
    return faceit.league.scenarios["ready"]


def codes(report: MatchReport | PlayerReport) -> set[tuple[str, str]]:
    return {(item.what, item.code) for item in report.coverage.missing}


def test_calls_an_analysis_costs_at_each_level(analysed: Analyse, faceit: FaceitStandIn, ready: str) -> None:
    costs = {}
    for name, used, aged in (
        ("short, nothing kept", SHORT, True),
        ("plenty", 0, True),
        ("short, lifetimes kept", SHORT, True),
        ("last, players kept", LAST, True),
    ):
        analysed(ready, used, aged=aged)
        costs[name] = faceit.calls()["total"]
    finished = faceit.league.scenarios["finished"]
    analysed(finished, LAST)
    costs["last, finished, nothing kept"] = faceit.calls()["total"]
    assert costs == {
        "plenty": 31,
        "short, nothing kept": 21,
        "short, lifetimes kept": 21,
        "last, players kept": 1,
        "last, finished, nothing kept": 2,
    }


@both
def test_short_without_lifetimes(analysed: Analyse, faceit: FaceitStandIn, ready: str, language: Language) -> None:
    found = analysed(ready, SHORT)
    report = MatchReport.model_validate(found)
    assert "lifetime_stats" not in faceit.calls()["by_endpoint"]
    assert codes(report) == {("lifetime", HOUR_SHORT)} and len(report.coverage.missing) == 10
    assert report.coverage.players == (10, 10)
    assert all(player.form.kd is not None for team in report.teams for player in team.players)
    words = card(report, language)
    assert (" мин." if language == "ru" else " min.") in line_with(WORDS["report-short", language], words)
    assert is_light(found)


@both
def test_short_with_lifetimes_kept(analysed: Analyse, ready: str, language: Language) -> None:
    full = MatchReport.model_validate(analysed(ready, 0, aged=True))
    spare = MatchReport.model_validate(analysed(ready, SHORT, aged=True))
    assert codes(spare) == {("lifetime", KEPT)} and codes(full) == set()
    assert spare.teams == full.teams and spare.maps == full.maps
    words = card(spare, language)
    assert WORDS["report-short", language] in words
    # Nobody is named as one whose data could not be had: they could
    assert ("Неполные данные" if language == "ru" else "Incomplete data") not in words
    assert WORDS["report-short", language] not in card(full, language)


@both
def test_fresh_lifetimes_make_a_full_report(
    analysed: Analyse, faceit: FaceitStandIn, ready: str, language: Language
) -> None:
    analysed(ready, 0)
    found = analysed(ready, SHORT)
    assert faceit.calls()["total"] == 1
    report = MatchReport.model_validate(found)
    assert codes(report) == set() and not is_light(found)
    assert WORDS["report-short", language] not in card(report, language)


@both
@pytest.mark.parametrize("scenario", ["ready", "finished", "voting", "forfeit", "hostile_names", "no_elo"])
def test_last_with_nothing_kept(analysed: Analyse, faceit: FaceitStandIn, scenario: str, language: Language) -> None:
    found = analysed(faceit.league.scenarios[scenario], LAST)
    assert set(faceit.calls()["by_endpoint"]) <= {"match", "match_stats"}
    report = MatchReport.model_validate(found)
    assert {item.code for item in report.coverage.missing if item.player_id} == {HOUR_SHORT}
    words = card(report, language)
    assert WORDS["report-light", language] in words
    assert all(team.name for team in report.teams) and is_light(found)
    assert not any(player.form.kd == 0 or player.elo == 0 for team in report.teams for player in team.players)


@both
def test_last_with_players_kept(analysed: Analyse, faceit: FaceitStandIn, ready: str, language: Language) -> None:
    full = MatchReport.model_validate(analysed(ready, 0, aged=True))
    light = MatchReport.model_validate(analysed(ready, LAST, aged=True))
    assert faceit.calls()["total"] == 1
    assert light.teams == full.teams
    assert codes(light) == {("player", KEPT), ("lifetime", KEPT), ("games", KEPT)}
    assert WORDS["report-light", language] in card(light, language)


def test_a_cancelled_match_needs_nothing(analysed: Analyse, faceit: FaceitStandIn) -> None:
    found = analysed(faceit.league.scenarios["cancelled"], LAST)
    assert not is_light(found) and faceit.calls()["total"] == 1


def test_the_whole_hour_used_defers(analysed: Analyse, ready: str) -> None:
    with pytest.raises(BudgetDeferredError) as caught:
        analysed(ready, LIMIT)
    assert caught.value.reason == "hour"


def test_the_light_ones_are_counted_once_each(
    analysed: Analyse, ready: str, own: Settings, redis_tasks: redis.Redis
) -> None:
    analysed(ready, SHORT)
    analysed(ready, LAST)
    analysed("-k1te-", 0, TaskType.PLAYER_PERFORMANCE, aged=True)
    analysed("-k1te-", LAST, TaskType.PLAYER_PERFORMANCE, aged=True)
    now = supply_now(redis_tasks, own.faceit)
    assert (now.short, now.last) == (1, 2)


@pytest.mark.parametrize(("path", "used"), [("/", 0), ("/", LAST), ("/players/", 0), ("/players/", SHORT)])
def test_a_rejected_key_ends_the_run_as_before(analysed: Analyse, ready: str, path: str, used: int) -> None:
    with pytest.raises(FaceitKeyRejectedError):
        analysed(ready, used, faults=[{"path": path, "kind": "401"}])


@pytest.mark.parametrize("used", [0, SHORT])
def test_faceit_away_for_players_ends_the_run_as_before(analysed: Analyse, ready: str, used: int) -> None:
    with pytest.raises(FaceitUnavailableError):
        analysed(ready, used, faults=[{"path": "/players/", "kind": "500"}])


def test_a_player_with_nothing_kept_is_told_when(analysed: Analyse, faceit: FaceitStandIn) -> None:
    with pytest.raises(HourShortError) as caught:
        analysed("-k1te-", LAST, TaskType.PLAYER_PERFORMANCE)
    assert faceit.calls()["total"] == 1
    left = (3600 - time.time() % 3600) / 60
    assert left <= caught.value.minutes <= left + 2
    for language in LANGUAGES:
        assert str(caught.value.minutes) in error_text(language, caught.value)


def test_a_player_by_id_with_nothing_kept_is_told_when(analysed: Analyse, faceit: FaceitStandIn) -> None:
    with pytest.raises(HourShortError):
        analysed(faceit.league.ordinary[0].player_id, LAST, TaskType.PLAYER_PERFORMANCE)
    assert faceit.calls()["total"] == 0


def test_a_player_kept_is_reported_and_said_to_be(analysed: Analyse, faceit: FaceitStandIn) -> None:
    full = PlayerReport.model_validate(analysed("-k1te-", 0, TaskType.PLAYER_PERFORMANCE, aged=True))
    found = analysed("-k1te-", LAST, TaskType.PLAYER_PERFORMANCE, aged=True)
    light = PlayerReport.model_validate(found)
    assert faceit.calls()["total"] == 1
    assert light.form == full.form and light.maps == full.maps
    assert codes(light) == {("bans", HOUR_SHORT), ("lifetime", KEPT), ("games", KEPT)} and is_light(found)
    for language, words in (("ru", "Облегчённый разбор"), ("en", "Light analysis")):
        shown = "\n".join(plain(part) for part in render(light, language=language))  # type: ignore[arg-type]
        assert words in shown


def test_a_player_at_short_goes_without_lifetime(analysed: Analyse, faceit: FaceitStandIn) -> None:
    report = PlayerReport.model_validate(analysed("-k1te-", SHORT, TaskType.PLAYER_PERFORMANCE))
    assert codes(report) == {("lifetime", HOUR_SHORT)} and report.matches
