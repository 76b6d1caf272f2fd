"""A bot that was killed with updates in hand had confirmed them already: nobody ever answered these people."""

import signal
import time

import pytest

from tests.faults.stage import stage
from tests.processes import wait_for

pytestmark = pytest.mark.processes


def test_who_wrote_just_before_the_kill_is_answered_by_the_next_process() -> None:
    with stage() as scene:
        bot = scene.start_bot("bot")
        people = [scene.telegram.add_person(f"p{at}", "ru", started=True) for at in range(5)]
        # Given updates that the bot has taken and can't work on yet
        scene.valkey.signal(signal.SIGSTOP)
        for person in people:
            scene.telegram.send_text(person, scene.link(scene.played()[-3]))
        wait_for(lambda: scene.telegram.status()["polled"], 5, "a poll")
        time.sleep(0.3)
        assert not any(_texts(scene, person) for person in people)
        # When it dies
        scene.keeper.call(lambda: scene.keeper.kill("bot"))
        scene.valkey.signal(signal.SIGCONT)
        # Then the next one answers, each person once
        wait_for(lambda: scene.keeper.child("bot") is not bot, 10, "the next bot")
        wait_for(lambda: all(_texts(scene, person) for person in people), 30, "an answer for each")
        time.sleep(1)
        assert [len(_texts(scene, person)) for person in people] == [1] * len(people)


def _texts(scene: object, person: dict[str, object]) -> list[str]:
    messages = scene.telegram.messages(person["id"])  # type: ignore[attr-defined]
    return [one["text"] for one in messages if one.get("from", {}).get("is_bot")]
