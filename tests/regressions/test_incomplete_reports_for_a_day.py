"""A finished match's report without its statistics was given to everybody who asked in the next 24 hours."""

import pytest
import redis

from connections import PREFIX
from pipelines.manager import match_wish
from sandbox.faceit import FaceitStandIn
from tasks.states import State
from tests.conditions.conftest import faceit, league_on_loopback
from tests.conditions.test_partial import Works, lose, seated, works

__all__ = ["faceit", "league_on_loopback", "works"]

pytestmark = pytest.mark.processes

SOON_MS = 60_000


def given_again_ms(client: redis.Redis, run: str) -> int:
    """For how long others get the report of this run."""
    keys = [key for key in client.scan_iter(f"{PREFIX}ready:*") if client.get(key) == run.encode()]
    return max((int(client.pttl(key)) for key in keys), default=0)


def done(works: Works, match_id: str, person: int) -> str:
    """The run whose report somebody got."""
    task = works.ask(match_wish(f"tg:{person}", match_id, chat=person, lang="en"))
    view = works.ended(task)
    assert view.state is State.COMPLETED
    return view.report_run or view.run


def report_of(works: Works, run: str) -> object:
    record = works.manager.store.run(run)
    report = works.manager.store.report(record) if record else None
    assert report is not None
    return report["review"]["players"]


def later(client: redis.Redis) -> None:
    """The time has passed in which a report is given again."""
    for key in client.scan_iter(f"{PREFIX}ready:*"):
        if int(client.pttl(key)) <= SOON_MS:
            client.delete(key)


def test_statistics_that_come_late_are_in_the_next_report(works: Works, faceit: FaceitStandIn) -> None:
    client = works.manager.store.client
    match = faceit.league.scenarios["finished"]
    # Given a finished match whose statistics are not there yet
    faceit.configure(faults=[{"path": f"/matches/{match}/stats", "kind": "404"}])
    works.start()
    first = done(works, match, 1)
    assert report_of(works, first) == []
    assert 0 < given_again_ms(client, first) <= SOON_MS
    # When they are there, and the same link is pasted a little later
    faceit.configure(faults=[])
    later(client)
    second = done(works, match, 2)
    # Then they are in the report, which is given again from now on, for a day
    assert second != first and report_of(works, second)
    assert given_again_ms(client, second) > SOON_MS
    later(client)
    assert done(works, match, 3) == second


def test_lost_players_are_asked_about_again(works: Works, faceit: FaceitStandIn) -> None:
    client = works.manager.store.client
    lose(faceit, seated(faceit, "finished")[:2], "404")
    works.start()
    first = done(works, faceit.league.scenarios["finished"], 1)
    assert 0 < given_again_ms(client, first) <= SOON_MS


def test_a_forfeit_never_gets_statistics_and_is_whole(works: Works, faceit: FaceitStandIn) -> None:
    works.start()
    only = done(works, faceit.league.scenarios["forfeit"], 1)
    assert given_again_ms(works.manager.store.client, only) > SOON_MS
