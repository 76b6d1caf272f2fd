"""Bulk, personal statistics and teams on the command line, inline and through the queue."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from analysis.bulk.report import BulkReport
from analysis.team.report import TeamLineupReport
from analysis.user.report import UserReport
from sandbox.faceit.options import Options
from sandbox.faceit.standin import FaceitStandIn
from settings import Settings
from tests.cli.test_cli import call
from tests.processes import worker


@pytest.fixture(scope="module")
def faceit() -> Iterator[FaceitStandIn]:
    with FaceitStandIn(options=Options(latency_ms=5, rate=None)) as stand_in:
        yield stand_in


@pytest.fixture
def environment(settings: Settings, faceit: FaceitStandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACEIT_BASE_URL", faceit.url)
    monkeypatch.setenv("FACEIT__RATE_PER_SECOND", "200")


def played(faceit: FaceitStandIn, count: int) -> list[str]:
    finished = [one for one in faceit.league.matches.values() if one.status == "FINISHED" and one.game == "cs2"]
    return [one.match_id for one in finished[-count:]]


def five(faceit: FaceitStandIn) -> list[str]:
    match = faceit.league.matches[faceit.league.scenarios["ready"]]
    return [seat.player.nickname for seat in match.factions[0].roster[:5]]


@pytest.mark.usefixtures("environment")
def test_a_bulk_inline(faceit: FaceitStandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1")
    unknown = "1-00000000-0000-4000-8000-000000000000"
    done = call("bulk", *played(faceit, 5), unknown, "--inline", "--json")
    assert done.returncode == 0, done.stderr
    report = BulkReport.model_validate_json(done.stdout)
    assert [row.match_id for row in report.matches] == played(faceit, 5)
    assert [(one.match_id, one.error) for one in report.failed] == [(unknown, "faceit-not-found")]
    assert report.summary.decided == 5


@pytest.mark.usefixtures("environment")
@pytest.mark.processes
def test_the_last_matches_through_the_queue(faceit: FaceitStandIn, tmp_path: Path) -> None:
    child = worker(tmp_path, module="actors.worker")
    try:
        done = call("bulk", five(faceit)[0], "6", "--lang", "en", "--timeout", "60")
        assert done.returncode == 0, done.stderr + child.output
        assert "6 matches" in done.stdout and "Won – lost" in done.stdout
        listed = json.loads(call("list", "--json").stdout)
        assert [(item["type"], item["state"]) for item in listed] == [("bulk_analysis", "completed")]
    finally:
        child.kill()


@pytest.mark.usefixtures("environment")
def test_stats_inline(faceit: FaceitStandIn) -> None:
    done = call("stats", five(faceit)[0], "--depth", "30", "--timezone", "Europe/Moscow", "--inline", "--json")
    assert done.returncode == 0, done.stderr
    report = UserReport.model_validate_json(done.stdout)
    assert report.habits.timezone == "Europe/Moscow"
    assert report.player.nickname == five(faceit)[0]


@pytest.mark.usefixtures("environment")
def test_team_inline(faceit: FaceitStandIn) -> None:
    done = call("team", *five(faceit), "--inline", "--json")
    assert done.returncode == 0, done.stderr
    report = TeamLineupReport.model_validate_json(done.stdout)
    assert sorted(one.nickname for one in report.players) == sorted(five(faceit))
    words = call("team", *five(faceit), "--inline", "--lang", "ru")
    assert all(name in words.stdout for name in five(faceit))


@pytest.mark.usefixtures("environment")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["bulk", "somebody"], "link"),
        (["bulk", "somebody", "101"], "100"),
        (["bulk", "somebody", "0"], "100"),
        (["stats", "x", "--depth", "77"], "77"),
        (["team", "--inline"], "required"),
    ],
)
def test_bad_input_is_refused_in_words(arguments: list[str], said: str) -> None:
    done = call(*arguments)
    assert done.returncode == 2, done.stderr
    assert said in done.stderr and "Traceback" not in done.stderr
