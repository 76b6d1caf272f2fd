"""What `deploy/check` takes for a process as Heroku runs it, and for a clean end."""

from pathlib import Path

import pytest

from deploy.checking.build import environment
from deploy.checking.dynos import CLEAN, Dyno, end, start, unclean
from tests.connections_held import procfile
from tests.processes import wait_for

LEAVE = "trap 'echo {words}; exit 0' TERM; echo up; while :; do sleep 0.05; done"
DEAF = "trap '' TERM; echo up; while :; do sleep 0.05; done"
NO_HANDLER = "echo up; while :; do sleep 0.05; done"
"""Dies of the signal, as every process that knows nothing of it."""


def ended(tmp_path: Path, name: str, command: str) -> list[str]:
    (tmp_path / "app").mkdir()
    dyno = Dyno(name, command, tmp_path / "app", {"PATH": "/usr/bin:/bin"})
    wait_for(lambda: "up" in dyno.output)
    return unclean([dyno], end([dyno], killed_after=15 if command != DEAF else 1))


@pytest.mark.parametrize("name", ["bot", "worker", "background", "bulk"])
def test_who_dies_of_the_signal_has_not_ended_cleanly(tmp_path: Path, name: str) -> None:
    assert ended(tmp_path, name, NO_HANDLER) == [f"{name} ended with -15, not 0"]


def test_web_ends_by_the_signal_but_not_without_its_words(tmp_path: Path) -> None:
    assert ended(tmp_path, "web", NO_HANDLER) == ["web ended without 'Finished server process'"]


def test_who_says_nothing_has_not_ended_cleanly(tmp_path: Path) -> None:
    assert ended(tmp_path, "bot", LEAVE.format(words="")) == ["bot ended without 'bot.stopped'"]


def test_who_does_not_end_is_killed_and_named(tmp_path: Path) -> None:
    assert ended(tmp_path, "worker", DEAF) == ["worker had to be killed"]


@pytest.mark.parametrize(("name", "command"), [("bot", LEAVE.format(words="bot.stopped")), ("scheduler", NO_HANDLER)])
def test_a_clean_end_is_one(tmp_path: Path, name: str, command: str) -> None:
    assert ended(tmp_path, name, command) == []


def test_every_process_has_its_end() -> None:
    assert {*CLEAN, "release"} == set(procfile())


def test_variables_are_those_of_heroku(tmp_path: Path) -> None:
    (tmp_path / "app").mkdir()
    asked = "echo port ${PORT-none}, $DYNO, proposed $WEB_CONCURRENCY"
    dynos = start({"web": asked, "bot": asked}, tmp_path / "app", environment(tmp_path / "app"), 5000)
    for dyno in dynos:
        assert dyno.process.wait(20) == 0
    assert [dyno.output.strip() for dyno in dynos] == [
        "port 5000, web.1, proposed 2",
        "port none, bot.1, proposed 2",
    ]
