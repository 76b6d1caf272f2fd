"""Who asked not to be analysed stayed on cards as a stand-in, on the eighth seat, and in matches called off."""

from collections.abc import Collection

import pytest

from analysis.report import MatchReport
from sandbox.faceit import FaceitStandIn
from sandbox.faceit.players import Player
from settings import Settings
from storage.database import SyncDatabase
from storage.opt_outs import OptOuts
from storage.privacy import hash_key
from storage.release import migrate_local
from tests.conditions.analysing import analyse, card
from tests.conditions.conftest import faceit, league_on_loopback

__all__ = ["faceit", "league_on_loopback"]


def opt_out(settings: Settings, players: Collection[Player]) -> None:
    migrate_local(settings)
    database = SyncDatabase.open(settings)
    opt_outs = OptOuts(database, hash_key(settings))
    for player in players:
        opt_outs.add(player.player_id)
    database.close()


def nowhere(report: MatchReport, player: Player) -> None:
    """Neither in the report nor on a card, in either language."""
    assert player.nickname.casefold() not in report.model_dump_json().casefold()
    assert all(player.nickname.casefold() not in card(report, language).casefold() for language in ("ru", "en"))
    assert player.player_id in {item.player_id for item in report.coverage.missing if item.code == "opted-out"}


def test_a_stand_in_is_hidden_in_the_review(settings: Settings, faceit: FaceitStandIn) -> None:
    match = faceit.league.matches[faceit.league.scenarios["substitute"]]
    player = match.factions[1].substitutes[0].player
    opt_out(settings, [player])
    report = analyse(settings, faceit, match.match_id)
    nowhere(report, player)
    assert report.review is not None
    line = next(line for line in report.review.players if line.player_id == player.player_id)
    assert (line.hidden, line.kills, line.kd) == (True, None, None)
    # And those who may be shown are
    assert sum(bool(line.nickname) for line in report.review.players) == 9


def test_the_eighth_seat_and_those_behind_are_hidden(settings: Settings, faceit: FaceitStandIn) -> None:
    match = faceit.league.matches[faceit.league.scenarios["nine_in_roster"]]
    last = [seat.player for seat in match.factions[1].roster[7:]]
    assert last
    opt_out(settings, last)
    report = analyse(settings, faceit, match.match_id)
    for player in last:
        nowhere(report, player)


@pytest.mark.parametrize("scenario", ["cancelled", "forfeit"])
def test_a_match_that_was_not_played_hides_too(settings: Settings, faceit: FaceitStandIn, scenario: str) -> None:
    match = faceit.league.matches[faceit.league.scenarios[scenario]]
    captain = match.factions[0].roster[0].player
    opt_out(settings, [captain])
    nowhere(analyse(settings, faceit, match.match_id), captain)
