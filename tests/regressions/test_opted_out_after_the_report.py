"""A finished match's report went on naming a player for a day after he had asked not to be analysed."""

import json
import subprocess
import sys

import pytest

from actors.pictures import Painter
from pipelines.manager import build_manager, match_wish
from pipelines.shown import build_shown
from reports.pictures.kinds import draw
from sandbox.faceit import FaceitStandIn
from settings import Settings
from tasks.pictures import PictureName, build_pictures, mark_of
from tasks.states import State
from tests.conditions.conftest import faceit, league_on_loopback
from tests.conditions.test_partial import Works, works
from tests.processes import ROOT

__all__ = ["faceit", "league_on_loopback", "works"]

pytestmark = pytest.mark.processes


def cli(*words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "cli", *words], cwd=ROOT, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_stored_report_and_its_pictures_lose_him(works: Works, faceit: FaceitStandIn, settings: Settings) -> None:
    # Given the report of a finished match, and its picture, drawn and sent once
    match = faceit.league.matches[faceit.league.scenarios["finished"]]
    player = match.factions[0].roster[0].player
    works.start()
    task = works.ask(match_wish("tg:1", match.match_id, chat=1, lang="en"))
    assert works.ended(task).state is State.COMPLETED
    full = works.manager.report(task)
    assert full is not None and player.nickname in json.dumps(full)
    run = works.ended(task).run
    pictures = build_pictures(settings, "command")
    before = PictureName(run, "match", "en", None, mark_of(full))
    Painter(works.manager.store, pictures, build_shown(settings)).draw(run, "match", "en", None)
    assert pictures.drawn(before) is not None
    pictures.sent(before, "file-of-before")
    # When the player is hidden by the command line
    cli("hide", player.nickname)
    # Then the same report, given again by whoever reads the opt-outs now, does not name him
    shown = build_manager(settings).report(task)
    assert shown is not None and player.nickname.casefold() not in json.dumps(shown).casefold()
    assert {"player_id": player.player_id, "what": "player", "code": "opted-out"} in shown["coverage"]["missing"]
    # Nor does the next one's, who is served with it, on the command line either
    later = works.ask(match_wish("tg:2", match.match_id, chat=2, lang="en"))
    assert works.ended(later).report_run == run
    assert build_manager(settings).report(later) == shown
    printed = cli("analyze", match.match_id)
    assert "not affiliated" in printed and player.nickname.casefold() not in printed.casefold()
    # And the picture of before counts for nothing: a new one is drawn of the report as it is shown
    after = PictureName(run, "match", "en", None, mark_of(shown))
    assert pictures.drawn(after) is None and pictures.file_id(after) is None
    Painter(works.manager.store, pictures, build_shown(settings)).draw(run, "match", "en", None)
    drawn = pictures.drawn(after)
    assert drawn is not None and drawn.png == draw("match", shown, language="en", side=None)
    assert pictures.drawn(before) is None


def test_a_players_own_report_is_given_no_more(works: Works, faceit: FaceitStandIn, settings: Settings) -> None:
    player = faceit.league.matches[faceit.league.scenarios["finished"]].factions[0].roster[0].player
    works.start()
    done = json.loads(cli("player", player.nickname, "--json"))
    assert done["player_id"] == player.player_id
    task = json.loads(cli("list", "--json"))[0]["id"]
    assert build_manager(settings).report(task) is not None
    cli("hide", player.nickname)
    assert build_manager(settings).report(task) is None
