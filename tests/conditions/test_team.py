"""Line-ups from real steps: parties found, awkward members said, opted-out ones left out, mistakes told by name."""

import re
from collections import Counter, defaultdict

import pytest

from actors.inline import InlineRun
from actors.player_performance import PlayerHiddenError
from actors.team_errors import (
    NoPartyError,
    TeamHiddenError,
    TeamNameAmbiguousError,
    TeamNameError,
    TeamNoStatisticsError,
)
from analysis.team.report import TeamLineupReport
from analysis.team.subject import TeamOnePlayerError, TeamTooManyError, party_subject, team_subject
from bot.answers import error_text
from errors import BotError
from faceit.client import build_local_client
from faceit.errors import FaceitUnavailableError
from faceit.player_errors import BadNicknameError, PlayerNoCs2Error, PlayerNotFoundError
from reports.plain import plain
from reports.team import render
from sandbox.faceit import FaceitStandIn
from sandbox.faceit.match import Match
from sandbox.faceit.players import Player
from settings import Settings
from storage.database import SyncDatabase
from storage.opt_outs import OptOuts
from storage.privacy import hash_key
from tasks.states import TaskType
from tests.conditions.analysing import fast
from texts.catalogue import LANGUAGES, Language


def report_on(settings: Settings, faceit: FaceitStandIn, subject: str) -> TeamLineupReport:
    """The report of a line-up, all five steps. Raises what the failing step raised."""
    own = fast(settings, faceit)
    client = build_local_client(own)
    try:
        found = InlineRun(TaskType.TEAM_ANALYSIS, subject, own, faceit=client).run()
    finally:
        client.close()
    return TeamLineupReport.model_validate(found)


def told(report: TeamLineupReport, language: Language = "en") -> str:
    return "\n".join(plain(part) for part in render(report, language=language))


def party(faceit: FaceitStandIn, size: int) -> list[Player]:
    """The members of a party of this size, the busiest first."""
    parties = defaultdict(list)
    for player in faceit.league.ordinary:
        if player.party is not None:
            parties[player.party].append(player)
    found = next(members for members in parties.values() if len(members) == size)
    return sorted(found, key=lambda player: -player.activity)


def names(players: list[Player]) -> str:
    return team_subject([player.nickname for player in players])


def side_by_side(faceit: FaceitStandIn, one: Player, two: Player) -> int:
    """Matches of the last hundred of either in which both stood on one side."""
    recent = {m.match_id: m for player in (one, two) for m in _last(faceit, player)}
    ids = {one.player_id, two.player_id}
    sides = [{p.player_id for p in faction.five} for match in recent.values() for faction in match.factions]
    return sum(ids <= side for side in sides)


def _last(faceit: FaceitStandIn, player: Player) -> list[Match]:
    ended = [m for m in faceit.league.history[player.player_id] if m.status == "FINISHED"]
    return sorted(ended, key=lambda m: m.finished_at or 0, reverse=True)[:100]


def test_five_who_play_together(settings: Settings, faceit: FaceitStandIn) -> None:
    five = party(faceit, 5)
    report = report_on(settings, faceit, names(five))
    assert {player.player_id for player in report.players} == {player.player_id for player in five}
    assert report.coverage.players == (5, 5) and report.hidden == 0
    assert len(report.pairs) == 10 and len(report.maps) == 7
    assert report.api_calls == faceit.calls()["total"] == 20
    assert all(player.form.matches == 20 and player.role_reason or player.style for player in report.players)
    for language in LANGUAGES:
        words = told(report, language)
        assert all(player.nickname in words for player in five) and "None" not in words


def test_matches_together_are_those_of_the_league(settings: Settings, faceit: FaceitStandIn) -> None:
    one, two = party(faceit, 3)[:2]
    report = report_on(settings, faceit, names([one, two]))
    assert report.together.matches == report.pairs[0].matches == side_by_side(faceit, one, two) > 10
    assert 0 < report.together.wins < report.together.matches


def test_the_usual_party_of_a_person(settings: Settings, faceit: FaceitStandIn) -> None:
    five = party(faceit, 5)
    report = report_on(settings, faceit, party_subject(five[0].player_id))
    assert report.players[0].player_id == five[0].player_id
    assert {player.player_id for player in report.players} <= {player.player_id for player in five}
    assert len(report.players) >= 3
    beside = Counter({p.player_id: side_by_side(faceit, five[0], p) for p in five[1:]})
    assert beside.most_common(1)[0][0] in {player.player_id for player in report.players}
    assert faceit.calls()["total"] == 4 * len(report.players)


