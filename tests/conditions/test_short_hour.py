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
from analysis.team.report import TeamLineupReport
from analysis.user.report import UserReport
from bot.answers import error_text
from connections import redis_client
from faceit.cache import CACHE_PREFIX
from faceit.client import build_client
from faceit.errors import BudgetDeferredError, FaceitKeyRejectedError, FaceitUnavailableError, HourShortError
from faceit.redis_budget import LINE_KEY
from faceit.supply import HOUR_SHORT, KEPT
from faceit.supply_stats import supply_now
from reports.plain import plain
from reports.player import render
from reports.team import render as render_team
from reports.user import render as render_user
from sandbox.faceit import FaceitStandIn
from settings import Settings
from tasks.states import TaskType
from tests.conditions.analysing import card, fast, line_with
from texts.catalogue import LANGUAGES, Language

LIMIT = 1000
SHORT, LAST = 800, 950
DEPTH = "100/UTC"
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
        depth: str = "standard",
    ) -> dict[str, Any]:
        redis_tasks.hset(LINE_KEY, mapping={"hour": int(time.time() // 3600), "hour_calls": used})
        ttl = 0.05 if aged else 300.0
        quick = {"ttl_player": ttl, "ttl_lifetime": ttl, "ttl_games": ttl, "ttl_match": 0.05, "ttl_search": 0.05}
        mine = own.model_copy(update={"faceit": own.faceit.model_copy(update=quick)})
        client = build_client(mine)
        faceit.reset()
        faceit.configure(faults=list(faults))
        try:
            return InlineRun(kind, subject, mine, depth=depth, faceit=client).run()
        finally:
            client.close()
            time.sleep(0.1)

    yield run


@pytest.fixture
def ready(faceit: FaceitStandIn) -> str:
    return faceit.league.scenarios["ready"]


def codes(report: MatchReport | PlayerReport | UserReport | TeamLineupReport) -> set[tuple[str, str]]:
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
    # As by nickname: whom it is about is looked up
    assert faceit.calls()["total"] == 1


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


def busiest(faceit: FaceitStandIn) -> str:
    """The id of an ordinary player with the most matches: what a linked person asks with."""
    history = faceit.league.history
    return max(faceit.league.ordinary, key=lambda one: len(history[one.player_id])).player_id


@both
def test_ones_own_statistics_at_short_go_without_lifetime(
    analysed: Analyse, faceit: FaceitStandIn, language: Language
) -> None:
    found = analysed(busiest(faceit), SHORT, TaskType.USER_ANALYTICS, depth=DEPTH)
    report = UserReport.model_validate(found)
    assert codes(report) == {("lifetime", HOUR_SHORT)} and is_light(found)
    assert "player_lifetime" not in faceit.calls()["by_endpoint"]
    assert WORDS["report-light", language] in "\n".join(plain(part) for part in render_user(report, language=language))


@both
def test_ones_own_statistics_at_the_end_of_the_hour_are_made_of_what_is_kept(
    analysed: Analyse, faceit: FaceitStandIn, language: Language
) -> None:
    me = busiest(faceit)
    full = UserReport.model_validate(analysed(me, 0, TaskType.USER_ANALYTICS, aged=True, depth=DEPTH))
    found = analysed(me, LAST, TaskType.USER_ANALYTICS, aged=True, depth=DEPTH)
    light = UserReport.model_validate(found)
    # Whom it is about was looked up, nothing else was asked
    assert faceit.calls()["by_endpoint"] == {"player": 1}
    assert {("lifetime", KEPT), ("games", KEPT), ("history", HOUR_SHORT)} <= codes(light) and is_light(found)
    assert light.records == full.records
    assert WORDS["report-light", language] in "\n".join(plain(part) for part in render_user(light, language=language))


def test_ones_own_statistics_with_games_of_a_report_kept_and_the_player_not(
    analysed: Analyse, faceit: FaceitStandIn, own: Settings
) -> None:
    """The player's own record was not kept, his games were: that failed as a whole."""
    me = busiest(faceit)
    analysed(me, 0, TaskType.USER_ANALYTICS, aged=True, depth=DEPTH)
    with redis_client("command", "cache", own) as cache:
        assert cache.delete(f"{CACHE_PREFIX}player:{me}")
    found = analysed(me, LAST, TaskType.USER_ANALYTICS, aged=True, depth=DEPTH)
    assert UserReport.model_validate(found).player.nickname and is_light(found)


def test_ones_own_statistics_with_nothing_kept_are_told_when(analysed: Analyse, faceit: FaceitStandIn) -> None:
    with pytest.raises(HourShortError) as caught:
        analysed(busiest(faceit), LAST, TaskType.USER_ANALYTICS, depth=DEPTH)
    assert 1 <= caught.value.minutes <= 60


def team(faceit: FaceitStandIn) -> str:
    first, second = sorted(player.nickname for player in faceit.league.ordinary[:2])
    return f"{first} {second}"


@both
def test_a_team_at_short_goes_without_lifetimes(analysed: Analyse, faceit: FaceitStandIn, language: Language) -> None:
    found = analysed(team(faceit), SHORT, TaskType.TEAM_ANALYSIS)
    report = TeamLineupReport.model_validate(found)
    assert codes(report) == {("lifetime", HOUR_SHORT)} and is_light(found)
    assert WORDS["report-light", language] in "\n".join(plain(part) for part in render_team(report, language=language))


@both
@pytest.mark.parametrize(("used", "kept"), [(SHORT, {"lifetime"}), (LAST, {"lifetime", "games"})])
def test_a_team_of_what_is_kept_says_so(
    analysed: Analyse, faceit: FaceitStandIn, used: int, kept: set[str], language: Language
) -> None:
    names = team(faceit)
    full = TeamLineupReport.model_validate(analysed(names, 0, TaskType.TEAM_ANALYSIS, aged=True))
    found = analysed(names, used, TaskType.TEAM_ANALYSIS, aged=True)
    light = TeamLineupReport.model_validate(found)
    assert {what for what, code in codes(light) if code == KEPT} == kept and is_light(found)
    assert [player.statistics for player in light.players] == [player.statistics for player in full.players]
    assert WORDS["report-light", language] in "\n".join(plain(part) for part in render_team(light, language=language))


def test_a_team_with_nothing_kept_is_told_when(analysed: Analyse, faceit: FaceitStandIn) -> None:
    with pytest.raises(HourShortError):
        analysed(team(faceit), LAST, TaskType.TEAM_ANALYSIS)
