"""A match moves on: the same link gives the same card for one call, and a new card after the veto."""

import time
from typing import Any

import pytest

from settings import load
from tests.e2e.conftest import BOTH_WAYS, System
from tests.processes import wait_for

pytestmark = [pytest.mark.processes, BOTH_WAYS]


def cards(system: System, person: dict[str, Any]) -> list[str]:
    texts = [str(item.get("text", "")) for item in system.telegram.messages(person["id"])]
    return [text for text in texts if "Data: FACEIT" in text]


def test_one_call_for_a_repeat_and_a_new_card_after_the_veto(system: System) -> None:
    # Given a card made while the veto runs
    system.start_worker()
    system.start_bot()
    john = system.telegram.add_person("John", "en", started=True)
    match = system.faceit.league.scenarios["voting"]
    system.telegram.send_text(john, system.link("voting"))
    wait_for(lambda: len(cards(system, john)) == 1, 40, "the first card")
    assert system.faceit.calls()["total"] == 31
    # When he asks again while nothing has changed
    system.telegram.send_text(john, system.link("voting"))
    wait_for(lambda: len(cards(system, john)) == 2, 20, "the card again")
    # Then the match was looked at once more and nothing else
    assert system.faceit.calls()["total"] <= 32
    # When the map has been chosen
    system.faceit.advance(match)
    picked = system.faceit.league.matches[match].picks
    assert picked
    time.sleep(load().faceit.ttl_match + 0.2)
    system.telegram.send_text(john, system.link("voting"))
    wait_for(lambda: len(cards(system, john)) == 3, 40, "the new card")
    # Then it is a new card, on that map
    first, again, new = cards(system, john)
    assert first.split("\n")[1] == again.split("\n")[1]
    assert new.split("\n")[1] != first.split("\n")[1]
    assert picked[0].label in new.split("\n")[1]
