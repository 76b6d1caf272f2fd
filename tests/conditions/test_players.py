"""Players who are awkward to find or to judge: each gives a clear answer, from the real steps and a real database."""

from datetime import UTC, datetime

import pytest

from actors.inline import InlineRun
from actors.player_performance import PlayerHiddenError
from analysis.player.report import PlayerReport
from errors import BotError
from faceit.client import build_local_client
from faceit.player_errors import (
    BadNicknameError,
    PlayerAmbiguousError,
    PlayerNoCs2Error,
    PlayerNotFoundError,
    PlayerSimilarError,
)
from reports.plain import plain
from reports.player import render
from sandbox.faceit import FaceitStandIn
from settings import Settings
from storage.database import SyncDatabase
from storage.opt_outs import OptOuts
from storage.population import Population
from storage.privacy import hash_key
from tasks.states import TaskType
from tests.conditions.analysing import analyse, card, fast
from texts.catalogue import LANGUAGES


def report_on(settings: Settings, faceit: FaceitStandIn, words: str) -> PlayerReport:
    """The report of a player, all eight steps. Raises what the failing step raised."""
    own = fast(settings, faceit)
    client = build_local_client(own)
    try:
        found = InlineRun(TaskType.PLAYER_PERFORMANCE, words, own, faceit=client).run()
    finally:
        client.close()
    return PlayerReport.model_validate(found)


def told(report: PlayerReport) -> str:
    """The words of the report in both languages."""
    return "\n".join(plain(part) for language in LANGUAGES for part in render(report, language=language))


@pytest.mark.parametrize(
    ("words", "nickname"),
    [
        ("-k1te-", "-k1te-"),
        ("__moss__", "__moss__"),
        ("__MOSS__", "__moss__"),
        ("@__moss__", "__moss__"),
        ("https://www.faceit.com/ru/players/-k1te-/stats/cs2", "-k1te-"),
        ("kestrel", "kestrel"),
    ],
)
def test_found_however_it_is_written(settings: Settings, faceit: FaceitStandIn, words: str, nickname: str) -> None:
    assert report_on(settings, faceit, words).nickname == nickname


@pytest.mark.parametrize(
    ("words", "error"),
    [
        ("Only_CSGO", PlayerNoCs2Error),
        ("KESTREL", PlayerAmbiguousError),
        ("moss", PlayerSimilarError),
        ("nobody_is_called_so", PlayerNotFoundError),
        ("two words", BadNicknameError),
        ("<b>x</b>", BadNicknameError),
        ("https://evil.io/players/-k1te-", BadNicknameError),
        ("99999999-0000-4000-8000-000000000000", PlayerNotFoundError),
    ],
)
def test_refused_in_words(settings: Settings, faceit: FaceitStandIn, words: str, error: type[BotError]) -> None:
    with pytest.raises(error):
        report_on(settings, faceit, words)


def test_nobody_played(settings: Settings, faceit: FaceitStandIn) -> None:
    report = report_on(settings, faceit, "Zero_Matches")
    assert report.calibrating and report.elo is None and report.maps == [] and report.role is None
    assert "None" not in told(report)


def test_three_matches_say_little(settings: Settings, faceit: FaceitStandIn) -> None:
    report = report_on(settings, faceit, "Three_Matches")
    assert report.matches == 3 and report.form["50"].matches == 3
    assert report.strengths == [] and report.weaknesses == [] and report.percentiles == {}
    assert {trend.verdict for trend in report.trend.values()} == {"none"}


def test_a_ban_is_said_and_a_served_one_is_not(settings: Settings, faceit: FaceitStandIn) -> None:
    banned, served = (report_on(settings, faceit, nick) for nick in ("Banned_Ace", "Served_Ban"))
    assert banned.ban is not None and served.ban is None
    assert "заблокирован" in told(banned).lower() or "бан" in told(banned).lower()


def test_other_modes_are_left_out(settings: Settings, faceit: FaceitStandIn) -> None:
    report = report_on(settings, faceit, "Wing_Marathon")
    assert report.matches is not None and report.matches <= 100
    assert report.api_calls <= 5


def test_one_who_opted_out_is_not_analysed(settings: Settings, faceit: FaceitStandIn) -> None:
    # Given a player of a match who asked not to be analysed
    match = faceit.league.matches[faceit.league.scenarios["ready"]]
    hidden = match.factions[0].roster[2].player
    database = SyncDatabase.open(settings)
    OptOuts(database, hash_key(settings)).add(hidden.player_id)
    # When the match is analysed, then nothing about him is fetched or said
    report = analyse(settings, faceit, match.match_id)
    assert faceit.calls()["total"] == 1 + 9 * 3
    words = card(report, "en")
    assert hidden.nickname not in words and "9/10" in words
    assert "hidden" in words.lower()
    # And a report on him is declined
    with pytest.raises(PlayerHiddenError):
        report_on(settings, faceit, hidden.nickname)
    database.close()


def test_one_who_opted_out_is_not_offered_either(settings: Settings, faceit: FaceitStandIn) -> None:
    club = faceit.league.specials.club
    database = SyncDatabase.open(settings)
    opt_outs = OptOuts(database, hash_key(settings))
    opt_outs.add(club.upper.player_id)
    with pytest.raises(PlayerAmbiguousError) as caught:
        report_on(settings, faceit, "KESTREL")
    assert [one.player_id for one in caught.value.candidates] == [club.lower.player_id]
    opt_outs.add(club.lower.player_id)
    with pytest.raises(PlayerNotFoundError):
        report_on(settings, faceit, "KESTREL")
    database.close()


def test_from_fifty_seen_players_on_there_is_a_percentile(settings: Settings, faceit: FaceitStandIn) -> None:
    first = report_on(settings, faceit, "-k1te-")
    assert first.percentiles == {} and first.elo is not None
    # Given sixty others near this Elo who were seen, all with a lower K/D
    database = SyncDatabase.open(settings)
    population = Population(database, hash_key(settings))
    for number in range(60):
        population.vote(f"player-{number}", first.elo + number % 100, {"kd": 0.3}, datetime.now(UTC))
    database.close()
    # When the report is made again, it says where the player stands among them, himself not counted
    again = report_on(settings, faceit, "-k1te-")
    assert again.percentiles["kd"].players == 60
    assert again.percentiles["kd"].share == 1.0
    assert "60" in told(again)


@pytest.mark.parametrize("nickname", ["Hidden_404", "Hidden_Empty", "Old_Account"])
def test_hidden_statistics_are_said_to_be_missing(settings: Settings, faceit: FaceitStandIn, nickname: str) -> None:
    report = report_on(settings, faceit, nickname)
    assert report.strengths == [] and report.role is None and report.percentiles == {}
    assert nickname in told(report) and "None" not in told(report)


def test_nonsense_costs_no_call(settings: Settings, faceit: FaceitStandIn) -> None:
    with pytest.raises(BadNicknameError):
        report_on(settings, faceit, "two words")
    assert faceit.calls()["total"] == 0