def test_somebody_who_plays_alone_has_none(settings: Settings, faceit: FaceitStandIn) -> None:
    hermit = next(p for p in faceit.league.ordinary if p.party is None and p.activity > 0.2)
    with pytest.raises(NoPartyError) as caught:
        report_on(settings, faceit, party_subject(hermit.player_id))
    found = caught.value.found
    assert found.matches > 20 and found.most > 0
    for language in LANGUAGES:
        words = error_text(language, caught.value)
        assert str(found.most) in words and str(found.matches) in words and "/team" in words
    # Nor has a newcomer, whose matches can't be seen
    with pytest.raises(NoPartyError) as none:
        report_on(settings, faceit, party_subject(faceit.league.specials.newcomer.player_id))
    assert none.value.found.matches == 0 and "/team" in error_text("ru", none.value)


@pytest.mark.parametrize("nickname", ["Hidden_404", "Hidden_Empty", "Zero_Matches"])
def test_one_without_statistics_does_not_fail_the_others(
    settings: Settings, faceit: FaceitStandIn, nickname: str
) -> None:
    two = party(faceit, 2)
    report = report_on(settings, faceit, f"{nickname} {names(two)}")
    assert report.coverage.players == (2, 3)
    absent = next(player for player in report.players if player.nickname == nickname)
    assert absent.statistics == "none" and absent.form.kd is None and absent.role is None
    assert f"No statistics to be seen (hidden, or no matches): {nickname}" in told(report)


def test_none_at_all_does(settings: Settings, faceit: FaceitStandIn) -> None:
    with pytest.raises(TeamNoStatisticsError):
        report_on(settings, faceit, "Hidden_404 Hidden_Empty")


def test_one_whom_faceit_does_not_answer_about_is_said(settings: Settings, faceit: FaceitStandIn) -> None:
    lost, *rest = party(faceit, 3)
    faceit.configure(faults=[{"path": f"{lost.player_id}/(stats|games|history)", "kind": "503"}])
    report = report_on(settings, faceit, names([lost, *rest]))
    words = told(report)
    assert report.coverage.players == (2, 3)
    assert f"Statistics could not be had: {lost.nickname}" in words
    assert f"{lost.nickname}: could not get the match list" in words
    # The lists of the others still tell who was beside him
    assert all(pair.matches for pair in report.pairs)


def test_a_fault_for_everybody_is_worth_a_retry(settings: Settings, faceit: FaceitStandIn) -> None:
    faceit.configure(faults=[{"path": "(stats|games)", "kind": "503"}])
    with pytest.raises(FaceitUnavailableError):
        report_on(settings, faceit, names(party(faceit, 2)))


def test_one_who_opted_out_is_neither_named_nor_shown(settings: Settings, faceit: FaceitStandIn) -> None:
    three = party(faceit, 3)
    gone = three[1]
    database = SyncDatabase.open(settings)
    opt_outs = OptOuts(database, hash_key(settings))
    opt_outs.add(gone.player_id)
    report = report_on(settings, faceit, names(three))
    # Three are found by name; nothing more is asked about him
    assert faceit.calls()["total"] == 3 + 2 * 3
    assert report.hidden == 1 and report.coverage.players == (2, 3)
    dumped = report.model_dump_json()
    assert gone.nickname not in dumped and gone.player_id not in dumped
    assert "One player asked not to be analysed" in told(report) and "попросил" in told(report, "ru")
    # Of two, one is left: no line-up, and no word on who it was
    with pytest.raises(TeamHiddenError):
        report_on(settings, faceit, names(three[:2]))
    # Nor is the party of one who opted out looked at
    with pytest.raises(PlayerHiddenError):
        report_on(settings, faceit, party_subject(gone.player_id))
    database.close()


@pytest.mark.parametrize(
    ("subject", "error", "said"),
    [
        ("nobody_is_called_so_9 -k1te-", PlayerNotFoundError, "nobody_is_called_so_9"),
        ("KESTREL -k1te-", TeamNameAmbiguousError, "Kestrel, kestrel"),
        ("-k1te- estre", TeamNameError, "estre"),
        ("Only_CSGO -k1te-", PlayerNoCs2Error, "Only_CSGO"),
        ("-k1te- -K1TE-", TeamOnePlayerError, "-k1te-"),
        ("-k1te- a<b>c", BadNicknameError, "a&lt;b&gt;c"),
        ("a b c d e f", TeamTooManyError, "/team a b c d e"),
    ],
)
def test_a_name_that_will_not_do_is_said(
    settings: Settings, faceit: FaceitStandIn, subject: str, error: type[BotError], said: str
) -> None:
    with pytest.raises(error) as caught:
        report_on(settings, faceit, subject)
    assert type(caught.value) is error
    for language in LANGUAGES:
        words = error_text(language, caught.value)
        assert said in words and not re.search(r"[{}]|None", words)


def test_by_link_and_by_id_it_is_the_same_line_up(settings: Settings, faceit: FaceitStandIn) -> None:
    one, two = party(faceit, 2)
    report = report_on(settings, faceit, f"https://www.faceit.com/ru/players/{one.nickname} {two.player_id.upper()}")
    assert {player.player_id for player in report.players} == {one.player_id, two.player_id}
